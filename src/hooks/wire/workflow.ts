/**
 * A workflow as Zadig tells it to receivers: parameters, stages, and jobs with the spec of their type.
 */
import { z } from "zod";
import { buildSpecSchema, freestyleSpecSchema, scanningSpecSchema, testSpecSchema } from "./code-specs.ts";
import { apolloSpecSchema, nacosSpecSchema, sqlSpecSchema } from "./config-specs.ts";
import { deploySpecSchema, distributeImageSpecSchema, vmDeploySpecSchema } from "./deploy-specs.ts";
import { flag, listOf, text, whole } from "./spelling.ts";
import { paramSchema } from "./values.ts";

/** `run_policy`: default_not_run, force_run, skip; empty runs. */
const named = { name: z.string(), run_policy: text };

/** The ten job types whose specs are documented. */
export const knownJobSchema = z.discriminatedUnion("type", [
  z.looseObject({ ...named, type: z.literal("zadig-build"), spec: buildSpecSchema }),
  z.looseObject({ ...named, type: z.literal("zadig-deploy"), spec: deploySpecSchema }),
  z.looseObject({ ...named, type: z.literal("zadig-vm-deploy"), spec: vmDeploySpecSchema }),
  z.looseObject({ ...named, type: z.literal("zadig-test"), spec: testSpecSchema }),
  z.looseObject({ ...named, type: z.literal("zadig-scanning"), spec: scanningSpecSchema }),
  z.looseObject({ ...named, type: z.literal("zadig-distribute-image"), spec: distributeImageSpecSchema }),
  z.looseObject({ ...named, type: z.literal("freestyle"), spec: freestyleSpecSchema }),
  z.looseObject({ ...named, type: z.literal("apollo"), spec: apolloSpecSchema }),
  z.looseObject({ ...named, type: z.literal("nacos"), spec: nacosSpecSchema }),
  z.looseObject({ ...named, type: z.literal("sql"), spec: sqlSpecSchema }),
]);

/** A job of another type, or one whose spec is written as no version known here does, is passed on as it is. */
const otherJobSchema = z.looseObject({ ...named, type: z.string(), spec: z.unknown().optional() });

export const workflowJobSchema = z.union([knownJobSchema, otherJobSchema]);
export type WorkflowJob = z.output<typeof workflowJobSchema>;

export const workflowSchema = z.looseObject({
  name: z.string(),
  display_name: text,
  disabled: flag,
  category: text,
  params: listOf(paramSchema),
  stages: z.array(z.looseObject({ name: z.string(), jobs: listOf(workflowJobSchema) })).readonly(),
  project: text,
  description: text,
  created_by: text,
  create_time: whole,
  updated_by: text,
  update_time: whole,
  remark: text,
  enable_approval_ticket: flag,
  approval_ticket_id: text,
});
export type Workflow = z.output<typeof workflowSchema>;
