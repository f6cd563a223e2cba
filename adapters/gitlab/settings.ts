/**
 * The section `engines.gitlab` of `gonogo.yaml`: whose pipelines plans may run. Where GitLab is and the token come from
 * the environment.
 */
import { z } from "zod";
import { parseWorkflow } from "./workflow-name.ts";

const name = z
  .string()
  .trim()
  .refine((value) => parseWorkflow(value) !== undefined, {
    error: "not a project; write its path, such as shop/backend, and shop/backend@release for another branch or tag",
  });

/** Names every mistake with its place, in words for the one who wrote the file. */
export const gitlabSectionSchema = z
  .strictObject({
    projects: z
      .array(name)
      .min(1, "names no project whose pipelines plans may run")
      .max(200, "more than 200 projects")
      .readonly(),
  })
  .readonly();
export type GitlabSection = z.output<typeof gitlabSectionSchema>;
