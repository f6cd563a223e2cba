/**
 * What is kept of a delivery until it has been handled: enough to handle it, whenever that is.
 */
import { z } from "zod";
import { actionSchema } from "../../src/chat/action.ts";
import { isId } from "./ids.ts";
import { approvalSchema, receivedSchema } from "./incoming/events.ts";

const person = z.string().refine((text) => isId("person", text));
const chat = z.string().refine((text) => isId("chat", text));
const message = z.string().refine((text) => isId("message", text));
/** Who did it, whether they are of another organisation, and under which key. */
const who = { key: z.string(), person, outside: z.boolean() };

export const arrivedSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("message"), ...who, message: receivedSchema.shape.message }),
  z.strictObject({ kind: z.literal("menu"), ...who, menu: z.string() }),
  z.strictObject({ kind: z.literal("action"), ...who, chat, message, action: actionSchema }),
  z.strictObject({
    kind: z.literal("form"),
    ...who,
    chat,
    message,
    action: actionSchema,
    values: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean()])),
  }),
  z.strictObject({ kind: z.literal("added"), ...who, chat }),
  z.strictObject({ kind: z.literal("entered"), ...who }),
  z.strictObject({ kind: z.literal("approval"), instance: approvalSchema.shape.instance_code }),
]);
export type Arrived = z.output<typeof arrivedSchema>;
export type ArrivedClick = Extract<Arrived, { kind: "action" | "form" }>;
