/**
 * What the API says of requirements, and what it is asked about them.
 */
import { z } from "zod";

const stage = z.enum(["todo", "doing", "done"]).describe("How far it is, whatever its state is called.");
const instant = z.int().min(0);

const issueSchema = z.strictObject({
  key: z.string(),
  title: z.string(),
  type: z.string().optional(),
  state: z.string().describe("In the words of where it is kept."),
  stage,
  assignee: z.string().optional(),
  url: z.string(),
});
const sprintSchema = z.strictObject({
  name: z.string(),
  stage,
  goal: z.string().optional(),
  url: z.string().optional(),
});

const stateSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("issue"), ...issueSchema.shape }),
  z.strictObject({
    kind: z.literal("sprint"),
    ...sprintSchema.shape,
    issues: z.array(issueSchema).readonly(),
    more: z.boolean().optional().describe("It has more issues than are kept."),
  }),
  z.strictObject({ kind: z.literal("missing") }).describe("There is no such thing, or it is not shown to the account."),
  z.strictObject({ kind: z.literal("unread") }).describe("It could never be read."),
]);

export const requirementsSchema = z.strictObject({
  requirements: z.array(z.string()).readonly().describe("As the plan names them."),
  reading: z
    .record(
      z.string(),
      z.strictObject({
        state: stateSchema,
        at: instant.describe("When it was so."),
        silent: z
          .strictObject({ at: instant, why: z.string() })
          .optional()
          .describe("When it could not be read anew, and why."),
      }),
    )
    .describe("By the name; a link that nothing reads has none."),
  bound: z.record(z.string(), stateSchema).optional().describe("As approval was asked for them."),
  approved: z.record(z.string(), stateSchema).optional().describe("As they were approved last."),
});
export type RequirementsAnswer = z.output<typeof requirementsSchema>;

export const foundSchema = z.discriminatedUnion("found", [
  z.strictObject({
    found: z.literal("boards"),
    boards: z
      .array(z.strictObject({ id: z.int(), name: z.string(), type: z.string(), project: z.string().optional() }))
      .readonly(),
    more: z.boolean(),
  }),
  z.strictObject({
    found: z.literal("sprints"),
    board: z.string(),
    sprints: z.array(z.strictObject({ id: z.int(), project: z.string().optional(), ...sprintSchema.shape })).readonly(),
    more: z.boolean(),
  }),
  z.strictObject({ found: z.literal("issues"), issues: z.array(issueSchema).readonly(), more: z.boolean() }),
]);

const MOST_PAGES = 100;
const word = z.string().trim().min(1).max(200);
export const findQuerySchema = z.strictObject({
  project: word.optional().describe("A project's key."),
  board: word.optional().describe("A board's number, or its name."),
  sprint: z.coerce.number<string>().int().min(1).max(1e10).optional().describe("A sprint's number."),
  words: z.string().max(200).optional().describe("Words of issues; with a board, of the names of its sprints."),
  page: z.coerce.number<string>().int().min(1).max(MOST_PAGES).default(1).describe("From 1."),
});
export const notesQuerySchema = z.strictObject({
  lang: z.enum(["zh", "en"]).optional().describe("Without it, the language of Accept-Language."),
});
