import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/flow/engine.ts";
import { MASK, withoutCredentials } from "../../../src/hooks/wire/credentials.ts";
import { envelopeSchema } from "../../../src/hooks/wire/envelope.ts";
import type { BodySources } from "../../../src/hooks/wire/plan-body.ts";
import { planBody } from "../../../src/hooks/wire/plan-body.ts";
import { workflowSchema } from "../../../src/hooks/wire/workflow.ts";
import { withInputs } from "../../../src/hooks/wire/zadig-inputs.ts";
import { CHECKPOINTS } from "../../../src/plan/content.ts";
import { build } from "../../support/cast.ts";
import { drafted } from "../../support/given.ts";
import { arbitraryJob, arbitraryPlan } from "./arbitrary-plan.ts";

const SOURCES: BodySources = {
  personName: (id) => `person ${id}`,
  definitions: {},
  withInputs,
  credentials: "masked",
  style: "release_plan",
};

const how = fc.record({
  credentials: fc.constantFrom("masked" as const, "sent" as const),
  style: fc.constantFrom("release_plan" as const, "event-name" as const),
  withInputs: fc.constantFrom(withInputs, (definition: Json) => definition),
});

describe("any plan", () => {
  test("is told, in a body that its own schemas read as it is", () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.constantFrom(...CHECKPOINTS), how, ({ plan, definitions }, checkpoint, chosen) => {
        const body = planBody(plan, checkpoint, { ...SOURCES, ...chosen, definitions });
        const sent: unknown = JSON.parse(JSON.stringify(body));
        expect(envelopeSchema.parse(sent)).toEqual(sent);
      }),
      { numRuns: 500 },
    );
  });

  test("has an item of the plan for each job, in their order, with times in seconds", () => {
    fc.assert(
      fc.property(arbitraryPlan, ({ plan, definitions }) => {
        const { jobs } = planBody(plan, "all_job_done", { ...SOURCES, definitions }).release_plan;
        expect(jobs?.map(({ name }) => name)).toEqual(plan.content.items.map(({ name }) => name));
        for (const { executed_time } of jobs ?? []) expect(executed_time).toBeLessThan(4_102_444_801);
      }),
    );
  });
});

/** The jobs that receivers are told, of a definition with these. */
function toldJobs(jobs: Json, withDefinition: BodySources["withInputs"]): unknown {
  const { plan } = drafted({ items: [build()] });
  const definition = { name: "deploy", stages: [{ name: "all", jobs }] };
  const sources = { ...SOURCES, definitions: { i1: { definition } }, withInputs: withDefinition };
  const [job] = planBody(plan, "start_execute", { ...sources, credentials: "sent" }).release_plan.jobs ?? [];
  return job?.type === "workflow" ? job.spec.workflow?.stages[0]?.jobs : undefined;
}

test("a job of an unknown type is told as it is, whatever is in it", () => {
  const stranger = arbitraryJob.map(
    (job): Json => JSON.parse(JSON.stringify({ ...job, type: `new-${job.type}`, run_policy: "" })),
  );
  fc.assert(
    fc.property(fc.array(stranger, { minLength: 1, maxLength: 3 }), (jobs) => {
      expect(toldJobs(jobs, (definition) => definition)).toEqual(jobs);
      expect(workflowSchema.parse({ name: "deploy", stages: [{ name: "all", jobs }] }).stages[0]?.jobs).toEqual(jobs);
    }),
    { numRuns: 300 },
  );
});

const SECRET = "hunter2";

/** Any JSON that says SECRET only where a credential holds it, at any depth. */
const withSecrets = fc.letrec<{ readonly any: Json; readonly credential: Json }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Json>("open", 7, true, null, ""),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("spec", "key_vals", "envs", "kv", "params", "value", "jobs"), tie("any"), {
      maxKeys: 3,
    }),
    tie("credential"),
  ),
  credential: fc
    .record(
      {
        key: fc.constant("TOKEN"),
        value: fc.constantFrom<Json>(SECRET, `a ${SECRET}`, [SECRET], { inner: [SECRET] }, ""),
        default: fc.constantFrom<Json>(SECRET, ""),
        choice_value: fc.constantFrom<Json>([SECRET], [], null),
        choice_option: fc.constantFrom<Json>([SECRET, "other"], null),
        choice_options: fc.constant<Json>([SECRET]),
        script: fc.constant<Json>(`echo ${SECRET}`),
        repo: fc.constantFrom<Json>(null, { address: `https://${SECRET}@git.example`, codehost_id: 7, prs: [1] }),
        more: tie("any"),
      },
      { requiredKeys: ["key"] },
    )
    .map((held): Json => ({ ...held, is_credential: true })),
}));

describe("credentials", () => {
  test("are nowhere in what is masked, and nothing else is changed", () => {
    fc.assert(
      fc.property(withSecrets.any, (json) => {
        const masked = withoutCredentials(json);
        expect(JSON.stringify(masked)).not.toContain(SECRET);
        expect(unmasked(masked)).toEqual(unmasked(json));
        expect(withoutCredentials(masked)).toEqual(masked);
      }),
      { numRuns: 500 },
    );
  });

  test("are nowhere in the body of a plan, in jobs of any type", () => {
    fc.assert(
      fc.property(arbitraryJob, withSecrets.credential, withSecrets.any, ({ name, type }, credential, any) => {
        const { plan } = drafted({ items: [build()] });
        const jobs = [{ name, type, spec: { envs: [credential], more: any } }];
        const definition = { name: "deploy", params: [], stages: [{ name: "all", jobs }], more: any };
        const sources = { ...SOURCES, definitions: { i1: { definition } }, withInputs: (told: Json) => told };
        expect(JSON.stringify(planBody(plan, "start_execute", sources))).not.toContain(SECRET);
      }),
      { numRuns: 300 },
    );
  });

  test("are masked by eight stars, and an empty one stays empty", () => {
    const pair = (value: Json) => ({ key: "TOKEN", value, is_credential: true });
    expect(withoutCredentials([pair("a"), pair(""), pair(12345), pair(["a", ""])])).toEqual([
      pair("********"),
      pair(""),
      pair("********"),
      pair(["********", ""]),
    ]);
  });

  test("leave a repository a repository", () => {
    const repo = { address: "https://u:p@git.example", codehost_id: 7, prs: [12], submodules: true, tag: "" };
    expect(withoutCredentials({ name: "SOURCE", repo, is_credential: true })).toEqual({
      name: "SOURCE",
      repo: { address: MASK, codehost_id: 7, prs: [12], submodules: true, tag: "" },
      is_credential: true,
    });
  });

  test("are those that say so, and no others", () => {
    const open = [
      { key: "A", value: SECRET, is_credential: false },
      { key: "B", value: SECRET },
      { key: "C", value: SECRET, is_credential: "true" },
    ];
    expect(withoutCredentials(open)).toEqual(open);
  });
});

const HELD: readonly string[] = [
  "value",
  "default",
  "choice_value",
  "choice_option",
  "choice_options",
  "script",
  "repo",
];

/** What stands beside the values of credentials. */
function unmasked(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(unmasked);
  if (typeof json !== "object" || json === null) return json;
  const secret = "is_credential" in json && json.is_credential === true;
  const pairs = Object.entries(json).filter(([key]) => !(secret && HELD.includes(key)));
  return Object.fromEntries(pairs.map(([key, part]) => [key, unmasked(part)]));
}
