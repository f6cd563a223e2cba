/**
 * An OpenAI-compatible chat-completions API, strict about what it is sent. It answers what the test says, in turn.
 */
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { z } from "zod";

const bodySchema = z.strictObject({
  model: z.string().min(1),
  messages: z.tuple([
    z.strictObject({ role: z.literal("system"), content: z.string() }),
    z.strictObject({ role: z.literal("user"), content: z.string().min(1) }),
  ]),
  temperature: z.number().min(0).max(2),
  response_format: z.strictObject({ type: z.literal("json_object") }),
});

export type ModelAnswer =
  | { readonly content: unknown }
  | { readonly status: number; readonly retryAfter?: number }
  | { readonly raw: string }
  | "silent";

export interface ChatModel {
  readonly url: string;
  /** What it was sent by those who may ask. */
  readonly asked: readonly z.infer<typeof bodySchema>[];
  /** Every request, also refused ones. */
  readonly requests: () => number;
}

export const MODEL_KEY = "sk-test-0123456789";

/** Answers in turn; the last one again and again. */
export async function startChatModel(answers: readonly ModelAnswer[]): Promise<ChatModel> {
  const asked: z.infer<typeof bodySchema>[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    const refuse = (status: number, message: string) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message, type: "invalid_request_error" } }));
    };
    const answer = async () => {
      const turn = answers[Math.min(requests, answers.length - 1)] ?? "silent";
      requests++;
      if (request.method !== "POST" || request.url !== "/v1/chat/completions") return refuse(404, "no such path");
      if (request.headers.authorization !== `Bearer ${MODEL_KEY}`) return refuse(401, "Incorrect API key provided");
      if (request.headers["content-type"] !== "application/json") return refuse(400, "not JSON");
      const read = bodySchema.safeParse(await json(request));
      if (!read.success) return refuse(400, read.error.message);
      // As OpenAI does, so that a model does not write blanks for ever.
      if (!read.data.messages[0].content.includes("JSON"))
        return refuse(400, "'messages' must contain the word 'json'");
      asked.push(read.data);
      if (turn === "silent") return;
      if ("status" in turn) {
        const later = turn.retryAfter === undefined ? {} : { "retry-after": String(turn.retryAfter) };
        response.writeHead(turn.status, later);
        return response.end();
      }
      response.writeHead(200, { "content-type": "application/json" });
      if ("raw" in turn) return response.end(turn.raw);
      const content = typeof turn.content === "string" ? turn.content : JSON.stringify(turn.content);
      const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }];
      return response.end(JSON.stringify({ id: "chatcmpl-1", object: "chat.completion", choices }));
    };
    answer().catch(() => refuse(400, "not JSON"));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/v1`, asked, requests: () => requests };
}
