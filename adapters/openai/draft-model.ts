/**
 * An OpenAI-compatible model by its chat completions, asked for one JSON object. Thin on purpose: what it is asked and what
 * counts of its answer is decided where drafts are made.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { z } from "zod";
import type { DraftModel } from "../../src/chat/ports.ts";
import { unansweredBy } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import { jsonOf } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";

export interface DraftModelOptions {
  /** The base of its API, such as `https://api.openai.com/v1`. */
  readonly url: string;
  readonly model: string;
  /** A model of one's own may need none. */
  readonly key?: string | undefined;
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  /** What may be waited before the second attempt (ms); who wishes for more is not asked again. */
  readonly patience: number;
  readonly now: () => Instant;
}

const ATTEMPTS = 2;
/** Before the second attempt, where the model does not say when (ms). */
const USUAL_PAUSE = 1_000;
/** A plan in JSON is a fraction of this. */
const LARGEST_ANSWER = 1024 * 1024;

const answerSchema = z.looseObject({
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string() }) })).min(1),
});

export function createDraftModel(options: DraftModelOptions): DraftModel {
  const agent = new Agent({ maxResponseSize: LARGEST_ANSWER });
  return {
    name: options.model,
    answer: async (instructions, message) => {
      for (let attempt = 1; ; attempt++) {
        const said = await ask(instructions, message, options, agent);
        if ("content" in said) return said.content;
        const pause = pauseAfter(said, options.patience);
        if (attempt >= ATTEMPTS || pause === undefined) throw new Error(said.problem, { cause: said.cause });
        await sleep(pause);
      }
    },
  };
}

interface Failed {
  readonly problem: string;
  /** Nothing was made of it, and something may be the next time. */
  readonly again?: boolean;
  /** When the model wants to be asked again (ms). */
  readonly wish?: number | undefined;
  readonly cause?: unknown;
}
type Said = { readonly content: string } | Failed;

/** How long to wait before it is asked again (ms); undefined where it is not. */
function pauseAfter({ again, wish }: Failed, patience: number): number | undefined {
  if (again !== true) return undefined;
  if (wish === undefined) return Math.min(USUAL_PAUSE, patience);
  return wish <= patience ? wish : undefined;
}

async function ask(
  system: string,
  user: string,
  { url, model, key, timeout, now }: DraftModelOptions,
  agent: Agent,
): Promise<Said> {
  try {
    const response = await request(new URL("chat/completions", url.endsWith("/") ? url : `${url}/`), {
      dispatcher: agent,
      method: "POST",
      headers: { "content-type": "application/json", ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({
        model,
        messages: [
          { role: "system", content: system },
          { role: "user", content: user },
        ],
        temperature: 0,
        response_format: { type: "json_object" },
      }),
      signal: AbortSignal.timeout(timeout),
    });
    const text = await response.body.text();
    const { statusCode, headers } = response;
    if (statusCode === 429 || statusCode >= 500) {
      const wish = retryAfterOf([headers["retry-after"]].flat()[0], now());
      return { problem: `the model answers ${statusCode}`, again: true, wish };
    }
    if (statusCode !== 200) return { problem: `the model answers ${statusCode}` };
    return contentIn(text);
  } catch (cause) {
    // A slow model may still be at work: asked a second time, it would be paid twice.
    const { unreached } = unansweredBy(cause);
    const problem = unreached ? "the model can't be reached" : "no answer from the model";
    return { problem, again: unreached, cause };
  }
}

function contentIn(text: string): Said {
  const json = jsonOf(text);
  if (json === undefined) return { problem: "the model answers no JSON" };
  const content = answerSchema.safeParse(json).data?.choices[0]?.message.content;
  return content === undefined ? { problem: "the model answers something else" } : { content };
}
