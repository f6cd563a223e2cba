/**
 * What GitHub's webhooks tell of runs and jobs.
 *
 * A webhook with a secret is signed: `X-Hub-Signature-256` has the HMAC-SHA-256 of the body. GitHub signs no time, so that
 * an old call can be repeated by whoever has seen it: all it does is to hasten a look.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { EngineCall, Heard } from "../../src/flow/engine.ts";
import { refOf } from "./run-ref.ts";
import { isRepo } from "./workflow-name.ts";

const number = z.number().int().positive();
const repository = z.object({ full_name: z.string() });
const runSchema = z.object({ workflow_run: z.object({ id: number, run_attempt: number.default(1) }), repository });
const jobSchema = z.object({ workflow_job: z.object({ run_id: number, run_attempt: number.default(1) }), repository });

/** Checks the signature before anything of the body is read. */
export function hearCall({ headers, body }: EngineCall, secret: string | undefined): Heard {
  if (!secret) return { heard: "refused", why: "no webhook secret is configured for GitHub" };
  const signature = headers["x-hub-signature-256"];
  if (signature === undefined) return { heard: "refused", why: "the call is not signed" };
  const wanted = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  if (!isSame(signature, wanted)) return { heard: "refused", why: "the signature is wrong" };
  const ref = refIn(bodyOf(headers["content-type"] ?? "", body));
  return ref === undefined ? { heard: "nothing" } : { heard: "runs", refs: [ref] };
}

/** Compares digests, so that neither content nor length of a signature shows in how long it takes. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function refIn(body: unknown): string | undefined {
  const run = runSchema.safeParse(body);
  const job = run.success ? undefined : jobSchema.safeParse(body);
  const told = run.success
    ? { run: run.data.workflow_run.id, attempt: run.data.workflow_run.run_attempt, name: run.data.repository }
    : job?.success
      ? { run: job.data.workflow_job.run_id, attempt: job.data.workflow_job.run_attempt, name: job.data.repository }
      : undefined;
  const [owner = "", repo = "", ...more] = told?.name.full_name.split("/") ?? [];
  if (told === undefined || more.length > 0 || !isRepo({ owner, repo })) return undefined;
  return refOf({ owner, repo, run: told.run, attempt: told.attempt });
}

/** GitHub sends JSON, or a form with JSON in it, as its webhook is set up. */
function bodyOf(type: string, body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body);
  const json = type.startsWith("application/x-www-form-urlencoded") ? new URLSearchParams(text).get("payload") : text;
  try {
    return JSON.parse(json ?? "");
  } catch {
    return undefined;
  }
}
