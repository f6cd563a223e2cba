/**
 * The chat page: places and people at the left, messages in the middle, a thread at the right.
 */
import type { Html } from "./html.ts";
import { html, json } from "./html.ts";
import { icon } from "./icons.ts";
import { cleanName } from "./names.ts";
import type { CommandHint, Lang, Person, Room } from "./needs.ts";
import type { Theme } from "./page-document.ts";
import { document } from "./page-document.ts";
import type { Seat } from "./places.ts";
import { avatar } from "./render-card.ts";
import { botFace } from "./render-message.ts";
import type { Texts } from "./texts.ts";
import { TEXTS } from "./texts.ts";
import type { History, Marks, Visitor } from "./view.ts";

/** Stands for any number but one. */
const SOME = 77;

export interface ChatPage {
  readonly visitor: Visitor;
  readonly seat: Seat;
  readonly history: History;
  readonly marks: Marks;
  /** Whom this browser can become; empty outside sample mode. */
  readonly personas: readonly Person[];
  readonly commands: readonly CommandHint[];
  readonly theme: Theme | undefined;
  /** Changes after this moment come over the stream. */
  readonly cursor: number;
  readonly version: string;
  /** In bytes: what a file may have. */
  readonly mostFile: number;
}

export function chatPage(page: ChatPage): Html {
  const { visitor, seat } = page;
  const { lang } = visitor.person;
  const texts = TEXTS[lang];
  return document({
    lang,
    title: `${seatName(seat, lang)} · gonogo`,
    theme: page.theme,
    script: true,
    boot: json({
      place: seat.place,
      me: visitor.person.id,
      name: visitor.person.name,
      sample: page.personas.length > 0,
      cursor: page.cursor,
      commands: page.commands,
      lang,
      waiting: pattern(texts.waiting),
      unread: pattern(texts.unread),
      remove: texts.remove("{}"),
      mostFile: page.mostFile,
      texts,
    }),
    body: html`<a class="skip" href="#compose-text">${texts.skip}</a>
<div class="app">
${renderSide(page, texts)}
${renderMain(page, texts)}
${renderThread(texts)}
</div>
<div class="visually-hidden" id="announce" role="status" aria-live="polite"></div>
<div class="toasts" id="toasts"></div>
<dialog class="dialog confirm" id="confirm" aria-labelledby="confirm-title" aria-describedby="confirm-text"><div class="dialog-body">
<h2 id="confirm-title"></h2><p id="confirm-text"></p></div><footer class="dialog-foot">
<button type="button" class="btn" data-style="plain" data-close id="confirm-back"></button>
<button type="button" class="btn" id="confirm-ok"></button></footer></dialog>`,
  });
}

/** The address of a place, and in sample mode of who looks at it. */
export function hrefOf(visitor: Visitor, place: string, sample: boolean): string {
  const query = new URLSearchParams(sample ? { as: visitor.person.id, place } : { place });
  return `/?${query}`;
}

/** A text with a number, as the page fills it in. */
function pattern(text: (count: number) => string): string {
  return text(SOME).replace(String(SOME), "{}");
}

function seatName(seat: Seat, lang: Lang): string {
  return seat.kind === "room" ? roomName(seat.room, lang) : TEXTS[lang].directName;
}

function roomName(room: Room, lang: Lang): string {
  return cleanName(room.title[lang], 60);
}

function renderSide(page: ChatPage, texts: Texts): Html {
  const rooms = page.visitor.seats.filter((seat) => seat.kind === "room");
  const direct = page.visitor.seats.filter((seat) => seat.kind === "direct");
  const sample = page.personas.length > 0;
  return html`<nav class="side" id="side" aria-label="${texts.places}">
  <header class="side-head"><p class="brand"><span class="mark" aria-hidden="true"></span><span>${texts.product}</span></p>
    ${sample && html`<span class="sample" title="${texts.sampleHint}">${texts.sample}</span>`}
    <button type="button" class="icon-btn side-close" data-side-close aria-label="${texts.close}">${icon("close")}</button></header>
  <div class="side-scroll">
    ${rooms.length > 0 && html`<h2 class="side-title">${texts.rooms}</h2><ul class="side-list">${rooms.map((seat) => renderSeat(seat, page, texts))}</ul>`}
    <h2 class="side-title">${texts.direct}</h2>
    <ul class="side-list">${direct.map((seat) => renderSeat(seat, page, texts))}</ul>
    ${sample && renderPersonas(page, texts)}
  </div>
  ${renderSideFoot(page, texts)}
</nav>`;
}

