/**
 * What is known after a request to Jenkins that did not work, told without ever repeating a credential.
 */
import type { EngineError } from "../../src/flow/engine.ts";
import { statusDetails } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Errand, Refusal } from "../../src/flow/service-failure.ts";
import { failuresOf, isActing } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";

const PERMISSION = /^[\w.$]{1,100}$/;

const jenkins = failuresOf("Jenkins");
export const { unanswered, strange } = jenkins;

/** The error of an answer that is none of the expected ones. Its pages are for people: only a missing permission is told. */
export function refused(errand: Errand, { status, header }: Omit<Refusal, "text">, now: () => Instant): EngineError {
  const permission = header("x-required-permission");
  const words = permission !== undefined && PERMISSION.test(permission) ? `it needs ${permission}` : "";
  const details = statusDetails(status, isActing(errand), retryAfterOf(header("retry-after"), now()));
  return jenkins.refused(errand, status, words, details);
}
