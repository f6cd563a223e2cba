/**
 * The callback's body, as Zadig documents it and as its code takes it.
 */
import { z } from "zod";
import type { Checkpoint } from "../../plan/content.ts";
import { CHECKPOINTS, LIMITS } from "../../plan/content.ts";

const callbackSchema = z.looseObject({
  release_plan_id: z.string().min(1).max(LIMITS.word),
  instance_code: z.string().max(LIMITS.word),
  hook_event: z.enum(CHECKPOINTS),
  result: z.enum(["success", "failed", "executing"]),
  failed_reason: z.string().nullish(),
  /** How far it is, while it is executing. */
  description: z.string().nullish(),
});

export interface Callback {
  readonly plan: string;
  readonly instanceCode: string;
  readonly checkpoint: Checkpoint;
  readonly result: "success" | "failed" | "executing";
  /** The reason or the progress, as a card can show it. */
  readonly text?: string | undefined;
}

export type CallbackReading =
  | { readonly ok: true; readonly callback: Callback }
  /** An empty path means that the body is no JSON object at all. */
  | { readonly ok: false; readonly path: string; readonly problem: string };

/** Reads the bytes of a callback. Takes any input. */
export function readCallback(body: Uint8Array): CallbackReading {
  const json = jsonOf(body);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return { ok: false, path: "", problem: "Send a JSON object in UTF-8." };
  }
  const parsed = callbackSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, path: issue?.path.join(".") || "body", problem: issue?.message ?? "is not understood" };
  }
  const { release_plan_id: plan, instance_code: instanceCode, hook_event: checkpoint, result } = parsed.data;
  const said = result === "executing" ? parsed.data.description : parsed.data.failed_reason;
  return { ok: true, callback: { plan, instanceCode, checkpoint, result, text: cleaned(said ?? "") || undefined } };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** Characters that cannot be seen, or that turn the direction of writing, would make a card say something else. */
const HIDDEN = /(?!\n|\t)[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

function cleaned(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(HIDDEN, "")
    .trim()
    .slice(0, LIMITS.reason)
    .replace(/[\ud800-\udbff]$/, "");
}
