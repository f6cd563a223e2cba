/**
 * Cards kept as text beside the tests, to be read by people.
 */
import { expect } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import { cardText } from "../../support/card-text.ts";
import type { Lang } from "./reader.ts";

/** The card is the same as when it was last looked at. */
export async function kept(card: Card, name: string, lang: Lang): Promise<void> {
  await expect(cardText(card)).toMatchFileSnapshot(`__cards__/${name}.${lang}.txt`);
}
