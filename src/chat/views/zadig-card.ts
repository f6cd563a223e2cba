/**
 * The card of a release plan or a workflow task of Zadig, edited as Zadig tells more of it. Where Zadig waits for an outside
 * answer it has Go and No-go.
 */
import type { Action } from "../action.ts";
import type { Block, Button, Card, Field, ItemRow, Line } from "../card.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { personLine } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime, windowText } from "../texts/when.ts";
import type { ShownNotice, ZadigAnswer, ZadigItem, ZadigPlanNotice, ZadigTaskNotice } from "../zadig-notice.ts";
import { NOT_MOVED } from "../zadig-notice.ts";
import { itemStatusText, planStatusText, taskStatusText, toneOfItem, toneOfStatus } from "./zadig-words.ts";

type ShownPlan = Extract<ShownNotice, { gate?: unknown; reachable: boolean }>;

/** As many items as can be read on a card. */
const MOST_ITEMS = 30;
const MOST_STAGES = 30;
const LONGEST_NAME = 100;
const LONGEST_WORDS = 300;

export function zadigCard(shown: ShownNotice, reader: Reader): Card {
  return "reachable" in shown ? planCard(shown, reader) : taskCard(shown.notice, reader);
}

function short(text: string): string {
  return excerpt(oneLine(text).trim(), LONGEST_NAME);
}

function planCard(shown: ShownPlan, reader: Reader): Card {
  const { lang } = reader;
  const { notice } = shown;
  const { event } = notice;
  const name = short(notice.name);
  const status = planStatusText(notice.status, lang);
  const told = event && say(lang, `checkpoint.${event}`);
  return {
    title: told ? say(lang, "zadig.title.plan", { name, event: told }) : say(lang, "zadig.title.plain", { name }),
    tone: toneOf(shown),
    label: status,
    blocks: [
      ...waitBlocks(shown, reader),
      { kind: "fields", fields: planFields(notice, reader) },
      ...itemBlocks(notice, reader),
      ...linkBlocks(notice.link, reader),
    ],
    buttons: buttonsOf(shown, name, reader),
    summary:
      isOpen(shown) && notice.waitsFor
        ? say(lang, "zadig.summary.waits", { name, event: say(lang, `checkpoint.${notice.waitsFor}`) })
        : say(lang, "zadig.summary.plan", { name, status }),
  };
}

function toneOf({ notice, answer }: ShownPlan): Card["tone"] {
  if (!notice.waitsFor || answer?.state !== "answered") return toneOfStatus(notice.status);
  return answer.verdict === "go" ? "good" : "bad";
}

/** Whether the two buttons make sense: nobody answered yet, or Zadig refused and goes on waiting. */
function isOpen({ gate, reachable, answer }: ShownPlan): boolean {
  if (gate === undefined || !reachable) return false;
  return !answer || (answer.state === "refused" && answer.waiting);
}

function waitBlocks(shown: ShownPlan, reader: Reader): readonly Block[] {
  const { notice, gate, reachable, answer } = shown;
  const { lang } = reader;
  if (!notice.waitsFor) return [];
  if (answer) return answerBlocks(answer, reader);
  const key = gate === undefined ? "zadig.no-code" : reachable ? "zadig.waits" : "zadig.no-access";
  return [{ kind: "notice", tone: "waiting", line: [say(lang, key)] }];
}

function answerBlocks(answer: ZadigAnswer, reader: Reader): readonly Block[] {
  const { lang } = reader;
  const { verdict, reason, state } = answer;
  const good = verdict === "go" ? "good" : "bad";
  const tone = state === "answered" ? good : state === "sending" ? "active" : "bad";
  const why: Line | undefined =
    reason === undefined
      ? undefined
      : sayLine(lang, "zadig.reason", { reason: excerpt(oneLine(reason), LONGEST_WORDS) });
  return [
    { kind: "notice", tone, line: answerLine(answer, reader) },
    ...(why ? [{ kind: "context", line: why } satisfies Block] : []),
  ];
}

function answerLine({ verdict, by, at, state, words = "" }: ZadigAnswer, reader: Reader): Line {
  const { lang } = reader;
  const values = {
    verdict: say(lang, `zadig.verdict.${verdict}`),
    who: personLine(by, reader),
    at: shortTime(at, reader),
  };
  if (state === "sending" || state === "answered") return sayLine(lang, `zadig.${state}`, values);
  if (words === NOT_MOVED) return sayLine(lang, "zadig.not-moved", values);
  return sayLine(lang, `zadig.${state}`, { ...values, words: excerpt(oneLine(words), LONGEST_WORDS) });
}

