/**
 * The parts of Jira's answers that are used, as the REST APIs of Jira Cloud and of Data Center document them.
 */
import { z } from "zod";

/** `new`, `indeterminate` and `done` are fixed, whatever a workflow calls its statuses; older Jiras add `undefined`. */
const statusSchema = z.object({
  name: z.string(),
  statusCategory: z.object({ key: z.string() }).optional(),
});

export const issueSchema = z.object({
  key: z.string(),
  fields: z.object({
    summary: z.string().nullish(),
    status: statusSchema,
    issuetype: z.object({ name: z.string() }).nullish(),
    assignee: z.object({ displayName: z.string() }).nullish(),
  }),
});
export type Issue = z.output<typeof issueSchema>;
/** Exactly the fields above. */
export const FIELDS = ["summary", "status", "issuetype", "assignee"];

export const sprintSchema = z.object({
  id: z.number().int().positive(),
  name: z.string(),
  state: z.string(),
  goal: z.string().nullish(),
  originBoardId: z.number().int().nullish(),
});
export type Sprint = z.output<typeof sprintSchema>;

export const boardSchema = z.object({
  id: z.number().int().positive(),
  name: z.string().default(""),
  type: z.string().default(""),
  location: z.object({ projectKey: z.string().optional() }).nullish(),
});
export type Board = z.output<typeof boardSchema>;

export const boardPageSchema = z.object({ values: z.array(boardSchema), isLast: z.boolean().default(true) });
export const sprintPageSchema = z.object({ values: z.array(sprintSchema), isLast: z.boolean().default(true) });

/** Jira Cloud pages by tokens. */
export const tokenPageSchema = z.object({
  issues: z.array(issueSchema),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().optional(),
});
/** Data Center pages by numbers. */
export const numberPageSchema = z.object({
  issues: z.array(issueSchema),
  startAt: z.number().int(),
  total: z.number().int(),
});

export const myselfSchema = z.object({
  displayName: z.string(),
  emailAddress: z.string().optional(),
  active: z.boolean().default(true),
});
export const serverSchema = z.object({
  version: z.string().optional(),
  deploymentType: z.string().optional(),
  serverTitle: z.string().optional(),
});
