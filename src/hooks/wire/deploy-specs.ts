/**
 * Specs of the jobs that bring software to environments: zadig-deploy, zadig-vm-deploy, zadig-distribute-image.
 */
import { z } from "zod";
import { origin } from "./code-specs.ts";
import { flag, listOf, text, texts } from "./spelling.ts";
import { keyVals, repos } from "./values.ts";

const environment = { env: text, production: flag, source: text, env_source: text, job_name: text };

export const deploySpecSchema = z.looseObject({
  ...environment,
  deploy_type: text,
  /** image, vars, config */
  deploy_contents: texts,
  version_name: text,
  services: listOf(
    z.looseObject({
      service_name: text,
      modules: listOf(z.looseObject({ service_module: text, image: text, image_name: text })),
      deployed: flag,
      auto_sync: flag,
      update_config: flag,
      updatable: flag,
      variable_kvs: listOf(
        z.looseObject({
          key: text,
          value: z.unknown().optional(),
          /** string, bool, enum, yaml */
          type: text,
          // The document says a string, the code writes a list.
          options: z.union([z.string(), z.array(z.string()).readonly()]).nullish(),
          desc: text,
          use_global_variable: flag,
          is_reference_variable: flag,
        }),
      ),
      variable_yaml: text,
      /** override, reuse-values */
      value_merge_strategy: text,
      /** JSON */
      override_kvs: text,
    }),
  ),
});

export const vmDeploySpecSchema = z.looseObject({
  ...origin,
  ...environment,
  env_alias: text,
  service_and_vm_deploys: listOf(
    z.looseObject({
      service_name: text,
      service_module: text,
      deploy_name: text,
      /** image, file, other */
      deploy_artifact_type: text,
      artifact_url: text,
      file_name: text,
      image: text,
      key_vals: keyVals,
      repos,
    }),
  ),
});

export const distributeImageSpecSchema = z.looseObject({
  source: text,
  job_name: text,
  /** image_push, cloud_sync */
  distribute_method: text,
  targets: listOf(
    z.looseObject({
      service_name: text,
      service_module: text,
      source_tag: text,
      target_tag: text,
      image_name: text,
      source_image: text,
      target_image: text,
      update_tag: flag,
    }),
  ),
  // The document says a string, the code writes a boolean.
  enable_target_image_tag_rule: z.union([z.boolean(), z.string()]).optional(),
  target_image_tag_rule: text,
});
