/**
 * Answers of external systems: the callback, from its bytes to the door.
 */
import { createHash } from "node:crypto";
import type { Envelope } from "../flow/envelope.ts";
import type { Outcome } from "../flow/outcome.ts";
import type { Checkpoint } from "../plan/content.ts";
import type { Plan } from "../plan/plan.ts";
import type { Refusal } from "../plan/refusal.ts";
import type { HookEndpoint } from "../settings/hooks.ts";
import type { CallbackRow } from "../store/callbacks.ts";
import { insertCallback } from "../store/callbacks.ts";
import { findKey, insertKey } from "../store/keys.ts";
import type { Store } from "../store/store.ts";
import type { Credentials } from "./credential.ts";
import { speakersOf } from "./credential.ts";
import type { Callback } from "./wire/callback.ts";
import { readCallback } from "./wire/callback.ts";

export interface AnswerNeeds {
  readonly store: Store;
  readonly submit: (envelope: Envelope) => Promise<Outcome>;
  readonly load: (plan: string) => Promise<Plan | undefined>;
  readonly endpoints: readonly HookEndpoint[];
  readonly callbackToken: string | undefined;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface IncomingCallback extends Credentials {
  /** The endpoint that the caller says it is, where several share a credential. */
  readonly endpoint?: string | undefined;
}

/** What the caller is told. `taken` and `repeat` are both good news. */
export type Answer =
  | { readonly answer: "taken" | "repeat"; readonly plan: string }
  | { readonly answer: "stranger" }
  | { readonly answer: "unreadable"; readonly path: string; readonly problem: string }
  | { readonly answer: "ambiguous"; readonly endpoints: readonly string[] }
  | { readonly answer: "refused"; readonly refusal: Refusal };

/** Takes a callback. Whatever comes of it is written down before it is answered, except for strangers. */
export async function takeCallback(incoming: IncomingCallback, needs: AnswerNeeds): Promise<Answer> {
  const { endpoints, callbackToken, now } = needs;
  const proven = speakersOf(incoming, { endpoints, callbackToken, now: now() });
  const speakers = incoming.endpoint === undefined ? proven : proven.filter((name) => name === incoming.endpoint);
  if (speakers.length === 0) return { answer: "stranger" };
  const read = readCallback(incoming.body);
  if (!read.ok) {
    const answer: Answer = { answer: "unreadable", path: read.path, problem: read.problem };
    await note(needs, undefined, undefined, answer);
    return answer;
  }
  const { callback } = read;
  const plan = await needs.load(callback.plan);
  if (!plan) {
    const answer: Answer = { answer: "refused", refusal: { code: "no-such-plan" } };
    await note(needs, callback, undefined, answer);
    return answer;
  }
  const speaker = speakerFor(plan, callback.checkpoint, speakers);
  if (speaker === undefined) {
    const answer: Answer = { answer: "ambiguous", endpoints: speakers };
    await note(needs, callback, { plan: plan.id }, answer);
    return answer;
  }
  const message = messageOf(incoming, speaker);
  const known = message === undefined ? undefined : await findKey(needs.store.read, message);
  const answer: Answer = known ? { answer: "repeat", plan: plan.id } : await submit(plan.id, speaker, callback, needs);
  await note(needs, callback, { plan: plan.id, endpoint: speaker, message }, answer);
  return answer;
}

/**
 * What names a message for good: the `webhook-id` of Standard Webhooks, with its content. One that arrives again after the
 * gate was asked once more is no answer to that. A caller without ids is taken at its word each time, as Zadig takes it.
 */
function messageOf({ headers, body }: IncomingCallback, speaker: string): string | undefined {
  const id = headers["webhook-id"];
  if (!id) return undefined;
  return `callback:${speaker}:${createHash("sha256").update(`${id}\n`).update(body).digest("hex")}`;
}

/** Of several that it may be: the one that is asked and has not answered, if there is only one. */
function speakerFor(plan: Plan, checkpoint: Checkpoint, speakers: readonly string[]): string | undefined {
  if (speakers.length === 1) return speakers[0];
  const parties = plan.checks[checkpoint]?.parties ?? {};
  const asked = speakers.filter((name) => Object.hasOwn(parties, name));
  if (asked.length === 0) return speakers[0];
  const open = asked.filter((name) => parties[name]?.answer === undefined);
  const [only, another] = open.length > 0 ? open : asked;
  return another === undefined ? only : undefined;
}

async function submit(
  plan: string,
  endpoint: string,
  callback: Callback,
  { submit: send }: AnswerNeeds,
): Promise<Answer> {
  const { checkpoint, instanceCode, result, text } = callback;
  const command = { type: "check-answered", checkpoint, endpoint, instanceCode, result, text } as const;
  const outcome = await send({ actor: { kind: "system", part: "hook" }, request: { plan, command } });
  if (!outcome.taken) return { answer: "refused", refusal: outcome.refusal };
  return { answer: outcome.events.length > 0 ? "taken" : "repeat", plan };
}

interface Known {
  readonly plan: string;
  readonly endpoint?: string | undefined;
  /** Remembered when it was taken: what came too early may come again. */
  readonly message?: string | undefined;
}

async function note(
  { store, now, newId }: AnswerNeeds,
  callback: Callback | undefined,
  known: Known | undefined,
  answer: Answer,
): Promise<void> {
  const row: CallbackRow = {
    id: newId(),
    at: now(),
    plan_id: known?.plan ?? null,
    endpoint: known?.endpoint ?? null,
    checkpoint: callback?.checkpoint ?? null,
    result: callback?.result ?? null,
    text: callback?.text ?? null,
    outcome: answer.answer === "refused" ? answer.refusal.code : answer.answer,
  };
  const message = answer.answer === "taken" ? known?.message : undefined;
  await store.write(async (tx) => {
    await insertCallback(tx, row);
    if (message === undefined || (await findKey(tx, message))) return;
    await insertKey(tx, { key: message, at: row.at, outcome: answer.answer });
  });
}
