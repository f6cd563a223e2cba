/**
 * What is known after a call to DingTalk that did not work, told without ever repeating a credential.
 *
 * The newer API says what is wrong as `code` and `message` with an HTTP status; the older one answers 200 with `errcode`.
 * Codes: https://open.dingtalk.com/document/development/server-api-error-codes-1 and its page on throttling.
 */
import { z } from "zod";
import { ChatError } from "../../src/chat/ports.ts";
import { unansweredBy } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";

/** A call in the words of the protocol: people are told it together with what went wrong. */
export interface Errand {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

/**
 * `busy`: too fast. `quota`: the organisation's calls of this month are used up. `credentials`: the access token is not
 * taken. `forbidden`: a permission is missing. `missing`: there is no such thing. `invalid`: it will never be taken.
 * `unanswered`: nobody knows whether it was done.
 */
export type Trouble = "busy" | "quota" | "credentials" | "forbidden" | "missing" | "invalid" | "unanswered";

export class DingtalkError extends Error {
  override readonly name = "DingtalkError";
  readonly trouble: Trouble;
  /** DingTalk's own word for it, where it gave one. */
  readonly code: string;
  readonly retryAfter: number | undefined;
  /** True when it is certain that nothing was done. */
  readonly sure: boolean;
  constructor(
    trouble: Trouble,
    message: string,
    details: {
      readonly code?: string | undefined;
      readonly retryAfter?: number | undefined;
      readonly sure?: boolean | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.trouble = trouble;
    this.code = details.code ?? "";
    this.retryAfter = details.retryAfter;
    this.sure = details.sure ?? trouble !== "unanswered";
  }
}

const LONGEST_WORDS = 300;
/** DingTalk wants at least a second of peace; its own connector waits two. */
const THROTTLED_MS = 2_000;
/** An address that called too often is blocked for five minutes, and told so in something that is not JSON. */
const BLOCKED_MS = 5 * 60_000;
/** How long to leave it alone when the month's calls are used up: somebody may have bought more. */
export const QUOTA_MS = 60 * 60_000;

const newSchema = z.looseObject({ code: z.string().catch(""), message: z.string().catch("") });
const oldSchema = z.looseObject({ errcode: z.number(), errmsg: z.string().catch("") });

/** The error of an answer that is none of the expected ones. */
export function refused(errand: Errand, answer: Answer, now: number): DingtalkError {
  const { status, text } = answer;
  const json = jsonOf(text);
  const said = newSchema.safeParse(json);
  if (json === undefined && status < 500) {
    return failed(errand, "busy", { code: "", words: `${status}, and it is not JSON`, retryAfter: BLOCKED_MS });
  }
  const { code, message } = said.success ? said.data : { code: "", message: "" };
  const asked = retryAfterOf(answer.retryAfter, now);
  return failed(errand, troubleOf(status, code), { code, words: `${status} ${code} ${message}`, retryAfter: asked });
}

/** The error that an answer of the older API holds; undefined when it says that all is well. */
export function refusedByCode(errand: Errand, text: string): DingtalkError | undefined {
  const said = oldSchema.safeParse(jsonOf(text));
  if (!said.success) return strange(errand, "it says neither that it worked nor that it did not");
  const { errcode, errmsg } = said.data;
  if (errcode === 0) return undefined;
  return failed(errand, troubleOfCode(errcode), { code: String(errcode), words: `${errcode} ${errmsg}` });
}

/** The error of a call without an answer. */
export function unanswered(errand: Errand, cause: unknown): DingtalkError {
  const { code, unreached } = unansweredBy(cause);
  const what = unreached ? "DingTalk can't be reached" : `no answer from DingTalk to ${errand.method} ${errand.path}`;
  const message = `${what}${code === undefined ? "" : ` (${code})`}`;
  return new DingtalkError("unanswered", message, { sure: unreached || errand.method === "GET", cause });
}

/** The error of an answer that DingTalk does not give. */
export function strange({ method, path }: Errand, what: string): DingtalkError {
  return new DingtalkError("unanswered", `DingTalk gave a strange answer to ${method} ${path}: ${what}`);
}

/** What the core is told of it. */
export function chatError(error: unknown): unknown {
  if (!(error instanceof DingtalkError)) return error;
  const { trouble, message, retryAfter } = error;
  return new ChatError(CHAT_CODES[trouble], message, retryAfter, error);
}

const CHAT_CODES: Readonly<Record<Trouble, ChatError["code"]>> = {
  busy: "busy",
  quota: "busy",
  credentials: "forbidden",
  forbidden: "forbidden",
  missing: "gone",
  invalid: "forbidden",
  unanswered: "unreachable",
};

interface Said {
  readonly code: string;
  readonly words: string;
  readonly retryAfter?: number | undefined;
}

function failed({ method, path }: Errand, trouble: Trouble, { code, words, retryAfter }: Said): DingtalkError {
  const tidy = words.replaceAll(/\s+/gu, " ").trim().slice(0, LONGEST_WORDS);
  const usual = trouble === "busy" ? THROTTLED_MS : trouble === "quota" ? QUOTA_MS : undefined;
  const details = { code, retryAfter: retryAfter ?? usual };
  return new DingtalkError(trouble, `DingTalk answered to ${method} ${path}: ${tidy}`, details);
}

function troubleOf(status: number, code: string): Trouble {
  if (code.includes("ApiCountLimit")) return "quota";
  if (/QpsLimit|Throttl|FlowControl/iu.test(code) || status === 429) return "busy";
  if (status === 401 || code.startsWith("InvalidAuthentication")) return "credentials";
  if (status >= 500) return "unanswered";
  if (status === 403) return "forbidden";
  return status === 404 || /notexist|not\.exist|notfound|not\.found/iu.test(code) ? "missing" : "invalid";
}

const THROTTLED: readonly number[] = [88, 90_002, 90_018, 90_019, 130_101];
const LAPSED: readonly number[] = [40_001, 40_014, 42_001];
const NOT_THERE: readonly number[] = [60_121, 60_003, 60_011, 33_012, 40_078];
const NOT_ALLOWED: readonly number[] = [60_020, 60_011, 50_002, 50_004];

function troubleOfCode(code: number): Trouble {
  if (code === 90_020) return "quota";
  if (THROTTLED.includes(code)) return "busy";
  if (LAPSED.includes(code)) return "credentials";
  if (NOT_THERE.includes(code)) return "missing";
  // 88 with a sub code is a missing permission as well; without one DingTalk was too slow, like 15.
  if (NOT_ALLOWED.includes(code)) return "forbidden";
  return code === -1 || code === 15 ? "unanswered" : "invalid";
}

/** What a text says as JSON; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
