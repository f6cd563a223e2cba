/**
 * A refusal of the domain as a problem document: its code, its data, and its text in the asker's language.
 */

import type { Reader } from "../../chat/texts/reader.ts";
import { refusalText } from "../../chat/texts/refusal-text.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Refusal, RefusalCode } from "../../plan/refusal.ts";
import { problemResponse } from "../problem.ts";
import { plainText } from "./plain-text.ts";

type Status = 403 | 404 | 409 | 422 | 503;

/** 403: not for you. 404: not there. 409: not now, as the plan is. 422: never, as it was asked. 503: later. */
export const REFUSAL_STATUS: Readonly<Record<RefusalCode, Status>> = {
  "not-allowed": 403,
  "not-approver": 403,
  "own-plan": 403,
  "approver-may-not-execute": 403,
  "approver-may-not-manage": 409,
  "second-person": 403,
  "no-such-plan": 404,
  "wrong-status": 409,
  "already-decided": 409,
  "decided-elsewhere": 409,
  "content-changed": 409,
  "not-approved": 409,
  "needs-approval": 409,
  "no-approval": 409,
  "window-not-open": 409,
  "window-over": 409,
  "not-yet": 409,
  frozen: 409,
  "wrong-item-state": 409,
  "wrong-item-type": 409,
  "waits-for": 409,
  "still-stopping": 409,
  "item-needed": 409,
  "nobody-to-remind": 409,
  "told-enough": 409,
  claimed: 409,
  "evidence-missing": 409,
  "confirm-other": 403,
  "nothing-to-undo": 409,
  "too-many-files": 409,
  "unknown-ask": 422,
  "bad-link": 422,
  "unknown-check": 422,
  "duplicate-ask": 422,
  "confirm-alone": 422,
  "step-up-needed": 403,
  "stale-instance": 409,
  "no-such-check": 409,
  "not-asked": 409,
  "unknown-run": 409,
  exists: 409,
  "unknown-person": 422,
  "unknown-group": 422,
  "unknown-item": 422,
  "no-items": 422,
  "too-many-items": 422,
  "invalid-content": 422,
  "order-incomplete": 422,
  "order-cycle": 422,
  "duplicate-level": 422,
  "window-backwards": 422,
  "schedule-outside-window": 422,
  "schedule-over": 422,
  unsatisfiable: 422,
  "unknown-policy": 422,
  "no-emergency": 422,
  "emergency-alone": 422,
  "policy-moved": 409,
  "unknown-desk": 422,
  "desk-rule": 422,
  "desk-step-up": 422,
  "unknown-engine": 422,
  "unknown-workflow": 422,
  "unknown-hook": 422,
  "bad-requirement": 422,
  "no-requirements": 409,
  "not-readable": 409,
  "requirements-missing": 422,
  "requirements-silent": 503,
  "bad-custom": 422,
  "bad-parameter": 422,
  "reason-needed": 422,
  "too-long": 422,
  "control-characters": 422,
  "engine-silent": 503,
};

/** When an engine that is silent may be heard again (s). */
const RETRY_AFTER = "10";

/** With the plan, items are called by their names. */
export function refusalProblem(refusal: Refusal, reader: Reader, plan?: Plan): Response {
  const { code } = refusal;
  const status = REFUSAL_STATUS[code];
  const problem = {
    status,
    code,
    title: titleOf(code),
    detail: plainText(refusalText(refusal, { ...reader, plan })),
    refusal,
  };
  const later = status === 503 ? { "retry-after": RETRY_AFTER } : {};
  return problemResponse(problem, { ...languageHeaders(reader), ...later });
}

/** Says in which language a `detail` is, and what that depended on. */
export function languageHeaders({ lang }: Pick<Reader, "lang">): Readonly<Record<string, string>> {
  return { "content-language": lang, vary: "accept-language" };
}

function titleOf(code: RefusalCode): string {
  const words = code.replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
