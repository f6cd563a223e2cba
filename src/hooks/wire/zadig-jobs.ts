/**
 * Items as Zadig's OpenAPI writes them into a plan: `{ name, type, spec }`, and what of them could not be kept.
 */
import { z } from "zod";
import type { ItemDraft } from "../../chat/plan-file/draft.ts";
import type { ParameterValue } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { Loss, Taking } from "./zadig-draft.ts";
import { nameOf, textOfHtml } from "./zadig-draft.ts";

const text = z.string().max(100_000).default("");
const keyValues = z.array(z.looseObject({ key: z.string(), value: z.unknown() })).default([]);
const repositories = z
  .array(z.looseObject({ repo_name: z.string().default(""), branch: z.string().default("") }))
  .default([]);
const target = z.looseObject({
  service_name: z.string().default(""),
  service_module: z.string().default(""),
  repo_info: repositories,
  inputs: keyValues,
});
const inputSchema = z.strictObject({
  job_name: z.string(),
  job_type: z.string().default(""),
  parameters: z.looseObject({
    env_name: z.string().optional(),
    kv: keyValues,
    service_list: z.array(target).default([]),
  }),
});
const parameterSchema = z.looseObject({ name: z.string(), type: text, value: z.unknown() });

const workflowSpec = z.strictObject({
  workflow_key: z.string().min(1),
  project_key: text,
  parameters: z.array(parameterSchema).default([]),
  inputs: z.array(inputSchema).default([]),
  remark: text,
});

export const openApiJobSchema = z.discriminatedUnion("type", [
  z.strictObject({ name: text, type: z.literal("text"), spec: z.strictObject({ content: text, remark: text }) }),
  z.strictObject({ name: text, type: z.literal("workflow"), spec: workflowSpec }),
]);
type OpenApiJob = z.output<typeof openApiJobSchema>;

export function itemsOfJobs(jobs: readonly OpenApiJob[], taking: Taking, lost: Loss[]): readonly ItemDraft[] {
  return jobs.map((job, place) => {
    const name = nameOf(job.name, String(place + 1));
    if (job.spec.remark !== "") lost.push({ what: "remark", name });
    if (job.type === "workflow") return { name, ...workflowOf(job.spec, name, taking, lost) };
    const content = textOfHtml(job.spec.content, LIMITS.text, name, lost);
    return content === "" ? { name } : { name, text: content };
  });
}

/** Zadig finds a workflow by its key alone; here its project is part of its name. */
function workflowOf(
  { workflow_key, project_key, parameters, inputs }: z.output<typeof workflowSpec>,
  name: string,
  { engines }: Taking,
  lost: Loss[],
): Pick<ItemDraft, "run" | "with"> {
  const known = engines.zadig?.find(({ workflow }) =>
    project_key === "" ? workflow.endsWith(`/${workflow_key}`) : workflow === `${project_key}/${workflow_key}`,
  );
  const run = `zadig:${known?.workflow ?? `${project_key}/${workflow_key}`}`;
  const given = [...parameters.map(({ name: key, value }) => [key, value] as const), ...inputs.flatMap(inputPairs)];
  const kept = given.flatMap(([key, value]): readonly (readonly [string, ParameterValue])[] => {
    const fits = ["string", "number", "boolean"].includes(typeof value) && String(value) !== "";
    if (fits && (known?.parameters.some((each) => each.name === key) ?? true)) return [[key, String(value)]];
    if (value !== undefined && value !== "") lost.push({ what: "input", name: `${name}: ${key}` });
    return [];
  });
  return { run, ...(kept.length > 0 && { with: Object.fromEntries(kept) }) };
}

/** A job's inputs by the names that they have in plans: `build.services`, `build.shop/api.branch`, `deploy.env`. */
function inputPairs({
  job_name: job,
  parameters,
}: z.output<typeof inputSchema>): readonly (readonly [string, unknown])[] {
  const { env_name, kv, service_list } = parameters;
  const called = service_list.map(
    ({ service_name, service_module }) => `${service_name}/${service_module || service_name}`,
  );
  return [
    ...(env_name === undefined ? [] : [[`${job}.env`, env_name] as const]),
    ...kv.map(({ key, value }) => [`${job}.${key}`, value] as const),
    ...(called.length > 0 ? [[`${job}.services`, called.join(",")] as const] : []),
    ...service_list.flatMap(({ repo_info, inputs }, place) => [
      ...repo_info.slice(0, 1).map(({ branch }) => [`${job}.${called[place]}.branch`, branch] as const),
      ...inputs.map(({ key, value }) => [`${job}.${called[place]}.${key}`, value] as const),
    ]),
  ];
}
