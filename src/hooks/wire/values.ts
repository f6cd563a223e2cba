/**
 * What job specs have in common: repositories, variables, and a workflow's own parameters.
 */
import { z } from "zod";
import { flag, listOf, spelled, text, texts, whole } from "./spelling.ts";

export const repoSchema = z.looseObject({
  source: text,
  repo_owner: text,
  repo_namespace: text,
  repo_name: text,
  remote_name: text,
  branch: text,
  prs: listOf(z.number()),
  tag: text,
  commit_id: text,
  commit_message: text,
  checkout_path: text,
  submodules: flag,
  codehost_id: whole,
  address: text,
});

export const keyValSchema = spelled(
  z.looseObject({
    key: z.string(),
    value: text,
    /** string, text, choice, multi-select, image, script … */
    type: text,
    registry_id: text,
    script: text,
    call_function: text,
    choice_option: texts,
    choice_value: texts,
    is_credential: flag,
    description: text,
    /** runtime, fixed, reference */
    source: text,
  }),
  { choice_options: "choice_option" },
);

export const paramSchema = spelled(
  z.looseObject({
    name: z.string(),
    description: text,
    /** string, text, choice, repo */
    type: text,
    value: text,
    repo: repoSchema.nullish(),
    choice_option: texts,
    choice_value: texts,
    default: text,
    is_credential: flag,
    source: text,
  }),
  { choice_options: "choice_option" },
);

export const repos = listOf(repoSchema);
export const keyVals = listOf(keyValSchema);
