/**
 * Verbs that choose what a chat hears from other systems.
 */
import { nearest } from "../plan-file/keys.ts";
import { splitList } from "../plan-file/list-text.ts";
import type { ZadigEvent } from "../zadig-notice.ts";
import { ZADIG_EVENTS } from "../zadig-notice.ts";
import { readFields } from "./fields.ts";
import { SUBSCRIBE_KEYS } from "./keys.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import { lexedOf } from "./read-plan.ts";
import type { Said } from "./said.ts";

const SOURCES = ["zadig"] as const;
const LONGEST_FILTER = 200;

const EVENT_WORDS: Readonly<Record<ZadigEvent, readonly string[]>> = {
  finish_planning: ["finish_planning", "规划完成"],
  start_execute: ["start_execute", "开始执行"],
  all_job_done: ["all_job_done", "发布项全部完成", "全部完成"],
  workflow: ["workflow", "workflows", "工作流", "工作流任务"],
};

/** `subscribe` lists; `subscribe zadig [project:x] [plan:"words"] [events:…]` subscribes. */
export function readSubscribe(text: string): Reading<Said> {
  if (text.trim() === "") return understood({ verb: "subscribe", what: "list" });
  const lexed = lexedOf("subscribe", text);
  if (!lexed.ok) return lexed;
  const read = readFields(lexed.value.words, { verb: "subscribe", keys: SUBSCRIBE_KEYS, many: [], parameters: false });
  if (!read.ok) return read;
  const { free, values } = read.value;
  const [source, stray] = free;
  const known = readSource("subscribe", source?.text ?? "");
  if (!known.ok) return known;
  if (stray) return refused({ code: "unexpected-word", verb: "subscribe", word: stray.raw.slice(0, 40) });
  const events = readEvents(values.get("events")?.[0]?.text);
  if (!events.ok) return events;
  const project = values.get("project")?.[0]?.text.slice(0, LONGEST_FILTER);
  const plan = values.get("plan")?.[0]?.text.slice(0, LONGEST_FILTER);
  return understood({
    verb: "subscribe",
    what: "zadig",
    ...(project !== undefined && { project }),
    ...(plan !== undefined && { plan }),
    ...(events.value && { events: events.value }),
  });
}

/** `unsubscribe zadig`. */
export function readUnsubscribe(text: string): Reading<Said> {
  const known = readSource("unsubscribe", text.trim());
  return known.ok ? understood({ verb: "unsubscribe" }) : known;
}

function readSource(verb: "subscribe" | "unsubscribe", word: string): Reading<(typeof SOURCES)[number]> {
  const source = SOURCES.find((each) => each === word.toLowerCase());
  if (source) return understood(source);
  return refused({ code: "unknown-choice", verb, word: word.slice(0, 40), choices: SOURCES });
}

function readEvents(text: string | undefined): Reading<readonly ZadigEvent[] | undefined> {
  if (text === undefined) return understood(undefined);
  const words = splitList(text);
  const spelt = words.map((word) => ({ word, event: eventNamed(word) }));
  const wrong = spelt.find(({ event }) => event === undefined);
  if (wrong) {
    return refused({
      code: "unknown-choice",
      verb: "subscribe",
      word: wrong.word.slice(0, 40),
      choices: ZADIG_EVENTS,
      nearest: nearest(wrong.word.slice(0, 40), ZADIG_EVENTS),
    });
  }
  const events = ZADIG_EVENTS.filter((event) => spelt.some((each) => each.event === event));
  return events.length === 0
    ? refused({ code: "missing-value", verb: "subscribe", key: "events" })
    : understood(events);
}

function eventNamed(word: string): ZadigEvent | undefined {
  const wanted = word.toLowerCase();
  return ZADIG_EVENTS.find((event) => EVENT_WORDS[event].includes(wanted));
}
