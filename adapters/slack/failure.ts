/**
 * What is known after a call to Slack that did not work.
 */
import { webApi } from "@slack/bolt";
import { ChatError } from "../../src/chat/ports.ts";
import { unansweredBy } from "../../src/flow/remote-failure.ts";

const { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } = webApi;

export type Failure =
  /** Slack said no: nothing was done. */
  | { readonly kind: "refused"; readonly error: string; readonly messages: readonly string[] }
  | { readonly kind: "limited"; readonly retryAfter: number }
  /** Slack was not reached: nothing was done. */
  | { readonly kind: "unreached"; readonly why: string }
  /** It may have been done. */
  | { readonly kind: "unknown"; readonly why: string };

/** Where Slack does not say how long (ms). */
const WAIT = 5_000;

export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIPlatformError) {
    const { error: word, response_metadata: about } = error.data;
    return { kind: "refused", error: word, messages: about?.messages ?? [] };
  }
  if (error instanceof WebAPIRateLimitedError) return { kind: "limited", retryAfter: error.retryAfter * 1000 };
  if (error instanceof WebAPIHTTPError) {
    // Between 400 and 499 somebody on the way said no, before Slack could act.
    return error.statusCode < 500
      ? { kind: "unreached", why: `status ${error.statusCode}` }
      : { kind: "unknown", why: `status ${error.statusCode}` };
  }
  if (error instanceof Error && /retry-after/i.test(error.message)) return { kind: "limited", retryAfter: WAIT };
  const { code = "no answer", unreached } = unansweredBy(error);
  return { kind: unreached ? "unreached" : "unknown", why: code };
}

const GONE = new Set([
  "account_inactive_user",
  "cannot_dm_bot",
  "cant_update_message",
  "channel_not_found",
  "message_not_found",
  "thread_not_found",
  "user_disabled",
  "user_not_found",
  "users_not_found",
]);
const FORBIDDEN = new Set([
  "as_user_not_supported",
  "cannot_reply_to_message",
  "ekm_access_denied",
  "invalid_arguments",
  "invalid_blocks",
  "is_archived",
  "messages_tab_disabled",
  "method_not_supported_for_channel_type",
  "missing_scope",
  "msg_blocks_too_long",
  "msg_too_long",
  "no_permission",
  "no_text",
  "not_in_channel",
  "restricted_action",
  "restricted_action_non_threadable_channel",
  "restricted_action_read_only_channel",
  "restricted_action_thread_locked",
  "restricted_action_thread_only_channel",
  "team_access_not_granted",
  "user_not_in_channel",
]);

/** As the port says it. Anything about tokens can be repaired, and is tried again. */
export function chatError(what: string, error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  const failure = failureOf(error);
  switch (failure.kind) {
    case "limited":
      return new ChatError("busy", `${what}: Slack asks to wait`, failure.retryAfter, error);
    case "unreached":
    case "unknown":
      return new ChatError("unreachable", `${what}: ${failure.why}`, undefined, error);
    case "refused": {
      const said = [failure.error, ...failure.messages].join(" ");
      if (failure.error === "edit_window_closed") return new ChatError("expired", `${what}: ${said}`, undefined, error);
      if (GONE.has(failure.error)) return new ChatError("gone", `${what}: ${said}`, undefined, error);
      if (FORBIDDEN.has(failure.error)) return new ChatError("forbidden", `${what}: ${said}`, undefined, error);
      if (failure.error === "ratelimited") return new ChatError("busy", `${what}: ${said}`, WAIT, error);
      return new ChatError("unreachable", `${what}: ${said}`, undefined, error);
    }
  }
}

/** Slack's own word for why not, if it said one of these. */
export function isRefused(error: unknown, ...words: readonly string[]): boolean {
  const failure = failureOf(error);
  return failure.kind === "refused" && words.includes(failure.error);
}

/** Whether it may have been done all the same. */
export function isUnknown(error: unknown): boolean {
  const failure = failureOf(error);
  // Slack's own trouble says nothing of whether it acted.
  return failure.kind === "unknown" || (failure.kind === "refused" && TROUBLE.has(failure.error));
}

const TROUBLE = new Set(["fatal_error", "internal_error", "request_timeout", "service_unavailable"]);
