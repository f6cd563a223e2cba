/**
 * The section `engines.jenkins` of `gonogo.yaml`: which jobs plans may name. Who gonogo is to Jenkins comes from the
 * environment.
 */
import { z } from "zod";
import { segmentsOf } from "./job-name.ts";

const name = z
  .string()
  .trim()
  .refine((value) => segmentsOf(value) !== undefined, {
    error: 'not a name of Jenkins; write the folders and the job with "/" between them, such as shop/deploy',
  });
const names = z.array(name).max(500, "more than 500 names; list the folder they are in").readonly();

/** Names every mistake with its place, in words for the one who wrote the file. */
export const jenkinsSectionSchema = z
  .strictObject({
    jobs: names.default([]),
    folders: names.default([]),
  })
  .readonly()
  .refine(({ jobs, folders }) => jobs.length + folders.length > 0, {
    error: "names no job that plans may run; list some under jobs, or their folders under folders",
  });
export type JenkinsSection = z.output<typeof jenkinsSectionSchema>;

/** Whether plans may name a job: it is listed, or somewhere below a listed folder. */
export function mayRun({ jobs, folders }: JenkinsSection, job: string): boolean {
  return (
    segmentsOf(job) !== undefined && (jobs.includes(job) || folders.some((folder) => job.startsWith(`${folder}/`)))
  );
}
