import { describe, expect, it } from "vitest";
import { createDraftModel } from "../../../adapters/openai/draft-model.ts";
import type { ModelAnswer } from "../../emulators/chat-model.ts";
import { MODEL_KEY, startChatModel } from "../../emulators/chat-model.ts";

async function modelThat(answers: readonly ModelAnswer[], key = MODEL_KEY) {
  const api = await startChatModel(answers);
  const model = createDraftModel({ url: api.url, model: "small", key, timeout: 200, patience: 5, now: Date.now });
  return { api, ask: () => model.answer("Answer in JSON.", "Release it") };
}

describe("a model for drafts", () => {
  it("answers a message, and is told apart from it what to do", async () => {
    const { api, ask } = await modelThat([{ content: { name: "Release" } }]);
    expect(JSON.parse(await ask())).toEqual({ name: "Release" });
    expect(api.asked).toMatchObject([
      { model: "small", messages: [{ role: "system", content: "Answer in JSON." }, { content: "Release it" }] },
    ]);
  });

  it.each([
    ["is busy for a moment", { status: 429, retryAfter: 0 }],
    ["fails", { status: 503 }],
  ] as const)("is asked once more when it %s", async (_what, first) => {
    const { api, ask } = await modelThat([first, { content: "{}" }]);
    expect(await ask()).toBe("{}");
    expect(api.requests()).toBe(2);
  });

  it("is given up after the second time", async () => {
    const { api, ask } = await modelThat([{ status: 503 }]);
    await expect(ask()).rejects.toThrow("the model answers 503");
    expect(api.requests()).toBe(2);
  });

  it.each([
    ["does not know the key", [{ content: "{}" }], "sk-wrong", "the model answers 401"],
    ["is busy for longer than anybody waits", [{ status: 429, retryAfter: 60 }], MODEL_KEY, "the model answers 429"],
    ["is slow, since it may be at work", ["silent"], MODEL_KEY, "no answer from the model"],
    ["answers something else", [{ raw: '{"choices":[]}' }], MODEL_KEY, "something else"],
    ["answers no JSON", [{ raw: "<html>" }], MODEL_KEY, "no JSON"],
  ] as const)("is asked once when it %s", async (_what, answers, key, problem) => {
    const { api, ask } = await modelThat(answers, key);
    await expect(ask()).rejects.toThrow(problem);
    expect(api.requests()).toBe(1);
  });

  it("is told apart from a slow one when it cannot be reached", async () => {
    const model = createDraftModel({
      url: "http://127.0.0.1:1/v1",
      model: "small",
      timeout: 200,
      patience: 5,
      now: Date.now,
    });
    await expect(model.answer("Answer in JSON.", "Release it")).rejects.toThrow("the model can't be reached");
  });
});
