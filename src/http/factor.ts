/**
 * The page that shows a new authenticator's secret, once. It comes by no message, so that nobody but its reader keeps it.
 */
import type { Context } from "hono";
import { Hono } from "hono";
import { html } from "hono/html";
import type { Lang } from "../chat/texts/catalogue.ts";
import { say } from "../chat/texts/say.ts";
import type { NewFactor } from "../people/factors.ts";
import type { PersonId } from "../plan/content.ts";

export interface FactorPageNeeds {
  /** Whose one-time link this is, which is used up by asking. */
  readonly take: (secret: string) => Promise<PersonId | undefined>;
  readonly begin: (person: PersonId) => Promise<NewFactor | "has-one">;
  readonly langOf: (person: PersonId) => Lang;
  /** The language of somebody who is not known yet. */
  readonly lang: Lang;
}

/** Served under `/factor`. Opening the link uses nothing up: only its button does. */
export function factorPage(needs: FactorPageNeeds): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header("cache-control", "no-store");
    context.header("referrer-policy", "no-referrer");
    context.header("x-frame-options", "DENY");
    context.header("content-security-policy", "default-src 'none'; form-action 'self'");
  });
  app.get("/:secret", (context) => {
    const { lang } = needs;
    const button = html`<form method="post"><button>${say(lang, "factor.show")}</button></form>`;
    return page(context, lang, html`<p>${say(lang, "factor.intro")}</p>${button}`, 200);
  });
  app.post("/:secret", async (context) => {
    const person = await needs.take(context.req.param("secret"));
    if (person === undefined) return page(context, needs.lang, html`<p>${say(needs.lang, "factor.gone")}</p>`, 404);
    const lang = needs.langOf(person);
    const factor = await needs.begin(person);
    if (factor === "has-one") return page(context, lang, html`<p>${say(lang, "reply.factor-has-one")}</p>`, 409);
    const body = html`<p>${say(lang, "factor.secret")}</p>
      <p><code>${factor.secret}</code></p>
      <p><a href="${factor.uri}">${say(lang, "factor.open")}</a></p>
      <p>${say(lang, "factor.next")}</p>`;
    return page(context, lang, body, 200);
  });
  return app;
}

function page(context: Context, lang: Lang, body: ReturnType<typeof html>, status: 200 | 404 | 409) {
  const tag = lang === "zh" ? "zh-CN" : "en";
  return context.html(
    html`<!doctype html><html lang="${tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>gonogo</title></head><body><main>${body}</main></body></html>`,
    status,
  );
}
