/**
 * What Jenkins' Notification plugin tells of builds.
 *
 * The plugin signs nothing and sends no headers of one's own, but an address with a user and a password becomes Basic
 * authentication: the secret is that password. What stands between may send it as `X-Gonogo-Token` instead.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { EngineCall, Heard } from "../../src/flow/engine.ts";
import { nameOfPath } from "./job-name.ts";
import { refOf } from "./ref.ts";

const noticeSchema = z.object({
  /** The job's address below Jenkins: `job/shop/job/deploy/`. */
  url: z.string(),
  build: z.object({ queue_id: z.number().int().positive() }),
});

/** Checks the secret before anything of the body is read. */
export function hearNotice(call: EngineCall, secret: string | undefined, mayRun: (job: string) => boolean): Heard {
  if (!secret) return { heard: "refused", why: "no webhook secret is configured for Jenkins" };
  const given = secretOf(call.headers);
  if (given === undefined) return { heard: "refused", why: "the call carries no secret" };
  if (!sameSecret(given, secret)) return { heard: "refused", why: "the call carries another secret" };
  const notice = noticeSchema.safeParse(parseBody(call.body));
  const job = notice.success ? nameOfPath(notice.data.url) : undefined;
  if (!notice.success || job === undefined || !mayRun(job)) return { heard: "nothing" };
  return { heard: "runs", refs: [refOf({ job, queueId: notice.data.build.queue_id })] };
}

function secretOf(headers: Readonly<Record<string, string>>): string | undefined {
  const token = headers["x-gonogo-token"];
  if (token !== undefined) return token;
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(headers.authorization ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, "base64").toString();
  const colon = pair.indexOf(":");
  return colon < 0 ? undefined : pair.slice(colon + 1);
}

/** Compares digests, so that neither content nor length of the secret shows in how long it takes. */
function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

function parseBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
