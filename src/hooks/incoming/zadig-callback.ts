/**
 * Telling Zadig what was answered: `POST /api/callback/release_plan`, and a look at the plan where the answer leaves a doubt.
 *
 * Zadig answers every domain error with 500, also a repeat of what it has taken; it answers 200 and does nothing while its
 * callbacks are turned off. Looking at the plan tells these apart.
 */
import { z } from "zod";
import { retryAfterOf } from "../../flow/retry-after.ts";
import { SendError } from "../../flow/send-error.ts";
import type { Checkpoint } from "../../plan/content.ts";
import { CHECKPOINTS } from "../../plan/content.ts";
import { statusOf, waitOf } from "./read-plan-notice.ts";

export interface ZadigAccess {
  readonly url: string;
  readonly token: string;
}

/** Somebody waits for the card to say what came of it (ms). */
const LONGEST_PAUSE = 60_000;

export interface CallbackRequest {
  readonly plan: string;
  readonly checkpoint: string;
  readonly code: string;
  readonly go: boolean;
  /** Empty for a go. */
  readonly reason: string;
  /** True when an earlier attempt may have had its effect. */
  readonly repeated: boolean;
}

export type CallbackEnd =
  | { readonly kind: "answered" }
  /** 200, and the plan waits as before. */
  | { readonly kind: "not-moved" }
  | { readonly kind: "refused"; readonly words: string; readonly waiting: boolean };

/** The port; throws a `SendError` where it is worth trying again, or not, without Zadig's word on it. */
export type Callback = (request: CallbackRequest, signal: AbortSignal) => Promise<CallbackEnd>;

const LONGEST_ANSWER = 64 * 1024;
const LONGEST_WORDS = 300;

/** Speaks to the Zadig at this address with this token. */
export function createZadigCallback({ url, token }: ZadigAccess, now: () => number): Callback {
  const base = url.replace(/\/+$/u, "");
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const look = async (plan: string, signal: AbortSignal): Promise<Look | undefined> => {
    const address = `${base}/openapi/release_plan/v1/${encodeURIComponent(plan)}`;
    const answer = await call(address, { headers, redirect: "error", signal }).catch(() => undefined);
    const read = answer?.status === 200 ? lookSchema.safeParse(jsonOf(answer.text)) : undefined;
    return read?.success ? read.data : undefined;
  };
  return async (request, signal) => {
    const body = JSON.stringify({
      release_plan_id: request.plan,
      hook_event: request.checkpoint,
      instance_code: request.code,
      result: request.go ? "success" : "failed",
      failed_reason: request.reason,
    });
    const answer = await call(`${base}/api/callback/release_plan`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
      redirect: "error",
      signal,
    });
    if (isTaken(answer)) return endOfTaken(request, await look(request.plan, signal));
    const words = refusalIn(answer, request, now());
    return endOfRefused(request, words, await look(request.plan, signal));
  };
}

const lookSchema = z.object({ status: z.string(), instance_code: z.string().optional().catch(undefined) });
type Look = z.output<typeof lookSchema>;

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

async function call(address: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(address, init);
  const text = (await response.text()).slice(0, LONGEST_ANSWER);
  return { status: response.status, text, retryAfter: response.headers.get("retry-after") ?? undefined };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const takenSchema = z.union([z.object({ message: z.literal("success") }), z.object({ id: z.string() })]);

function isTaken({ status, text }: Answer): boolean {
  return status >= 200 && status < 300 && takenSchema.safeParse(jsonOf(text)).success;
}

const errorSchema = z.object({
  message: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
});

/** Zadig's own words. Anything that is no word of Zadig's own is worth another attempt, or none at all. */
function refusalIn({ status, text, retryAfter }: Answer, { code }: CallbackRequest, now: number): string {
  const read = errorSchema.safeParse(jsonOf(text));
  const words = read.success ? read.data.description || read.data.message : undefined;
  const told = `HTTP ${status}${words === undefined ? "" : `: ${words}`}`;
  if (status === 401 || status === 403) throw new SendError(told, { again: false });
  if (words === undefined || (status !== 500 && status !== 400)) {
    const asked = retryAfterOf(retryAfter, now);
    throw new SendError(told, { again: true, retryAfter: asked && Math.min(asked, LONGEST_PAUSE) });
  }
  return withoutCodes(words, code).slice(0, LONGEST_WORDS);
}

/** Zadig tells the right instance code to whoever has the wrong one; a chat need not know it. */
function withoutCodes(words: string, code: string): string {
  return words.replaceAll(code, "…").replace(/\b[0-9a-f]{14,16}\b/giu, "…");
}

function isWaiting({ checkpoint, code }: CallbackRequest, look: Look | undefined): boolean {
  if (!look || waitOf(look.status) !== checkpoint) return false;
  return look.instance_code === undefined || look.instance_code === code;
}

function endOfTaken(request: CallbackRequest, look: Look | undefined): CallbackEnd {
  return isWaiting(request, look) ? { kind: "not-moved" } : { kind: "answered" };
}

/** A repeat is refused because the first was taken: then the plan is where that led to. */
function endOfRefused(request: CallbackRequest, words: string, look: Look | undefined): CallbackEnd {
  const waiting = isWaiting(request, look);
  if (!waiting && request.repeated && look && followsFrom(request, look)) return { kind: "answered" };
  return { kind: "refused", words, waiting };
}

const LEADS_TO: Readonly<Record<Checkpoint, readonly string[]>> = {
  // Without an approval the plan goes on to executing at once.
  finish_planning: ["finish_planning", "wait_for_approval", "executing"],
  start_execute: ["executing", "success", "wait_for_all_done_external_check"],
  all_job_done: ["success"],
};

const FAILED: Readonly<Record<Checkpoint, string>> = {
  finish_planning: "wait_for_finish_planning_external_check_failed",
  start_execute: "wait_for_execute_external_check_failed",
  all_job_done: "wait_for_all_done_external_check_failed",
};

function followsFrom({ checkpoint, code, go }: CallbackRequest, look: Look): boolean {
  const known = CHECKPOINTS.find((each) => each === checkpoint);
  if (known === undefined || (look.instance_code !== undefined && look.instance_code !== code)) return false;
  const status = statusOf(look.status);
  return go ? LEADS_TO[known].includes(status) : status === FAILED[known];
}
