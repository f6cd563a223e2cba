/**
 * The pages behind the links of mails. Opening one changes nothing, for mail servers open links too: only its button does.
 */
import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import { Hono } from "hono";
import type { Card } from "../../src/chat/card.ts";
import type { Inbox, Place, Reply } from "../../src/chat/ports.ts";
import { escapeHtml, htmlOf } from "../../src/chat/texts/rich-html.ts";
import { say } from "../../src/chat/texts/say.ts";
import { EMAIL } from "./adapter.ts";
import { cardMarkdown } from "./card-text.ts";
import { documentOf } from "./html.ts";
import type { EmailNeeds, LinkFound } from "./needs.ts";

export interface PageNeeds extends Pick<EmailNeeds, "links" | "leave" | "langOf"> {
  readonly inbox: () => Inbox | undefined;
  /** The approval as its approver sees it now; undefined when there is no such plan. */
  readonly show: (link: LinkFound) => Promise<Card | undefined>;
  /** The language of somebody who cannot be known. */
  readonly lang: "zh" | "en";
}

/** More is not read of a form. */
const MOST = 20_000;

/** Served under `/mail`. */
export function mailPages(needs: PageNeeds): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header("cache-control", "no-store");
    context.header("referrer-policy", "no-referrer");
    context.header("x-frame-options", "DENY");
    context.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
  });
  app.get("/decide/:secret", async (context) => {
    const link = await needs.links.find(context.req.param("secret"));
    return link ? decisionPage(context, link, needs) : gonePage(context, needs);
  });
  app.post("/decide/:secret", async (context) => decide(context, context.req.param("secret"), needs));
  app.get("/leave/:secret", async (context) => {
    const email = await needs.links.findLeave(context.req.param("secret"));
    return email === undefined ? gonePage(context, needs) : leavePage(context, email, needs);
  });
  app.post("/leave/:secret", async (context) => {
    const email = await needs.links.findLeave(context.req.param("secret"));
    if (email === undefined) return gonePage(context, needs);
    await needs.leave(email);
    const lang = needs.langOf(email);
    return textPage(context, lang, say(lang, "mail.left"), 200);
  });
  return app;
}

async function decisionPage(context: Context, link: LinkFound, needs: PageNeeds): Promise<Response> {
  const card = await needs.show(link);
  if (!card) return gonePage(context, needs);
  const lang = needs.langOf(link.email);
  const open = card.buttons.some(({ action }) => action.do === "approve");
  const form = open
    ? `<form method="post"><p><label>${escapeHtml(say(lang, "mail.reason"))}<br><textarea name="reason" rows="3" maxlength="2000"></textarea></label></p>` +
      `<p><button class="go" name="verdict" value="approve">${escapeHtml(say(lang, "button.approve"))}</button> ` +
      `<button name="verdict" value="reject">${escapeHtml(say(lang, "button.reject"))}</button></p></form>`
    : "";
  return context.html(documentOf(lang, card.title, `${htmlOf(cardMarkdown(card))}${form}`));
}

/** The link is used up when its decision was taken; one that was refused can be put right. */
async function decide(context: Context, secret: string, needs: PageNeeds): Promise<Response> {
  const link = await needs.links.find(secret);
  const inbox = needs.inbox();
  if (!link || !inbox) return gonePage(context, needs);
  const lang = needs.langOf(link.email);
  const length = Number(context.req.header("content-length") ?? 0);
  const form = length > MOST ? undefined : await context.req.parseBody().catch(() => undefined);
  const reason = typeof form?.reason === "string" ? form.reason.trim() : "";
  if (form?.verdict !== "approve" && form?.verdict !== "reject") return gonePage(context, needs);
  const { text, taken } = await sent(form.verdict, reason, link, inbox);
  if (taken) await needs.links.use(secret);
  return textPage(context, lang, text, taken ? 200 : 409);
}

/** The same as the buttons of a card: whoever may not, may not here either. */
async function sent(verdict: "approve" | "reject", reason: string, { email, ask }: LinkFound, inbox: Inbox) {
  const place: Place = `${EMAIL}:direct:${email}`;
  const sender = { key: `mail:${randomUUID()}`, account: { platform: EMAIL, id: email }, place };
  const { plan, seen, level } = ask;
  if (verdict === "approve" && reason === "") {
    return outcomeOf(await inbox.action({ ...sender, action: { do: "approve", plan, seen, level } }));
  }
  const values = verdict === "approve" ? { comment: reason } : { reason };
  const action = { do: "form", form: verdict, plan, seen, level } as const;
  const reply = await inbox.form({ ...sender, action, values });
  if (reply.kind === "taken") return outcomeOf(reply.replies);
  const problems = [reply.problem, ...Object.values(reply.fields)].filter((problem) => problem !== undefined);
  return { taken: false, text: problems.join("\n\n") };
}

function outcomeOf(replies: readonly Reply[]): { readonly taken: boolean; readonly text: string } {
  const texts = replies.flatMap((reply) => (reply.kind === "text" ? [reply] : []));
  return {
    taken: texts.length > 0 && texts.every(({ tone }) => tone !== "bad"),
    text: texts.map(({ text }) => text).join("\n\n"),
  };
}

function leavePage(context: Context, email: string, { langOf }: PageNeeds): Response | Promise<Response> {
  const lang = langOf(email);
  const title = say(lang, "mail.leave");
  const form = `<form method="post"><button class="go">${escapeHtml(title)}</button></form>`;
  return context.html(documentOf(lang, title, `<p>${escapeHtml(say(lang, "mail.leave-ask", { email }))}</p>${form}`));
}

function gonePage(context: Context, { lang }: PageNeeds): Response | Promise<Response> {
  return textPage(context, lang, say(lang, "mail.gone"), 404);
}

function textPage(
  context: Context,
  lang: "zh" | "en",
  markdown: string,
  status: 200 | 404 | 409,
): Response | Promise<Response> {
  return context.html(documentOf(lang, "gonogo", htmlOf(markdown)), status);
}