function renderSeat(seat: Seat, page: ChatPage, texts: Texts): Html {
  const here = seat.place === page.seat.place;
  const unread = here ? 0 : (page.marks.unread[seat.place] ?? 0);
  const name = seatName(seat, page.visitor.person.lang);
  return html`<li><a class="seat" href="${hrefOf(page.visitor, seat.place, page.personas.length > 0)}" data-place="${seat.place}"${here && html` aria-current="page"`}>
    <span class="seat-icon">${seat.kind === "room" ? icon("hash") : botFace()}</span><span class="seat-name">${name}</span>
    <span class="count-badge" data-unread="${seat.place}"${unread === 0 && html` hidden`}><span aria-hidden="true">${unread}</span><span class="visually-hidden">${texts.unread(unread)}</span></span></a></li>`;
}

function renderPersonas(page: ChatPage, texts: Texts): Html {
  return html`<h2 class="side-title" id="personas">${texts.become}</h2>
    <ul class="side-list personas" aria-labelledby="personas">${page.personas.map((person) => renderPersona(person, page, texts))}</ul>
    <p class="side-hint">${texts.becomeHint}</p>`;
}

function renderPersona(person: Person, page: ChatPage, texts: Texts): Html {
  const waiting = page.marks.waiting[person.id] ?? 0;
  const current = person.id === page.visitor.person.id;
  const href = `/?${new URLSearchParams({ as: person.id, from: page.seat.place })}`;
  return html`<li><a class="persona" href="${href}" data-persona="${person.id}"${current && html` aria-current="true"`}>
    ${avatar(person.id, person.name)}<span class="persona-text"><span class="persona-name">${cleanName(person.name)}${current && html`<span class="persona-you">${texts.you}</span>`}</span>
    ${person.hint && html`<span class="persona-hint">${cleanName(person.hint[page.visitor.person.lang])}</span>`}</span>
    <span class="wait-badge" data-waiting="${person.id}"${waiting === 0 && html` hidden`}>${texts.waiting(waiting)}</span></a></li>`;
}

function renderSideFoot(page: ChatPage, texts: Texts): Html {
  const { person } = page.visitor;
  const sample = page.personas.length > 0;
  const other = person.lang === "zh" ? "en" : "zh";
  return html`<footer class="side-foot">
    ${avatar(person.id, person.name)}<span class="side-me" title="${texts.youAre(cleanName(person.name))}">${cleanName(person.name)}</span>
    <button type="button" class="icon-btn lang-btn" data-lang="${other}" lang="${other === "zh" ? "zh-CN" : "en"}" aria-label="${texts.otherLanguageHint}" title="${texts.otherLanguageHint}"><span aria-hidden="true">${texts.otherLanguage}</span></button>
    <button type="button" class="icon-btn" data-theme-toggle aria-label="${texts.dark}" title="${texts.dark}"><span class="when-light">${icon("moon")}</span><span class="when-dark">${icon("sun")}</span></button>
    ${!sample && html`<form method="post" action="/console/sign-out"><button class="icon-btn" type="submit" aria-label="${texts.signOut}" title="${texts.signOut}">${icon("leave")}</button></form>`}
  </footer>`;
}

