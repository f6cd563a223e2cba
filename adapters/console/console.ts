/**
 * The console: a chat of gonogo's own in a web page. It is the reference rendering of the neutral card, and needs no
 * account anywhere.
 */

import type { Context, MiddlewareHandler } from "hono";
import { Hono } from "hono";
import { except } from "hono/combine";
import { getCookie } from "hono/cookie";
import { z } from "zod";
import type { ChatAdapter, Inbox, Place } from "../../src/chat/ports.ts";
import { createAdapter } from "./adapter.ts";
import { assetRoutes } from "./assets.ts";
import type { Streams } from "./events.ts";
import { createStreams } from "./events.ts";
import { guard, limitBody } from "./guard.ts";
import { createLive } from "./live.ts";
import type { ConsoleNeeds } from "./needs.ts";
import { chatPage, hrefOf } from "./page-chat.ts";
import { THEME_COOKIE, themeOf } from "./page-document.ts";
import type { Seat } from "./places.ts";
import { directPlace } from "./places.ts";
import { problem } from "./problem.ts";
import { preferred, signInPage, signInRoutes } from "./sign-in.ts";
import type { Speaker } from "./speak.ts";
import { fillIn, formSchema, messageSchema, press, pressSchema, redraw, say } from "./speak.ts";
import type { Visitor } from "./view.ts";
import { history, marks, threadNotes } from "./view.ts";
import { visitorOf } from "./visit.ts";

export interface Console {
  readonly adapter: ChatAdapter;
  /** To be mounted at `/`: the page, and everything under `/console/`. */
  readonly routes: Hono;
}

/** Where files come along. */
const WITH_FILES = ["/console/message", "/console/form"];

export function createConsole(needs: ConsoleNeeds): Console {
  const live = createLive(needs.messages, needs.now, needs.onError);
  const streams = createStreams(needs, live);
  let inbox: Inbox | undefined;
  const deaf = needs.onChange(live.wake);
  const adapter = createAdapter(needs, {
    open: (opened) => {
      inbox = opened;
    },
    close: () => {
      inbox = undefined;
      deaf();
      live.stop();
      streams.close();
    },
    changed: live.wake,
  });
  const routes = new Hono();
  const server: Server = { needs, streams, changed: live.wake, inbox: () => inbox };
  routes.use("/", guard(needs.publicUrl));
  routes.use("/plan/*", guard(needs.publicUrl));
  routes.use("/console/*", guard(needs.publicUrl), except(WITH_FILES, limitBody()));
  for (const path of WITH_FILES) routes.use(path, knownOnly(needs), limitBody(needs.mostFile));
  routes.route("/console/page", assetRoutes());
  routes.route("/console", signInRoutes(needs));
  routes.get("/", (context) => showPage(server, context));
  routes.get("/plan/:index", (context) => showLinked(server, context));
  readRoutes(routes, server);
  writeRoutes(routes, server);
  routes.onError((error) => {
    needs.onError(error);
    return problem("went-wrong");
  });
  return { adapter, routes };
}

interface Server {
  readonly needs: ConsoleNeeds;
  readonly streams: Streams;
  readonly changed: () => void;
  readonly inbox: () => Inbox | undefined;
}

/** What may be large is read only of people who are known. */
function knownOnly(needs: ConsoleNeeds): MiddlewareHandler {
  return async (context, next) => {
    if (!(await visitorOf(needs, context))) return problem("signed-out");
    await next();
    return undefined;
  };
}

const number = z.coerce.number().int().positive().safe();

async function showPage({ needs }: Server, context: Context): Promise<Response> {
  const visitor = await visitorOf(needs, context);
  if (!visitor) return context.html(signInPage(preferred(context.req.header("accept-language"))), 401);
  const sample = needs.doors.mode === "sample";
  const marked = await marks(needs, visitor);
  const asked = context.req.query("place");
  const seat = visitor.seats.find(({ place }) => place === asked);
  if (!seat) {
    const start = firstSeat(visitor, context.req.query("from"), marked.unread);
    if (!start) return problem("not-here");
    const fresh = sample && context.req.query("as") === undefined ? "&fresh" : "";
    return context.redirect(`${hrefOf(visitor, start.place, sample)}${fresh}`);
  }
  const cursor = needs.now();
  const page = {
    visitor,
    seat,
    history: await history(needs, visitor, seat.place),
    marks: marked,
    personas: sample ? await needs.directory.people() : [],
    commands: needs.commands(visitor.person.lang),
    theme: themeOf(getCookie(context, THEME_COOKIE)),
    cursor,
    mostFile: needs.mostFile,
    version: needs.version,
  };
  return context.html(chatPage(page));
}

