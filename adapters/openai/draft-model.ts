/**
 * An OpenAI-compatible model by its chat completions, asked for one JSON object. Thin on purpose: what it is asked and what
 * counts of its answer is decided where drafts are made.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { z } from "zod";
import type { DraftModel } from "../../src/chat/ports.ts";

export interface DraftModelOptions {
  /** The base of its API, such as `https://api.openai.com/v1`. */
  readonly url: string;
  readonly model: string;
  /** A model of one's own may need none. */
  readonly key?: string | undefined;
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  /** What may be waited before the second attempt (ms); longer wishes are not granted. */
  readonly patience: number;
}

const ATTEMPTS = 2;
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
        if (attempt >= ATTEMPTS || said.wait === undefined) throw new Error(said.problem, { cause: said.cause });
        await sleep(Math.min(said.wait, options.patience));
      }
    },
  };
}

type Said =
  | { readonly content: string }
  /** `wait` (ms) where it may be tried again. */
  | { readonly problem: string; readonly wait?: number; readonly cause?: unknown };

async function ask(
  system: string,
  user: string,
  { url, model, key, timeout }: DraftModelOptions,
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
      return { problem: `the model answers ${statusCode}`, wait: waitIn(headers["retry-after"]) };
    }
    if (statusCode !== 200) return { problem: `the model answers ${statusCode}` };
    return contentIn(text);
  } catch (cause) {
    return { problem: "the model can't be reached", wait: 0, cause };
  }
}

function contentIn(text: string): Said {
  try {
    const read = answerSchema.safeParse(JSON.parse(text));
    const content = read.data?.choices[0]?.message.content;
    return content === undefined ? { problem: "the model answers something else" } : { content };
  } catch (cause) {
    return { problem: "the model answers no JSON", cause };
  }
}

function waitIn(header: string | string[] | undefined): number {
  const seconds = Number([header].flat()[0] ?? 1);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : 1_000;
}
