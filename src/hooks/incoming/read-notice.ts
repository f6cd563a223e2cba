/**
 * A hook of Zadig, read: both envelope styles, both spellings of the all-done statuses, and whatever else its versions send
 * that a card does not need. Only what names the plan or the task must be there.
 */
import { z } from "zod";
import type { HookHead, NoticeReading } from "./notice-reading.ts";
import { readPlanNotice } from "./read-plan-notice.ts";
import { readTaskNotice } from "./read-task-notice.ts";

const envelopeSchema = z.object({
  object_kind: z.string().optional().catch(undefined),
  event: z.string().optional().catch(undefined),
  release_plan: z.unknown().optional(),
  workflow: z.unknown().optional(),
});

/** Reads the parsed JSON of a hook. */
export function readNotice(body: unknown, head: HookHead): NoticeReading {
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) return { ok: false, code: "unknown-kind", detail: "The body is no object." };
  const { object_kind: kind, event, release_plan: plan, workflow } = envelope.data;
  const told = { ...head, event: event ?? head.event };
  switch (kind ?? kindOf(plan, workflow)) {
    case "release_plan":
      return readPlanNotice(plan, told);
    case "workflow":
      return readTaskNotice(workflow, told);
    default:
      return {
        ok: false,
        code: "unknown-kind",
        detail: "object_kind is neither release_plan nor workflow.",
      };
  }
}

function kindOf(plan: unknown, workflow: unknown): string | undefined {
  if (isPresent(plan)) return "release_plan";
  return isPresent(workflow) ? "workflow" : undefined;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
