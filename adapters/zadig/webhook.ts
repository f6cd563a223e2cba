/**
 * What Zadig tells of tasks: a workflow's notification of the type webhook, or its system-wide workflow hook.
 *
 * Zadig signs nothing; the header `X-Zadig-Token` carries the secret itself.
 */

import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { EngineCall, Heard } from "../../src/flow/engine.ts";
import { jsonOf } from "../../src/flow/service-failure.ts";
import { keysOf } from "./marks.ts";
import { isKey, refOf } from "./names.ts";

const noticeSchema = z.object({
  object_kind: z.literal("workflow"),
  workflow: z.object({
    task_id: z.number().int().positive(),
    workflow_name: z.string().refine(isKey),
    project_name: z.string().refine(isKey),
    remark: z.string().nullish(),
  }),
});

/** Checks the secret before anything of the body is read. */
export function hearNotice(call: EngineCall, secret: string | undefined, projects: readonly string[]): Heard {
  if (!secret) return { heard: "refused", why: "no webhook secret is configured for Zadig" };
  const given = call.headers["x-zadig-token"];
  if (given === undefined) return { heard: "refused", why: "the call carries no X-Zadig-Token" };
  if (!sameSecret(given, secret)) return { heard: "refused", why: "the call carries another X-Zadig-Token" };
  const notice = noticeSchema.safeParse(jsonOf(new TextDecoder().decode(call.body)));
  if (!notice.success) return { heard: "nothing" };
  const { task_id: task, workflow_name: key, project_name: project, remark } = notice.data.workflow;
  if (!projects.includes(project)) return { heard: "nothing" };
  const attempts = Math.max(1, keysOf(remark ?? "").length);
  const refs = Array.from({ length: attempts }, (_, index) => refOf({ project, key, task, attempt: index + 1 }));
  return { heard: "runs", refs };
}

/** Compares digests, so that neither content nor length of the secret shows in how long it takes. */
function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
