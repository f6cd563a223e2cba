import { describe, expect, it } from "vitest";
import { planCard } from "../../../src/chat/views/plan-card.ts";
import { STATUSES } from "../../../src/plan/plan.ts";
import { cardText } from "../../support/card-text.ts";
import { inEachStatus } from "../../support/statuses.ts";
import { LANGS, readerOf } from "./reader.ts";

const EACH_STATUS = inEachStatus();

describe.each(LANGS)("the card of a plan, in %s,", (lang) => {
  it.each(STATUSES)("shows the status %s as it was looked at", async (status) => {
    const story = EACH_STATUS[status];
    const card = planCard(story.plan, readerOf(story, lang));
    await expect(cardText(card)).toMatchFileSnapshot(`__cards__/plan-${status}.${lang}.txt`);
  });
});
