/**
 * Signing in by a one-time link. Looking at the link changes nothing, so that a preview of it in chat does not burn it;
 * the button does.
 */
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { ConsoleNeeds, Lang } from "./needs.ts";
import { document } from "./page-document.ts";
import { TEXTS } from "./texts.ts";
import { SESSION_COOKIE } from "./visit.ts";

const tokenSchema = z.string().min(16).max(200);

/** The path of a one-time link, to put behind the address of the console. */
export function signInPath(token: string): string {
  return `/console/sign-in?token=${encodeURIComponent(token)}`;
}

export function signInRoutes(needs: ConsoleNeeds): Hono {
  const routes = new Hono();
  const { doors } = needs;
  if (doors.mode === "sample") {
    return routes
      .get("/sign-in", (context) => context.redirect("/"))
      .post("/sign-out", (context) => context.redirect("/", 303));
  }
  const { signIn } = doors;
  const secure = needs.publicUrl?.startsWith("https:") ?? false;
  routes.get("/sign-in", (context) => {
    const lang = preferred(context.req.header("accept-language"));
    const token = tokenSchema.safeParse(context.req.query("token"));
    return context.html(token.success ? confirmPage(lang, token.data) : signInPage(lang));
  });
  routes.post("/sign-in", async (context) => {
    const form = await context.req.parseBody();
    const token = tokenSchema.safeParse(form.token);
    const session = token.success ? await signIn.redeem(token.data) : undefined;
    if (!session) return context.html(overPage(preferred(context.req.header("accept-language"))), 410);
    setCookie(context, SESSION_COOKIE, session.session, {
      httpOnly: true,
      sameSite: "Lax",
      path: "/",
      secure,
      maxAge: Math.max(0, Math.floor((session.expiresAt - needs.now()) / 1_000)),
    });
    return context.redirect("/", 303);
  });
  routes.post("/sign-out", async (context) => {
    const cookie = getCookie(context, SESSION_COOKIE);
    if (cookie !== undefined) await signIn.end(cookie);
    deleteCookie(context, SESSION_COOKIE, { path: "/", secure });
    return context.redirect("/console/sign-in", 303);
  });
  return routes;
}

/** The first of the two languages that a browser asks for. */
export function preferred(header: string | undefined): Lang {
  return /^\s*zh\b/iu.test(header ?? "") ? "zh" : "en";
}

export function signInPage(lang: Lang): Html {
  const texts = TEXTS[lang];
  return sheet(
    lang,
    texts.signIn,
    html`<p>${texts.signInText}</p>
      <dl class="ways"><dt>${texts.signInChat}</dt><dd><code>/plan login</code></dd>
      <dt>${texts.signInServer}</dt><dd><code>gonogo login &lt;person&gt;</code></dd></dl>`,
  );
}

function confirmPage(lang: Lang, token: string): Html {
  const texts = TEXTS[lang];
  return sheet(
    lang,
    texts.signInNow,
    html`<p>${texts.signInNowText}</p>
      <form method="post" action="/console/sign-in"><input type="hidden" name="token" value="${token}">
      <button class="btn" data-style="primary" type="submit">${texts.signInGo}</button></form>`,
  );
}

function overPage(lang: Lang): Html {
  const texts = TEXTS[lang];
  return sheet(
    lang,
    texts.linkOver,
    html`<p>${texts.linkOverText}</p><p><a href="/console/sign-in">${texts.signIn}</a></p>`,
  );
}

function sheet(lang: Lang, title: string, body: Html): Html {
  return document({
    lang,
    title: `${title} · gonogo`,
    theme: undefined,
    script: false,
    body: html`<main class="sheet"><p class="brand">${mark()}<span>gonogo</span></p><h1>${title}</h1>${body}</main>`,
  });
}

function mark(): Html {
  return html`<span class="mark" aria-hidden="true"></span>`;
}
