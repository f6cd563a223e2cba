/**
 * Views that are no form: what is shown while one is made, what was said instead of one, and the App Home.
 */
import type { Card } from "../../../src/chat/card.ts";
import type { Lang } from "../../../src/chat/texts/catalogue.ts";
import { say } from "../../../src/chat/texts/say.ts";
import type { Block, HomeView, ModalView } from "./blocks.ts";
import { LONGEST, MOST_VIEW_BLOCKS, plain } from "./blocks.ts";
import { renderCard } from "./card.ts";
import { markdownParts } from "./markdown.ts";
import { packed } from "./rich-text.ts";

/** Opened at once, since a trigger lasts three seconds; the form takes its place. */
export function loadingView(lang: Lang): ModalView {
  return textView(say(lang, "slack.loading.text"), lang);
}

export function textView(markdown: string, lang: Lang): ModalView {
  return said(packed(markdownParts(markdown)), say(lang, "slack.loading.title"), lang);
}

/** What was answered, with nothing more to fill in. */
export function answeredView(blocks: readonly Block[], lang: Lang): ModalView {
  return said(blocks, say(lang, "slack.answer.title"), lang);
}

function said(blocks: readonly Block[], title: string, lang: Lang): ModalView {
  return {
    type: "modal",
    callback_id: "said",
    title: plain(title, LONGEST.modalTitle),
    close: plain(say(lang, "slack.close"), LONGEST.modalTitle),
    blocks: [...blocks].slice(0, MOST_VIEW_BLOCKS),
  };
}

export function homeView(card: Card): HomeView {
  return { type: "home", callback_id: "home", blocks: [...renderCard(card, MOST_VIEW_BLOCKS).blocks] };
}

export function saidHome(markdown: string): HomeView {
  return { type: "home", callback_id: "home", blocks: [...packed(markdownParts(markdown))] };
}
