/**
 * Mail to people who are in no chat: what waits for them, reminders and outcomes. A mail cannot be edited, so a card is sent
 * once, and the page behind its link shows what is true when it is opened.
 */
import { createHash } from "node:crypto";
import nodemailer from "nodemailer";
import type { Card } from "../../src/chat/card.ts";
import { planUrl } from "../../src/chat/plan-link.ts";
import type { ChatAdapter, Inbox, Place } from "../../src/chat/ports.ts";
import { ChatError } from "../../src/chat/ports.ts";
import { escapeHtml, htmlOf } from "../../src/chat/texts/rich-html.ts";
import { plainMarkdown } from "../../src/chat/texts/rich-plain.ts";
import { say } from "../../src/chat/texts/say.ts";
import { cardMarkdown } from "./card-text.ts";
import { documentOf } from "./html.ts";
import type { EmailNeeds } from "./needs.ts";

export const EMAIL = "email";
/** How long the server has for each step (ms). */
const PATIENCE = 15_000;

export interface Email {
  readonly adapter: ChatAdapter;
  /** Where decisions of the pages go; undefined before the start. */
  inbox(): Inbox | undefined;
}

interface Mail {
  readonly to: string;
  readonly key: string;
  readonly subject: string;
  /** Markdown. */
  readonly text: string;
  readonly button?: { readonly label: string; readonly url: string } | undefined;
  /** Where mail of this kind can be ended; absent for what waits for its reader. */
  readonly leave?: string | undefined;
}

export function createEmail(needs: EmailNeeds): Email {
  const transport = nodemailer.createTransport({
    url: needs.url,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
  });
  let inbox: Inbox | undefined;
  let reachable = true;

  async function send(mail: Mail): Promise<void> {
    if (await needs.sent.has(mail.key)) return;
    try {
      await transport.sendMail(messageOf(mail, needs));
      reachable = true;
    } catch (error) {
      reachable = isRefusal(error);
      throw problemOf(error);
    }
    await needs.sent.add(mail.key);
  }

  const adapter: ChatAdapter = {
    platform: EMAIL,
    start: async (given) => {
      inbox = given;
    },
    stop: async () => transport.close(),
    hear: async () => undefined,
    health: () => reachable,
    post: async (place, card, key) => {
      // What asks nothing any more is no reason to write.
      if (card.buttons.length > 0) await send(await requestOf(place, card, key, needs));
      return key;
    },
    edit: async () => undefined,
    note: async () => undefined,
    tell: async (email, _where, text, key) => {
      if (!(await needs.wanted(email)) || (await needs.sent.has(key))) return;
      const leave = `${needs.base}/mail/leave/${await needs.links.makeLeave(email)}`;
      await send({ to: email, key, subject: subjectOf(text), text, leave });
    },
    find: async () => undefined,
    members: async () => undefined,
  };
  return { adapter, inbox: () => inbox };
}

/** The card, with a link to the page that decides, or to the plan. */
async function requestOf(place: Place, card: Card, key: string, needs: EmailNeeds): Promise<Mail> {
  const to = place.slice(place.indexOf(":direct:") + ":direct:".length);
  const lang = needs.langOf(to);
  const mail = { to, key, subject: card.summary, text: cardMarkdown(card) };
  const approve = card.buttons.map(({ action }) => action).find((action) => action.do === "approve");
  if (approve) {
    const { plan, seen, level } = approve;
    const url = `${needs.base}/mail/decide/${await needs.links.make(to, { plan, seen, level })}`;
    return { ...mail, button: { label: say(lang, "mail.decide"), url } };
  }
  const plan = card.buttons.flatMap(({ action }) =>
    "plan" in action && action.plan !== undefined ? [action.plan] : [],
  );
  const [index] = plan;
  return index === undefined
    ? mail
    : { ...mail, button: { label: say(lang, "mail.open"), url: planUrl(needs.base, index) } };
}

function messageOf({ to, key, subject, text, button, leave }: Mail, { from, langOf }: EmailNeeds) {
  const lang = langOf(to);
  const domain = /@([^\s>]+)>?$/u.exec(from)?.[1] ?? "gonogo";
  const more = leave === undefined ? [] : [say(lang, "mail.leave"), leave];
  const plain = [plainMarkdown(text), ...(button ? [`${button.label}: ${button.url}`] : []), ...more].join("\n\n");
  const link = button
    ? `<p><a class="button" href="${escapeHtml(button.url)}">${escapeHtml(button.label)}</a></p>`
    : "";
  const end =
    leave === undefined
      ? ""
      : `<p class="small"><a href="${escapeHtml(leave)}">${escapeHtml(say(lang, "mail.leave"))}</a></p>`;
  return {
    from,
    to,
    subject: subject.slice(0, 200),
    text: plain,
    html: documentOf(lang, subject, `${htmlOf(text)}${link}${end}`),
    // The same however often it is sent: whoever gets it twice shows it once.
    messageId: `<${createHash("sha256").update(key).digest("hex").slice(0, 40)}@${domain}>`,
    headers: {
      "Auto-Submitted": "auto-generated",
      ...(leave !== undefined && {
        "List-Unsubscribe": `<${leave}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      }),
    },
  };
}

/** A notice's first line, without its marks. */
function subjectOf(markdown: string): string {
  const [line = ""] = plainMarkdown(markdown).split("\n");
  return line;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "responseCode" in error && typeof error.responseCode === "number";
}

/** A server that will never take this mail is not asked again. */
function problemOf(error: unknown): ChatError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "responseCode" in error ? Number(error.responseCode) : 0;
  return new ChatError(code >= 550 && code < 560 ? "gone" : "unreachable", message, undefined, error);
}
