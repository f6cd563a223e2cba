import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cardTemplate } from "../../../scripts/dingtalk-card-template.ts";
import { LANGS } from "../../chat/views/reader.ts";
import { exportedTemplate } from "../../emulators/dingtalk/card-templates.ts";
import { playStory, startStory } from "../../support/chat-story.ts";
import { everyCard } from "../../support/every-card.ts";
import { quietInbox } from "../../support/quiet-chat.ts";
import type { DingtalkStage } from "./stage.ts";
import { openStage } from "./stage.ts";

const FILE = join(import.meta.dirname, "../../../examples/dingtalk/card-template.json");
const ID = "5b2f0c1e-0000-4000-8000-gonogo.schema";

async function openRich(): Promise<DingtalkStage> {
  const stage = await openStage({ DINGTALK_CARD_TEMPLATE: ID });
  stage.dingtalk.cards.templates.set(ID, exportedTemplate(readFileSync(FILE, "utf8")));
  return stage;
}

it("the template in the repository is the one that is written, and has every variable that it uses", () => {
  const kept = readFileSync(FILE, "utf8");
  expect(kept).toBe(cardTemplate());
  expect(() => exportedTemplate(kept)).not.toThrow();
});

it("the whole story is told on the richer card, whose fields are typed into", { timeout: 120_000 }, async () => {
  const stage = await openRich();
  const gonogo = await startStory([stage]);
  await stage.dingtalk.gateway.connected();
  await playStory(stage, gonogo);
  expect(stage.dingtalk.world.violations).toEqual([]);
});

it.each(LANGS)("every kind of card fits the template, in %s", { timeout: 60_000 }, async (lang) => {
  const stage = await openRich();
  const adapter = await stage.connect(quietInbox());
  for (const [kind, card] of Object.entries(everyCard(lang))) {
    await adapter.post(stage.direct("bo"), card, `every:${kind}`);
    const [title = ""] = (await stage.cards("bo", "direct")).at(-1)?.text.split("\n") ?? [];
    expect(title.length, kind).toBeGreaterThan(1);
  }
  expect(stage.dingtalk.world.violations).toEqual([]);
});
