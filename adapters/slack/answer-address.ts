/**
 * Addresses for answers that come with what people do: good for five answers within half an hour, and for nobody else. They
 * are as good as a password, and are neither logged nor followed anywhere but to Slack.
 */
import { ChatError } from "../../src/chat/ports.ts";
import { unansweredBy } from "../../src/flow/remote-failure.ts";
import type { Said } from "./posting.ts";

export const USES = 5;
const TIMEOUT = 5_000;
const SLACK = /(?:^|\.)slack(?:-gov)?\.com$/;

export interface AddressedAnswer extends Said {
  /** Takes the place of what was clicked. */
  readonly replaces: boolean;
}

/** Only Slack's own addresses are called, and those of the API where that is elsewhere. */
export function isOurs(address: string, apiUrl: string): boolean {
  const url = URL.parse(address);
  const api = URL.parse(apiUrl);
  if (!url || !api) return false;
  if (url.origin === api.origin) return true;
  return url.protocol === "https:" && SLACK.test(url.hostname) && SLACK.test(api.hostname);
}

/** False when the address is used up, over, or does not take it. */
export async function answerAt(address: string, { text, blocks, replaces }: AddressedAnswer): Promise<boolean> {
  const body = { response_type: "ephemeral", replace_original: replaces, text, blocks };
  const response = await posted(address, JSON.stringify(body));
  if (response.ok) return true;
  if (response.status === 429 || response.status >= 500)
    throw new ChatError("unreachable", `an answer's address: ${response.status}`);
  return false;
}

async function posted(address: string, body: string): Promise<Response> {
  try {
    return await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch (error) {
    throw unanswered(error);
  }
}

/** The cause itself would name the address. */
function unanswered(error: unknown): ChatError {
  return new ChatError("unreachable", `an answer's address: ${unansweredBy(error).code ?? "no answer"}`);
}
