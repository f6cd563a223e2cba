import { expect, test } from "vitest";
import { noticeText } from "../../../src/chat/views/notice.ts";
import { ada } from "../../support/cast.ts";
import { drafted } from "../../support/given.ts";
import { readerOf } from "./reader.ts";

test.each([
  ["en", /^\*\*52 · Release 2\\?\.4\*\*: .+ changed the content: tags$/u],
  ["zh", /^\*\*52 · Release 2\\?\.4\*\*：.+ 修改了内容：标签$/u],
] as const)("what somebody is told begins with the plan's name, punctuated as the language is (%s)", (lang, words) => {
  const story = drafted().after([{ type: "edit", changes: [{ change: "fields", tags: ["shop", "hotfix"] }] }, ada]);
  const event = story.log.at(-1);
  if (!event) throw new Error("nothing happened");
  expect(noticeText(event, story.plan, readerOf(story, lang))).toMatch(words);
});