function renderMain(page: ChatPage, texts: Texts): Html {
  const { seat, history, visitor } = page;
  const name = seatName(seat, visitor.person.lang);
  const about =
    seat.kind === "direct"
      ? texts.directAbout
      : [seat.room.about?.[visitor.person.lang], texts.members(seat.room.members.length)].filter(Boolean).join(" · ");
  return html`<main class="main">
  <header class="bar">
    <button type="button" class="icon-btn bar-menu" data-side-open aria-controls="side" aria-expanded="false" aria-label="${texts.menu}">${icon("menu")}<span class="menu-dot" data-menu-dot hidden></span></button>
    <div class="bar-text"><h1 class="bar-title">${seat.kind === "room" && html`<span class="bar-hash" aria-hidden="true">#</span>`}${name}</h1><p class="bar-about">${about}</p></div>
    <span class="bar-me" title="${texts.youAre(cleanName(visitor.person.name))}">${avatar(visitor.person.id, visitor.person.name)}<span class="visually-hidden">${texts.youAre(cleanName(visitor.person.name))}</span></span>
  </header>
  <p class="offline" id="offline" role="status" hidden>${texts.offline}</p>
  <section class="scroll" id="scroll" tabindex="0" aria-label="${texts.messages}">
    <div class="scroll-inner">
      <p class="older"${!history.more && html` hidden`}><button type="button" class="btn" data-style="plain" id="older">${texts.older}</button></p>
      ${renderIntro(page, texts)}
      <ol class="messages" id="messages">${history.html}</ol>
    </div>
  </section>
  <p class="below"><button type="button" class="below-btn" id="below" hidden>${icon("down")}${texts.newBelow}</button></p>
  ${renderComposer(page, texts)}
</main>`;
}

/** The beginning of a place, and what a newcomer may try there. */
function renderIntro(page: ChatPage, texts: Texts): Html {
  const sample = page.personas.length > 0;
  const room = page.seat.kind === "room" ? roomName(page.seat.room, page.visitor.person.lang) : undefined;
  if (!sample && room !== undefined) {
    return html`<div class="intro quiet" id="intro"${page.history.more && html` hidden`}><h2>${texts.quiet(room)}</h2><p>${texts.quietText}</p></div>`;
  }
  const insert = (command: string): Html =>
    html`<button type="button" class="try-command" data-insert="${command} " title="${texts.insert}"><code>${command}</code></button>`;
  const second = sample
    ? html`<li><span class="try-number" aria-hidden="true">2</span><div><h3>${texts.trySwitch}</h3><p>${texts.trySwitchText}</p></div></li>`
    : html`<li><span class="try-number" aria-hidden="true">2</span><div><h3>${texts.welcomeMember}</h3><p>${texts.quietText}</p></div>${insert("/plan")}</li>`;
  return html`<div class="intro" id="intro"${page.history.more && html` hidden`}>
    <h2>${texts.welcome}</h2><p>${texts.welcomeText}</p>
    <ol class="tries">
      <li><span class="try-number" aria-hidden="true">1</span><div><h3>${texts.tryNew}</h3><p>${texts.tryNewText}</p></div>${insert("/plan new")}</li>
      ${second}
      <li><span class="try-number" aria-hidden="true">3</span><div><h3>${texts.tryHelp}</h3><p>${texts.tryHelpText}</p></div>${insert("/plan help")}</li>
    </ol></div>`;
}

function renderComposer(page: ChatPage, texts: Texts): Html {
  const placeholder =
    page.seat.kind === "room"
      ? texts.placeholderRoom(roomName(page.seat.room, page.visitor.person.lang))
      : texts.placeholder;
  return html`<form class="composer" id="composer" aria-label="${texts.compose}">
    <ul class="suggest" id="suggest" role="listbox" aria-label="${texts.commands}" hidden></ul>
    <div class="compose-box">
      <ul class="files" id="files" aria-label="${texts.attached}" hidden></ul>
      <label class="visually-hidden" for="compose-text">${texts.compose}</label>
      <textarea id="compose-text" rows="1" placeholder="${placeholder}" autocomplete="off" spellcheck="false" role="combobox"
        aria-expanded="false" aria-controls="suggest" aria-autocomplete="list" aria-describedby="compose-hint" enterkeyhint="send"></textarea>
      <div class="compose-bar">
        <label class="icon-btn attach" title="${texts.attach}">${icon("clip")}<span class="visually-hidden">${texts.attach}</span>
          <input type="file" id="attach" multiple></label>
        <p class="compose-hint" id="compose-hint">${texts.hint}</p>
        <button type="submit" class="send" aria-label="${texts.send}" title="${texts.send}">${icon("send")}</button>
      </div>
    </div>
  </form>`;
}

function renderThread(texts: Texts): Html {
  return html`<aside class="thread" id="thread" aria-labelledby="thread-title" hidden>
  <header class="bar"><div class="bar-text"><h2 class="bar-title" id="thread-title" tabindex="-1">${texts.thread}</h2><p class="bar-about" id="thread-about"></p></div>
    <button type="button" class="icon-btn" id="thread-close" aria-label="${texts.close}">${icon("close")}</button></header>
  <div class="thread-scroll" tabindex="0" aria-labelledby="thread-title" role="region"><p class="thread-empty" id="thread-empty" hidden>${texts.threadEmpty}</p><ol class="notes" id="notes"></ol></div>
</aside>`;
}
