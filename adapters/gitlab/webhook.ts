/**
 * What GitLab's webhooks tell of pipelines and jobs.
 *
 * A webhook carries its secret token as `X-Gitlab-Token`. With a signing token, which begins with `whsec_`, GitLab signs
 * as Standard Webhooks 1.0 has it; then the signature is what counts.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { EngineCall, Heard } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import { refOf } from "./run-ref.ts";
import { isProject } from "./workflow-name.ts";

const SIGNING = "whsec_";
/** How far GitLab's clock may be off, either way. */
const TOLERANCE_MS = 5 * 60_000;
/** A call does not say in which round of a repeated pipeline something happened. More rounds than that wait for their turn. */
const ROUNDS = 10;

const id = z.number().int().positive();
const project = z.object({ path_with_namespace: z.string() });
const pipelineSchema = z.object({
  object_kind: z.literal("pipeline"),
  object_attributes: z.object({ id }),
  project,
  /** Whose job started it, when a job of another pipeline did. */
  source_pipeline: z.object({ pipeline_id: id, project }).nullish().catch(undefined),
});
const jobSchema = z.object({
  object_kind: z.literal("build"),
  pipeline_id: id,
  project: project.optional().catch(undefined),
  repository: z.object({ homepage: z.string() }).optional().catch(undefined),
});

export interface HearingOptions {
  readonly secret: string | undefined;
  /** Where GitLab is: older ones name a job's project by its address alone. */
  readonly url: string;
  readonly now: () => Instant;
}

/** Checks the secret before anything of the body is read. */
export function hearCall(call: EngineCall, options: HearingOptions): Heard {
  const why = strangerOf(call, options);
  if (why !== undefined) return { heard: "refused", why };
  const refs = pipelinesIn(parseBody(call.body), options.url).flatMap(({ path, pipeline }) => {
    if (!isProject(path)) return [];
    return Array.from({ length: ROUNDS }, (_, round) => refOf({ project: path, pipeline, round: round + 1 }));
  });
  return refs.length === 0 ? { heard: "nothing" } : { heard: "runs", refs };
}

function strangerOf({ headers, body }: EngineCall, { secret, now }: HearingOptions): string | undefined {
  if (!secret) return "no webhook secret is configured for GitLab";
  if (secret.startsWith(SIGNING)) return isSigned(headers, body, secret, now()) ? undefined : "the signature is wrong";
  const token = headers["x-gitlab-token"];
  if (token === undefined) return "the call carries no secret token";
  return isSame(token, secret) ? undefined : "the call carries another secret token";
}

function isSigned(headers: EngineCall["headers"], body: Uint8Array, secret: string, now: Instant): boolean {
  const name = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"] ?? "";
  if (!name || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp) * 1_000) > TOLERANCE_MS) return false;
  const key = Buffer.from(secret.slice(SIGNING.length), "base64");
  const digest = createHmac("sha256", key).update(`${name}.${timestamp}.`).update(body).digest("base64");
  const given = (headers["webhook-signature"] ?? "").split(" ");
  // All are compared, so that the time taken does not tell which one was right.
  return given.filter((signature) => isSame(signature, `v1,${digest}`)).length > 0;
}

/** Compares digests, so that neither content nor length of a secret shows in how long it takes. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

interface Told {
  readonly path: string;
  readonly pipeline: number;
}

function pipelinesIn(body: unknown, url: string): readonly Told[] {
  const pipeline = pipelineSchema.safeParse(body);
  if (pipeline.success) {
    const { project: own, object_attributes: attributes, source_pipeline: source } = pipeline.data;
    const told = [{ path: own.path_with_namespace, pipeline: attributes.id }];
    return source ? [...told, { path: source.project.path_with_namespace, pipeline: source.pipeline_id }] : told;
  }
  const job = jobSchema.safeParse(body);
  if (!job.success) return [];
  const { project: own, repository, pipeline_id: number } = job.data;
  const path = own?.path_with_namespace ?? pathBelow(url, repository?.homepage);
  return path === undefined ? [] : [{ path, pipeline: number }];
}

function pathBelow(url: string, homepage: string | undefined): string | undefined {
  const base = new URL(url.endsWith("/") ? url : `${url}/`).pathname;
  const path = homepage !== undefined && URL.canParse(homepage) ? new URL(homepage).pathname : "";
  return path.startsWith(base) ? path.slice(base.length) : undefined;
}

function parseBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
