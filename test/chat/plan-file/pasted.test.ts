import { expect, test } from "vitest";
import { draftInMarkdown, inMarkdown } from "../../../src/chat/plan-file/pasted.ts";
import { tell } from "../../support/cast.ts";
import { drafted } from "../../support/given.ts";

const HTML = "<p>a <b>c</b></p>";

test("an editor's HTML becomes Markdown in a description and in the text of an item, and nothing else does", async () => {
  const draft = {
    name: HTML,
    description: HTML,
    items: [
      { name: "Tell", text: HTML },
      { name: "Look", text: "1 < 2" },
    ],
  };
  expect(await draftInMarkdown(draft)).toEqual({
    name: HTML,
    description: "a **c**",
    items: [
      { name: "Tell", text: "a **c**" },
      { name: "Look", text: "1 < 2" },
    ],
  });
});

test("what the plan says already stays, whatever it is", async () => {
  const work = { type: "text", content: HTML } as const;
  const { plan } = drafted({ description: "<p>b</p>", items: [tell("i1", { work })] });
  expect(await inMarkdown({ description: "<p>b</p>", text: HTML }, plan)).toEqual({
    description: "<p>b</p>",
    text: HTML,
  });
  expect(await inMarkdown({ description: "<p>d</p>" }, plan)).toEqual({ description: "d" });
});