function buttonsOf(shown: ShownPlan, name: string, { lang }: Reader): readonly Button[] {
  const { gate, answer, notice } = shown;
  if (gate === undefined) return [];
  const press = (act: Extract<Action, { gate: string }>["do"]): Action => ({ do: act, gate });
  if (canSendAgain(shown)) {
    return [
      { id: "zadig-again", label: say(lang, "zadig.button.again"), style: "plain", action: press("zadig-again") },
    ];
  }
  if (!isOpen(shown) || (answer && answer.state !== "refused")) return [];
  const event = say(lang, `checkpoint.${notice.waitsFor ?? "finish_planning"}`);
  const confirm = {
    title: say(lang, "zadig.confirm.title", { name }),
    text: say(lang, "zadig.confirm.text", { event }),
    ok: say(lang, "zadig.confirm.ok"),
    back: say(lang, "confirm.back"),
  };
  return [
    { id: "zadig-go", label: say(lang, "zadig.button.go"), style: "primary", action: press("zadig-go"), confirm },
    { id: "zadig-no-go", label: say(lang, "zadig.button.no-go"), style: "danger", action: press("zadig-no-go") },
  ];
}

function canSendAgain({ reachable, answer }: ShownPlan): boolean {
  return reachable && answer?.state === "unreachable";
}

function planFields(notice: ZadigPlanNotice, reader: Reader): readonly Field[] {
  const { lang } = reader;
  const { index, manager, window, schedule } = notice;
  const field = (label: string, value: string | undefined): readonly Field[] =>
    value === undefined || value === "" ? [] : [{ label, value: [value], short: true }];
  return [
    ...field(say(lang, "zadig.field.index"), index === undefined ? undefined : String(index)),
    ...field(say(lang, "card.manager"), short(manager)),
    ...field(say(lang, "card.window"), window ? windowText(window, reader) : say(lang, "card.no-window")).map(
      (each) => ({ ...each, short: false }),
    ),
    ...field(say(lang, "card.schedule"), schedule === undefined ? undefined : shortTime(schedule, reader)),
  ];
}

function itemBlocks({ items }: ZadigPlanNotice, reader: Reader): readonly Block[] {
  const { lang } = reader;
  if (items.length === 0) return [];
  const rows = items.slice(0, MOST_ITEMS).map((item, place) => itemRow(item, place, reader));
  const more = items.length - rows.length;
  return [
    { kind: "items", title: say(lang, "card.items"), rows },
    ...(more > 0 ? [{ kind: "context", line: [say(lang, "zadig.more-items", { count: more })] } satisfies Block] : []),
  ];
}

function itemRow({ name, status, workflow, by, at }: ZadigItem, place: number, reader: Reader): ItemRow {
  const { lang } = reader;
  const done: readonly Line[] =
    by && at !== undefined ? [sayLine(lang, "card.item.by", { who: short(by), at: shortTime(at, reader) })] : [];
  return {
    number: String(place + 1),
    name: short(name),
    tone: toneOfItem(status),
    label: itemStatusText(status, lang),
    kind: workflow === undefined ? say(lang, "zadig.text") : short(workflow),
    details: done,
    buttons: [],
  };
}

function taskCard(notice: ZadigTaskNotice, reader: Reader): Card {
  const { lang } = reader;
  const { task, stages, error } = notice;
  const workflow = short(notice.workflowName);
  const status = taskStatusText(notice.status, lang);
  const lines = stages
    .slice(0, MOST_STAGES)
    .map(
      (stage): Line => [
        say(lang, "zadig.stage", { name: short(stage.name), status: taskStatusText(stage.status, lang) }),
      ],
    );
  const wrong = sayLine(lang, "zadig.error", { error: excerpt(oneLine(error), LONGEST_WORDS) });
  return {
    title: say(lang, "zadig.title.task", { workflow, task: String(task) }),
    tone: toneOfStatus(notice.status),
    label: status,
    blocks: [
      ...(error.trim() === "" ? [] : [{ kind: "notice", tone: "bad", line: wrong } satisfies Block]),
      { kind: "fields", fields: taskFields(notice, reader) },
      ...(lines.length > 0 ? [{ kind: "list", title: say(lang, "zadig.stages"), lines } satisfies Block] : []),
      ...linkBlocks(notice.link, reader),
    ],
    buttons: [],
    summary: say(lang, "zadig.summary.task", { workflow, task: String(task), status }),
  };
}

function taskFields(notice: ZadigTaskNotice, reader: Reader): readonly Field[] {
  const { lang } = reader;
  const { projectName, creator, plan, startedAt, endedAt } = notice;
  const time = (at: number | undefined) => (at === undefined ? "" : shortTime(at, reader));
  const fields: readonly (readonly [label: string, value: string])[] = [
    [say(lang, "zadig.field.project"), short(projectName)],
    [say(lang, "zadig.field.creator"), short(creator)],
    [say(lang, "zadig.field.plan"), plan ? short(plan.name) : ""],
    [say(lang, "zadig.field.started"), time(startedAt)],
    [say(lang, "zadig.field.ended"), time(endedAt)],
  ];
  return fields.filter(([, value]) => value !== "").map(([label, value]) => ({ label, value: [value], short: true }));
}

function linkBlocks(link: string | undefined, { lang }: Reader): readonly Block[] {
  return link === undefined ? [] : [{ kind: "context", line: [{ link, text: say(lang, "zadig.open") }] }];
}
