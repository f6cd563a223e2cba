/**
 * A message of any kind, and the thread under it.
 */

import { cleanText } from "../../src/chat/texts/clean.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { icon } from "./icons.ts";
import { renderMarkdown, renderMarkdownLine } from "./markdown.ts";
import type { Reader } from "./moment.ts";
import { clock, dayKey, dayName, moment } from "./moment.ts";
import { cleanName } from "./names.ts";
import type { Body, Message, Thread } from "./needs.ts";
import { avatar, renderCard } from "./render-card.ts";
import { TEXTS } from "./texts.ts";

const LONGEST_SAID = 4_000;
const LINES_SHOWN = 14;
const LONGEST_SUMMARY = 240;

/** What rendering needs to know of the outside. */
export interface Scene {
  readonly reader: Reader;
  readonly now: number;
  readonly nameOf: (person: string) => string;
}

export function renderMessage(message: Message, thread: Thread | undefined, scene: Scene): Html {
  const { reader } = scene;
  const texts = TEXTS[reader.lang];
  const { author } = message;
  const name = author === undefined ? texts.bot : cleanName(scene.nameOf(author));
  const secret = message.onlyFor !== undefined && !message.place.includes(":direct:");
  return html`<li class="message" id="m${message.id}" data-message="${message.id}" data-key="${message.key}"
    data-author="${author ?? ""}" data-at="${message.createdAt}" data-revision="${message.changedAt}"
    data-day="${dayKey(message.createdAt, reader)}" data-day-name="${dayName(message.createdAt, scene.now, reader)}"
    data-summary="${`${name}: ${summary(message.body)}`}"${secret && html` data-private`}>
    <div class="gutter">${author === undefined ? botFace() : avatar(author, name)}</div>
    <div class="message-main">
      <p class="by"><span class="by-name">${name}</span>${author === undefined && html`<span class="tag">${texts.botTag}</span>`}
        ${time(message.createdAt, reader)}${secret && html`<span class="only">${icon("eye")}${texts.onlyYou}</span>`}</p>
      ${renderBody(message.body, `m${message.id}`, reader)}
      ${thread !== undefined && renderThreadLink(message.id, thread, reader)}
    </div>
  </li>`;
}

/** One line of a thread. */
export function renderNote(note: Message, scene: Scene): Html {
  return html`<li class="note" id="m${note.id}" data-message="${note.id}" data-revision="${note.changedAt}" data-at="${note.createdAt}"
    data-summary="${summary(note.body)}">
    ${time(note.createdAt, scene.reader)}
    <div class="note-text">${renderBody(note.body, `m${note.id}`, scene.reader)}</div>
  </li>`;
}

export function botFace(): Html {
  return html`<span class="avatar bot" aria-hidden="true">${icon("bot")}</span>`;
}

function renderThreadLink(message: number, thread: Thread, reader: Reader): Html {
  const texts = TEXTS[reader.lang];
  const last = thread.last.body.kind === "card" ? cleanText(thread.last.body.card.summary) : thread.last.body.text;
  return html`<p class="thread-link"><button type="button" class="thread-open" data-thread="${message}" aria-controls="thread">
    ${icon("thread")}<span class="thread-count">${texts.threadCount(thread.count)}</span></button>
    <span class="thread-last">${time(thread.last.createdAt, reader)} <span lang="${langOf(last)}">${renderMarkdownLine(cleanName(last, 160))}</span></span></p>`;
}

function renderBody(body: Body, ref: string, reader: Reader): Html {
  const texts = TEXTS[reader.lang];
  switch (body.kind) {
    case "card":
      return html`<div class="message-card" lang="${langOf(body.card.title + body.card.label)}">${renderCard(body.card, ref, texts)}</div>`;
    case "text":
      return html`<div class="text" data-tone="${body.tone}" lang="${langOf(body.text)}">${
        body.tone !== "plain" && icon(body.tone)
      }<div class="md">${renderMarkdown(body.text)}</div></div>`;
    case "said":
      return renderSaid(body.text, body.files, ref, reader);
  }
}

/** What a person typed is shown as typed: one line as a sentence, a whole plan as the block it is. */
function renderSaid(text: string, files: readonly string[], ref: string, reader: Reader): Html {
  const texts = TEXTS[reader.lang];
  const clean = cleanText(text);
  const shown = clean.length > LONGEST_SAID ? `${clean.slice(0, LONGEST_SAID)}…` : clean;
  const cut = clean.length > LONGEST_SAID && html`<p class="said-size">${texts.characters(clean.length)}</p>`;
  const attached =
    files.length > 0 &&
    html`<p class="said-files">${files.map((file) => html`<span class="file">${icon("clip")}${cleanName(file)}</span>`)}</p>`;
  const [first = "", ...rest] = shown.split("\n");
  const command = /^[/／]/u.test(first);
  if (!command || rest.length === 0) {
    return html`<p class="said"${command && html` data-command`} lang="${langOf(shown)}">${shown}</p>${cut}${attached}`;
  }
  const block = html`<pre class="said-block" tabindex="0"><code>${rest.join("\n")}</code></pre>`;
  const folded =
    rest.length > LINES_SHOWN
      ? html`<details class="output" data-keep="${ref}-said"><summary>${texts.whole}</summary>${block}</details>`
      : block;
  return html`<p class="said" data-command>${first}</p>${folded}${cut}${attached}`;
}

function time(at: number, reader: Reader): Html {
  return html`<time datetime="${new Date(at).toISOString()}" title="${moment(at, reader)}">${clock(at, reader)}</time>`;
}

function summary(body: Body): string {
  const text = body.kind === "card" ? body.card.summary : body.text;
  return cleanName(text.slice(0, LONGEST_SUMMARY * 4), LONGEST_SUMMARY);
}

/** Chinese glyphs and line breaks where a text is Chinese, whatever the page's language. */
export function langOf(text: string): "zh-CN" | "en" {
  return /\p{Script=Han}/u.test(text.slice(0, 2_000)) ? "zh-CN" : "en";
}
