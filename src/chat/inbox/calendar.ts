/**
 * The release calendar in chat: what the coming two weeks hold, and freezes that admins begin and end.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { freezeProblemText, freezeText } from "../texts/freeze-text.ts";
import { say } from "../texts/say.ts";
import { calendarCard } from "../views/calendar-card.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { bad, good } from "./talk.ts";

const DAY = 24 * 60 * 60_000;
const SHOWN = 14 * DAY;
/** Pages of open plans that are looked through for times: more than anybody has open. */
const MOST_PAGES = 20;

export async function calendarShown(
  { link }: Extract<Said, { verb: "calendar" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  if (link) return good(`${say(talk.lang, "calendar.link")}\n\n<${await needs.calendar.link(talk.person.id)}>`);
  const now = needs.now();
  const range = { from: now, until: now + SHOWN };
  const spans = await needs.calendar.between(range.from, range.until);
  const plans = (await openPlans(talk, needs)).filter(({ content: { window, schedule } }) => {
    const coming = window && window.opens < range.until && window.closes > range.from;
    return coming || (schedule !== undefined && schedule >= range.from && schedule < range.until);
  });
  // Whoever looks after the calendar has to know that it is an old one.
  const admin = needs.directory.roles(talk.person.id).includes("admin");
  const feeds = admin ? (await needs.calendar.feeds()).filter(({ problem }) => problem !== undefined) : [];
  return [{ kind: "card", card: calendarCard({ spans, plans, feeds, until: range.until }, talk.reader) }];
}

async function openPlans(talk: Talk, { plans, directory }: ChatNeeds): Promise<readonly Plan[]> {
  const reader = talk.person.id;
  const all = directory.roles(reader).includes("admin");
  const found: Plan[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const next = await plans.list({ scope: "open", words: [], page, reader, all });
    found.push(...next.plans);
    if (!next.more) break;
  }
  return found;
}

export async function frozen(
  said: Extract<Said, { verb: "freeze" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const { key, reader } = talk;
  const by = { kind: "person", id: talk.person.id } as const;
  if (said.what === "end") {
    const ended = await needs.calendar.end(said.number, by);
    return ended.ok ? good(freezeText("ended", ended.freeze, reader)) : bad(freezeProblemText(ended.problem, reader));
  }
  const { name, time, repeat, tags, environments } = said;
  const freeze = { name, time, repeat, zone: reader.zone, tags, environments };
  const begun = await needs.calendar.begin(freeze, by, key);
  return begun.ok ? good(freezeText("begun", begun.freeze, reader)) : bad(freezeProblemText(begun.problem, reader));
}
