/**
 * How Zadig takes the body of `POST /openapi/workflows/custom/task`: what it refuses, and what it would silently ignore,
 * which the emulator does not allow.
 */
import { z } from "zod";

export const REGISTRY = {
  registry_id: "67aa",
  address: "registry.example",
  provider: "harbor",
  region: "",
  namespace: "shop",
  is_default: true,
};
export const CODEHOST = { id: 1, name: "gitlab-main" };

const repo = z.strictObject({
  codehost_name: z.string().min(1),
  repo_namespace: z.string().min(1),
  repo_name: z.string().min(1),
  branch: z.string().min(1),
  prs: z.array(z.number()),
  enable_commit: z.boolean().optional(),
  commit_id: z.string().optional(),
  remote_name: z.string().optional(),
  checkout_path: z.string().optional(),
  submodules: z.boolean().optional(),
});
const pair = z.strictObject({ key: z.string().min(1), value: z.string() });
const service = z.strictObject({
  service_name: z.string().min(1),
  service_module: z.string().min(1),
  repo_info: z.array(repo),
  inputs: z.array(pair),
});
const image = z.strictObject({ service_name: z.string().min(1), image_name: z.string() });
const container = z.strictObject({
  workload_type: z.string(),
  workload_name: z.string().min(1),
  container_name: z.string(),
  image_name: z.string(),
});
const nothing = z.strictObject({});
const named = (name: string) =>
  z.strictObject({ [name]: z.string().min(1), repo_info: z.array(repo), inputs: z.array(pair) });
const services = z.strictObject({ service_list: z.array(service) });

const INPUTS: Readonly<Record<string, z.ZodType>> = {
  plugin: z.strictObject({ kv: z.array(pair) }),
  freestyle: z.union([
    z.strictObject({ kv: z.array(pair), repo_info: z.array(repo) }),
    z.strictObject({ services: z.array(service) }),
  ]),
  "zadig-build": z.strictObject({ registry: z.string(), service_list: z.array(service) }),
  "zadig-deploy": z.strictObject({
    env_name: z.string().min(1),
    service_list: z.array(
      z.strictObject({
        service_name: z.string().min(1),
        service_module: z.string().min(1),
        image_name: z.string(),
        value_merge_strategy: z.enum(["override", "reuse-values"]).optional(),
      }),
    ),
  }),
  "zadig-test": z.union([services, z.strictObject({ testing_list: z.array(named("testing_name")) })]),
  "zadig-scanning": z.union([services, z.strictObject({ scanning_list: z.array(named("scanning_name")) })]),
  "zadig-vm-deploy": z.strictObject({
    env_name: z.string().min(1),
    service_list: z.array(z.strictObject({ service_name: z.string().min(1), file_name: z.string().min(1) })),
  }),
  "custom-deploy": z.strictObject({ target_list: z.array(container) }),
  "k8s-blue-green-deploy": z.strictObject({ service_list: z.array(image) }),
  "k8s-canary-deploy": z.strictObject({ service_list: z.array(image) }),
  "k8s-blue-green-release": nothing,
  "k8s-canary-release": nothing,
  approval: nothing,
  sql: z.strictObject({ database_name: z.string(), sql: z.string().min(1) }),
};

export const runSchema = z.strictObject({
  project_key: z.string().min(1),
  workflow_key: z.string().min(1),
  remark: z.string().optional(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(["string", "text", "choice", "repo"]),
      value: z.string(),
      repo: repo.optional(),
    }),
  ),
  inputs: z.array(z.strictObject({ job_name: z.string(), job_type: z.string(), parameters: z.unknown() })),
});
export type RunBody = z.output<typeof runSchema>;

export interface EmulatedParam {
  readonly name: string;
  readonly type: string;
  readonly value?: string;
  readonly choice_option?: readonly string[];
  readonly [more: string]: unknown;
}
export interface EmulatedJob {
  readonly name: string;
  readonly type: string;
  readonly spec: unknown;
  readonly run_policy?: string;
}

/** What is wrong with a run: Zadig's own words where it would refuse it, a violation where it would not notice. */
export function checkRun(
  body: RunBody,
  params: readonly EmulatedParam[],
  jobs: readonly EmulatedJob[],
  violate: (what: string) => void,
): string | undefined {
  for (const { name, type, value } of body.parameters) {
    const param = params.find((each) => each.name === name);
    if (!param) return `param ${name} not found in workflow`;
    if (param.type !== type && type !== "string") violate(`${name} is a ${param.type}, not a ${type}`);
    if (param.choice_option && !param.choice_option.includes(value)) return `invalid choice value for param ${name}`;
  }
  for (const { job_name: name, job_type: type, parameters } of body.inputs) {
    const job = jobs.find((each) => each.name === name);
    if (!job) return `job not found in workflow: ${name}`;
    if (job.type !== type) violate(`${name} is a ${job.type}, not a ${type}`);
    if (job.run_policy === "skip") violate(`${name} is skipped by its policy`);
    const schema = Object.hasOwn(INPUTS, job.type) ? INPUTS[job.type] : undefined;
    if (!schema) return `undefined job type of type:${job.type}`;
    const parsed = schema.safeParse(parameters);
    if (!parsed.success) violate(`inputs of ${name}: ${z.prettifyError(parsed.error)}`);
    const refused = checkNames(type, parameters);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function checkNames(type: string, parameters: unknown): string | undefined {
  const written = JSON.stringify(parameters);
  if (type === "zadig-build" && !written.includes(`"registry":"${REGISTRY.address}/${REGISTRY.namespace}"`)) {
    return "didn't find the specified image registry";
  }
  const stranger = [...written.matchAll(/"codehost_name":"([^"]*)"/g)].find(([, name]) => name !== CODEHOST.name);
  return stranger ? `failed to find code host with name:${stranger[1]}` : undefined;
}
