/**
 * `Idempotency-Key`: a request that is repeated under its key counts once and gets the same answer.
 */
import { createHash } from "node:crypto";
import type { Envelope } from "../../flow/envelope.ts";
import type { Outcome } from "../../flow/outcome.ts";
import type { Actor } from "../../plan/plan.ts";
import { findKey, insertKey } from "../../store/keys.ts";
import type { ApiContext, ApiNeeds } from "./needs.ts";
import { apiProblem } from "./problems.ts";

const KEY = /^[\x21-\x7e]{1,200}$/;

export type Submit = (envelope: Omit<Envelope, "key" | "actor">) => Promise<Outcome>;
/** An outcome, or the problem that kept the command from being sent. */
export type Answer = Outcome | Response;

/** The key was claimed for another request between looking and sending. */
class KeyTaken extends Error {
  override readonly name = "KeyTaken";
}

/** Does `work` with a way to send its command, unless the answer to this request is known already. */
export async function once(
  c: ApiContext,
  body: string,
  needs: ApiNeeds,
  work: (submit: Submit) => Promise<Answer>,
): Promise<Answer> {
  const { name } = c.get("asker").token;
  const actor = { kind: "token", name } as const;
  const given = c.req.header("idempotency-key");
  if (given === undefined) return work((envelope) => needs.door.submit({ ...envelope, actor }));
  if (!KEY.test(given)) return apiProblem("bad-idempotency-key", { detail: "1 to 200 visible ASCII characters." });
  const claim = { key: `http-claim:${name}:${given}`, fingerprint: fingerprintOf(c, body) };
  const key = `http:${name}:${given}`;
  const known = await findKey(needs.store.read, claim.key);
  if (known && known.outcome !== claim.fingerprint) return apiProblem("key-reused");
  const answered = await findKey(needs.store.read, key);
  if (answered) return outcomeOf(answered.outcome);
  try {
    return await work(async (envelope) => {
      await claimKey(claim, needs);
      return needs.door.submit({ ...envelope, actor, key });
    });
  } catch (error) {
    if (error instanceof KeyTaken) return apiProblem("key-reused");
    throw error;
  }
}

/** The same for what is no command to a plan: `work` is given the key under which it counts once. */
export async function claimed(
  c: ApiContext,
  body: string,
  needs: ApiNeeds,
  work: (by: Actor, key: string | undefined) => Promise<Response>,
): Promise<Response> {
  const { name } = c.get("asker").token;
  const actor = { kind: "token", name } as const;
  const given = c.req.header("idempotency-key");
  if (given === undefined) return work(actor, undefined);
  if (!KEY.test(given)) return apiProblem("bad-idempotency-key", { detail: "1 to 200 visible ASCII characters." });
  try {
    await claimKey({ key: `http-claim:${name}:${given}`, fingerprint: fingerprintOf(c, body) }, needs);
    return await work(actor, `http:${name}:${given}`);
  } catch (error) {
    if (error instanceof KeyTaken) return apiProblem("key-reused");
    throw error;
  }
}

interface Claim {
  readonly key: string;
  readonly fingerprint: string;
}

/** Binds the key to this request. Before its command, so that the key's outcome is never another request's. */
async function claimKey({ key, fingerprint }: Claim, { store, now }: ApiNeeds): Promise<void> {
  const at = now();
  const holder = await store.write(async (tx) => {
    const known = await findKey(tx, key);
    if (!known) await insertKey(tx, { key, at, outcome: fingerprint });
    return known?.outcome ?? fingerprint;
  });
  if (holder !== fingerprint) throw new KeyTaken(key);
}

function fingerprintOf(c: ApiContext, body: string): string {
  return createHash("sha256")
    .update(JSON.stringify([c.req.method, c.req.path, body]))
    .digest("hex");
}

/** Keys hold this product's own writing, so its shape is taken at its word. */
function outcomeOf(text: string): Outcome {
  return JSON.parse(text);
}
