/**
 * The section `engines.github` of `gonogo.yaml`: which workflows plans may run. Where GitHub is and the token come from the
 * environment.
 */
import { z } from "zod";
import { parseAllowed } from "./workflow-name.ts";

const name = z
  .string()
  .trim()
  .refine((value) => parseAllowed(value) !== undefined, {
    error:
      "neither a workflow nor a repository; write shop/web/deploy.yml, or shop/web for all of its workflows, and add " +
      "@release for another branch or tag",
  });

/** Names every mistake with its place, in words for the one who wrote the file. */
export const githubSectionSchema = z
  .strictObject({
    workflows: z
      .array(name)
      .min(1, "names no workflow that plans may run")
      .max(200, "more than 200 entries")
      .readonly(),
  })
  .readonly();
export type GithubSection = z.output<typeof githubSectionSchema>;
