/**
 * What mail is given: a mail server, a memory of what was sent, and links whose secrets nobody else has. Loaded only when there
 * is a mail server.
 */
import { randomBytes } from "node:crypto";
import type { Ask, EmailNeeds } from "../adapters/email/needs.ts";
import type { ConnectedChat } from "./connected-chat.ts";
import type { Core, Process } from "./core.ts";
import { createShow } from "./flow/show.ts";
import { MAIL } from "./people/meeting.ts";
import { baseUrl } from "./people/sign-in-link.ts";
import {
  addMailLink,
  findMailLink,
  forgetMails,
  markMailed,
  refuseMail,
  useMailLink,
  wantsMail,
  wasMailed,
} from "./store/mails.ts";

const DAY = 24 * 60 * 60_000;
/** Longer than a release waits for anybody. */
const DECISION_LASTS = 14 * DAY;
/** Law and mail providers want that it works for a month at least. */
const LEAVE_LASTS = 90 * DAY;
const MAILS_LAST = 100 * DAY;

/** Undefined without a mail server. */
export async function connectEmail(core: Core, parts: Process): Promise<ConnectedChat | undefined> {
  const { settings, now } = parts;
  const url = settings.platforms.smtp;
  if (url === undefined || settings.sample) return undefined;
  const { store, directory } = core;
  const [{ createEmail }, { mailPages }] = await Promise.all([
    import("../adapters/email/adapter.ts"),
    import("../adapters/email/pages.ts"),
  ]);
  const needs = emailNeeds(url, core, parts);
  const email = createEmail(needs);
  const { lang, zone, policies, custom } = settings;
  const { freezes } = core.calendar;
  const show = createShow({ lang, zone, directory, now, freezes, policies, custom, fileLink: core.files.link });
  const pages = mailPages({
    ...needs,
    lang,
    inbox: email.inbox,
    show: async ({ email: address, ask }) => {
      const plan = await core.plans.byIndex(ask.plan);
      const person = directory.byAccount(MAIL, address)?.id;
      if (!plan?.round || person === undefined) return undefined;
      const name = { kind: "approval", round: plan.round.number, level: ask.level ?? 0, person } as const;
      return show.card(plan, name, `${MAIL}:direct:${address}`)?.card;
    },
  });
  await store.write((tx) => forgetMails(tx, { links: now(), mails: now() - MAILS_LAST }));
  return { adapter: email.adapter, routes: [{ path: "/mail", app: pages }] };
}

function emailNeeds(url: string, { store, directory }: Core, { settings, now }: Process): EmailNeeds {
  const personOf = (email: string) => directory.byAccount(MAIL, email);
  const makeLink = async (person: string, purpose: "decide" | "leave", payload: string, lasts: number) => {
    const secret = randomBytes(32).toString("base64url");
    await store.write((tx) => addMailLink(tx, { secret, person, purpose, payload, expiresAt: now() + lasts }));
    return secret;
  };
  return {
    url,
    from: settings.mail.from ?? `gonogo <gonogo@${new URL(url).hostname}>`,
    base: baseUrl(settings),
    langOf: (email) => {
      const person = personOf(email);
      return person ? directory.langOf(person.id) : settings.lang;
    },
    sent: {
      has: (key) => wasMailed(store.read, key),
      add: (key) => store.write((tx) => markMailed(tx, key, now())),
    },
    links: {
      make: (email, ask) => makeLink(email, "decide", JSON.stringify(ask), DECISION_LASTS),
      find: async (secret) => {
        const link = await findMailLink(store.read, secret, "decide", now());
        // Links hold this product's own writing, so their shape is taken at its word.
        const ask: Ask | undefined = link && JSON.parse(link.payload);
        return link && ask && personOf(link.person) ? { email: link.person, ask } : undefined;
      },
      use: (secret) => store.write((tx) => useMailLink(tx, secret, now())),
      makeLeave: (email) => makeLink(email, "leave", "{}", LEAVE_LASTS),
      findLeave: async (secret) => (await findMailLink(store.read, secret, "leave", now()))?.person,
    },
    wanted: (email) => wantsMail(store.read, email),
    leave: (email) => store.write((tx) => refuseMail(tx, email, now())),
  };
}
