/**
 * How requests leave gonogo. The default sends them as they are; whoever must guard addresses gives another function.
 */
import { Agent, request } from "undici";

export interface OutgoingRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends one request and follows no redirect. Answers with whatever came back, or with the error that came instead; a
 * rejection means the same. What the error's `code`, or the code of one of its causes, tells is used.
 */
export type SendRequest = (outgoing: OutgoingRequest) => Promise<Answer | Error>;

/** States and lists of runs are small; what is more is a mistake, or hostile. */
const LARGEST_ANSWER = 1024 * 1024;

/** Sends with undici, wherever the request leads. */
export function createPlainRequest(): { readonly send: SendRequest; readonly close: () => Promise<void> } {
  const agent = new Agent({ maxResponseSize: LARGEST_ANSWER });
  return {
    async send({ method, url, headers, body, signal }) {
      const answer = await request(url, { method, headers, body: body ?? null, signal, dispatcher: agent });
      const told = Object.entries(answer.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(", ")] as const],
      );
      return { status: answer.statusCode, headers: Object.fromEntries(told), body: await answer.body.text() };
    },
    close: async () => await agent.destroy(),
  };
}
