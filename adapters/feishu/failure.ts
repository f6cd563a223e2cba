/**
 * What is known after a call of Feishu's API that did not work, and what it means for whoever asked.
 */
import { ChatError } from "../../src/chat/ports.ts";

export interface Failure {
  /** `POST /open-apis/im/v1/messages`; never with a query or a body. */
  readonly call: string;
  /** Feishu's own code; undefined where there was no answer, or none of Feishu's. */
  readonly code?: number | undefined;
  readonly status?: number | undefined;
  /** When to come back (ms), where Feishu says. */
  readonly retryAfter?: number | undefined;
  /** True when the request certainly never arrived. */
  readonly unreached?: boolean | undefined;
}

/** A call that did not work. Its message repeats neither tokens nor what was sent. */
export class FeishuError extends Error {
  override readonly name = "FeishuError";
  readonly failure: Failure;
  constructor(message: string, failure: Failure, cause?: unknown) {
    super(message, { cause });
    this.failure = failure;
  }
}

/** The token was revoked or is missing: with a new one the call works. */
const TOKEN = [99991661, 99991663, 99991664, 99991671, 99991677];
/** Too often, or not yet; it works later. */
const BUSY = [99991400, 230020, 11232, 230049, 300120, 232019];
/** Recalled, deleted, in a chat that is gone, or nobody's. */
const GONE = [230011, 230110, 231003, 230050, 230034, 230029, 232009, 230002, 230013, 230038, 230053, 230054, 234003];
const EXPIRED = 230031;
/** Not allowed, not installed, not paid for: somebody must change the set-up. */
const FORBIDDEN = [230006, 230027, 230018, 230035, 99991672, 99991679, 99991401, 99991403, 10003, 10014, 99991543];
/** What is inside a card is wrong, and stays wrong. */
const CONTENT = [230001, 230025, 230022, 230028, 99992402];
const CARD = 230099;
/** A click on the card is being answered. */
const LOCKED = 11310;
const LOCK_LASTS = 300;

export function isTokenFailure(error: unknown): boolean {
  return codeOf(error) !== undefined && TOKEN.includes(codeOf(error) ?? 0);
}

export function codeOf(error: unknown): number | undefined {
  return error instanceof FeishuError ? error.failure.code : undefined;
}

/** The code inside a refused card: `ErrCode: 11310`. */
export function cardCodeOf(error: unknown): number | undefined {
  if (!(error instanceof FeishuError) || error.failure.code !== CARD) return undefined;
  const inner = /ErrCode:\s*(\d+)/u.exec(error.message)?.[1];
  return inner === undefined ? undefined : Number(inner);
}

/** A card that is being clicked and one that is too big share a code. */
export function isLocked(error: unknown): boolean {
  return cardCodeOf(error) === LOCKED && error instanceof FeishuError && /\block/iu.test(error.message);
}

/** The card names somebody whom this app can't name. */
export function namesStranger(error: unknown): boolean {
  return cardCodeOf(error) === 100290;
}

/** What the core is told: whether to try again, and when. */
export function chatErrorOf(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  if (!(error instanceof FeishuError)) return new ChatError("unreachable", messageOf(error), undefined, error);
  return new ChatError(kindOf(error), error.message, isLocked(error) ? LOCK_LASTS : error.failure.retryAfter, error);
}

function kindOf(error: FeishuError): ChatError["code"] {
  const { code, status } = error.failure;
  if (isLocked(error)) return "busy";
  if (code !== undefined) {
    if (code === EXPIRED) return "expired";
    if (BUSY.includes(code)) return "busy";
    if (GONE.includes(code)) return "gone";
    if (FORBIDDEN.includes(code) || CONTENT.includes(code) || code === CARD) return "forbidden";
  }
  return status === 429 ? "busy" : "unreachable";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
