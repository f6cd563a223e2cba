/**
 * What the API says of hooks: endpoints, and what they were told. Times are milliseconds since 1970-01-01T00:00Z.
 */
import { z } from "zod";
import { CHECKPOINTS } from "../../plan/content.ts";

const instant = z.int().min(0);
const state = z.enum(["waiting", "accepted", "given-up"]);

export const deliverySchema = z.strictObject({
  id: z.string().describe("The `webhook-id` of every attempt."),
  plan: z.string().describe("The plan's id."),
  endpoint: z.string(),
  checkpoint: z.enum(CHECKPOINTS),
  check: z.int().describe("The attempt of the check that it asks for; 0 when it only tells."),
  state,
  at: instant,
  next: instant.optional().describe("When it is tried again."),
  settled: instant.optional(),
  attempts: z
    .array(
      z.strictObject({
        number: z.int(),
        at: instant,
        latency: z.number().describe("Milliseconds."),
        url: z.string(),
        status: z.int().optional(),
        problem: z.string().optional(),
        next: instant.optional(),
        head: z.string().optional().describe("JSON: headers and the beginning of the body that came back."),
      }),
    )
    .readonly(),
});

export const deliveriesSchema = z.strictObject({
  deliveries: z.array(deliverySchema).readonly().describe("Newest first."),
});

export const planDeliveriesSchema = z.strictObject({
  ...deliveriesSchema.shape,
  callbacks: z
    .array(
      z.strictObject({
        at: instant,
        endpoint: z.string().optional(),
        checkpoint: z.string().optional(),
        result: z.string().optional(),
        text: z.string().optional(),
        outcome: z.string().describe("`taken`, `repeat`, or why it was refused."),
      }),
    )
    .readonly()
    .describe("What endpoints answered, newest first."),
});

export const endpointsSchema = z.strictObject({
  endpoints: z
    .array(
      z.strictObject({
        name: z.string(),
        url: z.string().optional().describe("Without its query."),
        events: z.array(z.enum(CHECKPOINTS)).readonly(),
        gates: z.array(z.enum(CHECKPOINTS)).readonly(),
        plans: z.enum(["all", "named"]),
        disabled: z.strictObject({ at: instant, reason: z.string() }).optional(),
      }),
    )
    .readonly(),
});
export type EndpointsAnswer = z.output<typeof endpointsSchema>;

export const deliveryQuerySchema = z.strictObject({
  state: state.optional(),
  endpoint: z.string().max(100).optional(),
  before: z.coerce.number<string>().int().min(0).optional().describe("Only those that came before this time."),
  limit: z.coerce.number<string>().int().min(1).max(200).default(50),
});
