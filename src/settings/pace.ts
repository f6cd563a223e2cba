/**
 * What a policy says about time: reminders, escalation, expiry, and notice of the window.
 */
import { z } from "zod";
import type { Policy } from "../plan/context.ts";
import { STANDARD_POLICY } from "../plan/context.ts";
import { millisecondsOf } from "./duration.ts";

const DAY = 86_400_000;
/** A shorter pause would be nagging, and a longer time nobody waits for. */
const SHORTEST = 60_000;
const LONGEST = 366 * DAY;

const duration = z.string().transform((text, context): number => {
  const length = millisecondsOf(text);
  if (length !== undefined && length >= SHORTEST && length <= LONGEST) return length;
  context.issues.push({
    code: "custom",
    input: text,
    message: "must be a duration from 1m to 366d, such as 30m or 2h",
  });
  return z.NEVER;
});
const off = z.literal("off", { error: "must be off, or a duration" });
const party = z.string().min(1, "is empty");

/** Keys of a policy, beside its other rules. */
export const PACE_KEYS = {
  remindAfter: z.union([duration, off]).optional(),
  remindEvery: duration.optional(),
  escalateAfter: duration.optional(),
  escalateTo: z.array(party).min(1, "needs one person or group at least").max(20).readonly().optional(),
  expireAfter: duration.optional(),
  onExpiry: z.enum(["deny", "ask"], { error: "must be one of deny, ask" }).optional(),
  windowNotice: z.union([duration, off]).optional(),
};
export type PaceKeys = z.output<z.ZodObject<typeof PACE_KEYS>>;

/** What these keys say, with what the standard policy does where they say nothing. */
export function paceOf(keys: PaceKeys): Pick<Policy, "pace" | "notice"> {
  const { remindAfter, remindEvery, escalateAfter, escalateTo, expireAfter, onExpiry = "ask", windowNotice } = keys;
  const usual = STANDARD_POLICY.pace?.reminders;
  const after = remindAfter ?? usual?.after;
  const every = remindEvery ?? usual?.every;
  const reminders = after === undefined || after === "off" || every === undefined ? undefined : { after, every };
  const escalation = escalateAfter !== undefined && escalateTo ? { after: escalateAfter, to: escalateTo } : undefined;
  const expiry = expireAfter === undefined ? undefined : { after: expireAfter, policy: onExpiry };
  const notice = windowNotice ?? STANDARD_POLICY.notice;
  return { pace: { reminders, escalation, expiry }, notice: notice === "off" ? undefined : notice };
}
