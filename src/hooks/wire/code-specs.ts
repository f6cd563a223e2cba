/**
 * Specs of the jobs that work on code: zadig-build, zadig-test, zadig-scanning, freestyle.
 */
import { z } from "zod";
import { flag, listOf, spelled, text } from "./spelling.ts";
import { keyVals, repos } from "./values.ts";

/** Where a job takes its input from: at run time, fixed, or from the job that it names. */
export const origin = { source: text, job_name: text, ref_repos: flag };

const service = { service_name: text, service_module: text };

export const buildSpecSchema = z.looseObject({
  ...origin,
  service_and_builds: listOf(
    z.looseObject({
      ...service,
      build_name: text,
      image: text,
      package: text,
      image_name: text,
      key_vals: keyVals,
      repos,
    }),
  ),
});

export const testSpecSchema = spelled(
  z.looseObject({
    ...origin,
    /** Empty for one service, `service_test` for several. */
    test_type: text,
    service_and_tests: listOf(z.looseObject({ name: text, ...service, repos, key_vals: keyVals })),
    test_modules: listOf(z.looseObject({ name: text, repos, key_vals: keyVals })),
  }),
  { testing_type: "test_type" },
);

export const scanningSpecSchema = spelled(
  z.looseObject({
    ...origin,
    /** Empty for one service, `service_scanning` for several. */
    scanning_type: text,
    service_and_scannings: listOf(z.looseObject({ name: text, ...service, repos, key_vals: keyVals })),
    scannings: listOf(z.looseObject({ name: text, repos, key_vals: keyVals })),
  }),
  { scannings_type: "scanning_type", scannings_modules: "scannings" },
);

export const freestyleSpecSchema = z.looseObject({
  ...origin,
  /** Empty for one service, `service_freestyle` for several. */
  freestyle_type: text,
  repos,
  envs: keyVals,
  services: listOf(z.looseObject({ ...service, repos, key_vals: keyVals })),
});