/** Shows a plan that another system links to, in the direct messages of whoever opens it. */
async function showLinked({ needs, inbox, changed }: Server, context: Context): Promise<Response> {
  const visitor = await visitorOf(needs, context);
  if (!visitor) return context.html(signInPage(preferred(context.req.header("accept-language"))), 401);
  const index = number.safeParse(context.req.param("index"));
  const open = inbox();
  if (!index.success || !open) return problem(open ? "bad-request" : "went-wrong");
  const place = directPlace(visitor.person.id);
  // Opened twice within a minute, it is the same opening.
  const key = `link-${index.data}-${Math.floor(needs.now() / 60_000)}`;
  const said = { key, place, text: `/plan show ${index.data}`, files: [] };
  await say({ needs, inbox: open, visitor, changed }, said, place);
  return context.redirect(hrefOf(visitor, place, needs.doors.mode === "sample"));
}

/** Whoever has something unread from the bot starts there; others stay where they were, or begin in the first room. */
function firstSeat(
  visitor: Visitor,
  from: string | undefined,
  unread: Readonly<Record<string, number>>,
): Seat | undefined {
  const direct = directPlace(visitor.person.id);
  if (from !== undefined && (unread[direct] ?? 0) > 0) return visitor.seats.find(({ place }) => place === direct);
  return visitor.seats.find(({ place }) => place === from) ?? visitor.seats[0];
}

/** Runs `work` for who asks about a place they may see; everybody else learns nothing of it. */
async function inPlace(
  server: Server,
  context: Context,
  named: string | undefined,
  work: (visitor: Visitor, place: Place) => Promise<Response> | Response,
): Promise<Response> {
  const visitor = await visitorOf(server.needs, context);
  if (!visitor) return problem("signed-out");
  const seat = visitor.seats.find(({ place }) => place === named);
  return seat ? work(visitor, seat.place) : problem("not-here");
}

function readRoutes(routes: Hono, server: Server): void {
  const { needs, streams } = server;
  routes.get("/console/events", (context) =>
    inPlace(server, context, context.req.query("place"), (visitor, place) => streams.open(context, visitor, place)),
  );
  routes.get("/console/history", (context) =>
    inPlace(server, context, context.req.query("place"), async (visitor, place) => {
      const before = number.safeParse(context.req.query("before"));
      if (!before.success) return problem("bad-request");
      const page = await history(needs, visitor, place, before.data);
      return context.json({ html: page.html.toString(), more: page.more });
    }),
  );
  routes.get("/console/thread", async (context) => {
    const id = number.safeParse(context.req.query("message"));
    if (!id.success) return problem("bad-request");
    const parent = await needs.messages.get(id.data);
    return inPlace(server, context, parent?.place, async (visitor) => {
      if (parent?.onlyFor !== undefined && parent.onlyFor !== visitor.person.id) return problem("not-here");
      const notes = await threadNotes(needs, visitor, id.data);
      return context.json({ html: notes.toString() });
    });
  });
}

const seenSchema = z.strictObject({ place: z.string().max(300), message: number });
const langSchema = z.strictObject({ lang: z.enum(["zh", "en"]) });

function writeRoutes(routes: Hono, server: Server): void {
  const { needs, changed } = server;
  const speaking = async <Said extends { readonly place: string }, Given>(
    context: Context,
    schema: z.ZodType<Said>,
    work: (speaker: Speaker, said: Said, place: Place) => Promise<Given>,
  ): Promise<Response> => {
    const said = await bodyOf(context, schema);
    if (!said) return problem("bad-request");
    const inbox = server.inbox();
    if (!inbox) return problem("went-wrong");
    return inPlace(server, context, said.place, async (visitor, place) =>
      Response.json(await work({ needs, inbox, visitor, changed }, said, place)),
    );
  };
  routes.post("/console/message", (context) => speaking(context, messageSchema, say));
  routes.post("/console/action", (context) => speaking(context, pressSchema, press));
  routes.post("/console/form", (context) => speaking(context, formSchema, fillIn));
  routes.post("/console/reform", (context) => speaking(context, formSchema, redraw));
  routes.post("/console/seen", async (context) => {
    const seen = await bodyOf(context, seenSchema);
    if (!seen) return problem("bad-request");
    return inPlace(server, context, seen.place, async (visitor, place) => {
      await needs.messages.seen(visitor.person.id, place, seen.message);
      return context.json(await marks(needs, visitor));
    });
  });
  routes.post("/console/lang", async (context) => {
    const chosen = await bodyOf(context, langSchema);
    if (!chosen) return problem("bad-request");
    const visitor = await visitorOf(needs, context);
    if (!visitor) return problem("signed-out");
    await needs.directory.choose(visitor.person.id, chosen.lang);
    return context.json({ lang: chosen.lang });
  });
}

async function bodyOf<Said>(context: Context, schema: z.ZodType<Said>): Promise<Said | undefined> {
  if (!context.req.header("content-type")?.startsWith("application/json")) return undefined;
  const parsed = schema.safeParse(await context.req.json().catch(() => undefined));
  return parsed.success ? parsed.data : undefined;
}
