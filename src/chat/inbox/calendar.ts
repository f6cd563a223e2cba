/**
 * The release calendar in chat: what the coming two weeks hold, and freezes that admins begin and end.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { timeText } from "../texts/time-text.ts";
import { windowText } from "../texts/when.ts";
import { readWindow } from "../times/read.ts";
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
  return [{ kind: "card", card: calendarCard({ spans, plans, until: range.until }, talk.reader) }];
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
  const { lang, person, reader } = talk;
  if (!needs.directory.roles(person.id).includes("admin")) return bad(say(lang, "calendar.admins"));
  if (said.what === "end") {
    const { number } = said;
    const name = await needs.calendar.end(number, person.id);
    if (name === undefined) return bad(say(lang, "calendar.no-freeze", { number }));
    return good(sayMarkdown(lang, "calendar.ended", { number, name }));
  }
  const { name, repeat, tags, environments } = said;
  const { zone } = reader;
  const read = readWindow(said.time, { now: needs.now(), zone });
  if (!read.ok) return bad(timeText(read.problem, reader));
  const { opens: from, closes: until } = read.value;
  if (from >= until || (repeat === undefined && until <= needs.now())) return bad(say(lang, "calendar.over"));
  if (repeat !== undefined && !needs.calendar.isRule(repeat))
    return bad(sayMarkdown(lang, "calendar.bad-rule", { repeat }));
  const freeze = { name, from, until, repeat, zone, tags, environments, by: person.id };
  const number = await needs.calendar.freeze(freeze, talk.key);
  const values = { number, name, time: windowText(read.value, reader) };
  return good(sayMarkdown(lang, repeat === undefined ? "calendar.begun" : "calendar.begun-again", values));
}
