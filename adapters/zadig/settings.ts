/**
 * The section `engines.zadig` of `gonogo.yaml`: which projects plans may run workflows of, and the names of code hosts,
 * which OpenAPI wants but does not tell. Who gonogo is to Zadig comes from the environment.
 */
import { z } from "zod";
import { isKey } from "./names.ts";

const project = z
  .string()
  .trim()
  .refine(isKey, { error: "not a project key; it is the short name in the project's address, such as yaml" });

/** Names every mistake with its place, in words for the one who wrote the file. */
export const zadigSectionSchema = z
  .strictObject({
    projects: z
      .array(project)
      .min(1, "names no project that plans may run workflows of")
      .max(100, "more than 100 projects")
      .readonly(),
    codehosts: z
      .record(z.string().regex(/^\d+$/, "not an id; write the code host's number"), z.string().trim().min(1))
      .default({})
      .readonly(),
  })
  .readonly();
export type ZadigSection = z.output<typeof zadigSectionSchema>;
