/**
 * Why a command was refused, and what would be possible now. Markdown.
 */
import type { CommandType } from "../../plan/command.ts";
import type { PersonId } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Refusal, RefusalOf } from "../../plan/refusal.ts";
import type { Inline } from "../card.ts";
import type { TextKey } from "./catalogue.ts";
import { customProblemText } from "./custom-text.ts";
import { evidenceRefusalText } from "./evidence-text.ts";
import { fieldText } from "./field-text.ts";
import {
  actorLine,
  deskName,
  itemName,
  itemNames,
  joinLines,
  joinWords,
  peopleLine,
  personLine,
  sentences,
} from "./names.ts";
import type { Reader } from "./reader.ts";
import { frozenText, windowNotOpenText } from "./refusal-times.ts";
import { requirementsRefusal } from "./requirements-text.ts";
import { say, sayMarkdown } from "./say.ts";
import { nearTime, timeInZone } from "./when.ts";

/** The plan, where there is one, lets the text call its items by number and name. */
export type RefusalReader = Reader & {
  readonly plan?: Pick<Plan, "content" | "index" | "manager"> | undefined;
  /** Who was refused. */
  readonly person?: PersonId | undefined;
};

/** What the refused person reads. */
export function refusalText(refusal: Refusal, reader: RefusalReader): string {
  const { lang } = reader;
  const item = (id: string): string => itemName(id, reader.plan, reader);
  const items = (ids: readonly string[]): string => itemNames(ids, reader.plan, reader);
  switch (refusal.code) {
    case "not-allowed":
      return notAllowed(refusal, reader);
    case "not-approver":
      return sayMarkdown(lang, "refusal.not-approver", {
        level: refusal.level,
        approvers: peopleLine(refusal.approvers, reader),
      });
    case "own-plan":
      return say(lang, `refusal.own-plan.${refusal.as}`);
    case "second-person":
      return secondPerson(refusal, reader);
    case "unknown-person":
    case "unknown-group":
      return unknownParty(refusal, reader);
    case "wrong-status":
      return wrongStatus(refusal, reader);
    case "already-decided":
      return sayMarkdown(lang, `refusal.already-decided.${refusal.verdict}`, {
        person: personLine(refusal.by, reader),
        at: nearTime(refusal.at, reader),
      });
    case "approver-may-not-execute":
    case "content-changed":
    case "not-approved":
    case "needs-approval":
    case "no-approval":
    case "no-items":
    case "nobody-to-remind":
    case "step-up-needed":
    case "stale-instance":
    case "unknown-run":
    case "exists":
    case "no-such-plan":
      return say(lang, `refusal.${refusal.code}`);
    case "told-enough":
      return sayMarkdown(lang, "refusal.told-enough", { people: peopleLine(refusal.people, reader) });
    case "claimed":
      return sayMarkdown(lang, "refusal.claimed", {
        person: personLine(refusal.by, reader),
        item: item(refusal.item),
        at: nearTime(refusal.at, reader),
      });
    case "desk-step-up":
      return sayMarkdown(lang, "refusal.desk-step-up", {
        desk: deskName(refusal.via, reader),
        policy: refusal.policy,
      });
    case "window-not-open":
      return windowNotOpenText(refusal, reader);
    case "window-over":
      return sayMarkdown(lang, "refusal.window-over", { closed: timeInZone(refusal.closed, reader) });
    case "not-yet":
      return sayMarkdown(lang, "refusal.not-yet", { closes: timeInZone(refusal.closes, reader) });
    case "frozen":
      return frozenText(refusal, reader);
    case "unknown-item":
      return sayMarkdown(lang, "refusal.unknown-item", { item: refusal.item, items: refusal.items });
    case "wrong-item-state":
      return wrongItemState(refusal, reader);
    case "wrong-item-type":
      return sayMarkdown(lang, `refusal.wrong-item-type.${refusal.type}`, { item: item(refusal.item) });
    case "approver-may-not-manage":
      return sayMarkdown(lang, "refusal.approver-may-not-manage", { person: personLine(refusal.person, reader) });
    case "still-stopping":
      return sayMarkdown(lang, "refusal.still-stopping", { item: item(refusal.item) });
    case "waits-for":
      return sayMarkdown(lang, "refusal.waits-for", { item: item(refusal.item), items: items(refusal.items) });
    case "evidence-missing":
    case "unknown-ask":
    case "bad-link":
    case "unknown-check":
    case "too-many-files":
    case "confirm-other":
    case "nothing-to-undo":
    case "duplicate-ask":
    case "confirm-alone":
      return evidenceRefusalText(refusal, item(refusal.item), reader);
    case "too-many-items":
      return say(lang, "refusal.too-many-items", { most: refusal.most });
    case "invalid-content":
      return sayMarkdown(lang, "refusal.invalid-content", {
        path: fieldText(refusal.path, lang),
        problem: refusal.problem,
      });
    case "order-incomplete":
      return orderIncomplete(refusal, reader);
    case "order-cycle":
      return sayMarkdown(lang, "refusal.order-cycle", { items: items(refusal.items) });
    case "item-needed":
      return sayMarkdown(lang, "refusal.item-needed", { item: item(refusal.item), items: items(refusal.by) });
    case "duplicate-level":
      return sayMarkdown(lang, "refusal.duplicate-level", { level: refusal.level });
    case "window-backwards":
      return sayMarkdown(lang, "refusal.window-backwards", {
        opens: timeInZone(refusal.opens, reader),
        closes: timeInZone(refusal.closes, reader),
      });
    case "schedule-outside-window":
    case "schedule-over":
      return sayMarkdown(lang, `refusal.${refusal.code}`, { schedule: timeInZone(refusal.schedule, reader) });
    case "unsatisfiable":
      return unsatisfiable(refusal, reader);
    case "unknown-policy":
      return withKnown("refusal.unknown-policy", refusal.policy, refusal.known, reader);
    case "no-emergency":
    case "policy-moved":
      return sayMarkdown(lang, `refusal.${refusal.code}`, { policy: refusal.policy });
    case "emergency-alone":
      return say(lang, "refusal.emergency-alone");
    case "unknown-desk":
      return withKnown("refusal.unknown-desk", refusal.via, refusal.known, reader);
    case "desk-rule":
      return sayMarkdown(lang, "refusal.desk-rule", { desk: deskName(refusal.via, reader), level: refusal.level });
    case "decided-elsewhere":
      return decidedElsewhere(refusal, reader);
    case "unknown-engine":
      return withKnown("refusal.unknown-engine", refusal.engine, refusal.known, reader);
    case "unknown-hook":
      return withKnown("refusal.unknown-hook", refusal.name, refusal.known, reader);
    case "engine-silent":
      return sayMarkdown(lang, "refusal.engine-silent", { engine: refusal.engine });
    case "unknown-workflow":
      return sentences(
        [
          sayMarkdown(lang, "refusal.unknown-workflow", { engine: refusal.engine, name: refusal.workflow }),
          known(refusal.known, reader),
        ],
        reader,
      );
    case "bad-requirement":
    case "no-requirements":
    case "not-readable":
    case "requirements-missing":
    case "requirements-silent":
      return requirementsRefusal(refusal, reader);
    case "bad-custom":
      return customProblemText(refusal.problem, reader);
    case "bad-parameter":
      return badParameter(refusal, reader);
    case "reason-needed":
      return say(lang, "refusal.reason-needed", { command: commandName(refusal.command, reader) });
    case "too-long":
      return sayMarkdown(lang, "refusal.too-long", { field: fieldText(refusal.field, lang), most: refusal.most });
    case "control-characters":
      return sayMarkdown(lang, "refusal.control-characters", { field: fieldText(refusal.field, lang) });
    case "no-such-check":
      return say(lang, "refusal.no-such-check", { checkpoint: say(lang, `checkpoint.${refusal.checkpoint}`) });
    case "not-asked":
      return sayMarkdown(lang, "refusal.not-asked", {
        checkpoint: say(lang, `checkpoint.${refusal.checkpoint}`),
        endpoint: refusal.endpoint,
      });
  }
}

export function commandName(command: CommandType, { lang }: Pick<Reader, "lang">): string {
  return say(lang, `command.${command}`);
}

function notAllowed({ command, need }: RefusalOf<"not-allowed">, reader: RefusalReader): string {
  const { lang, plan } = reader;
  const name = { command: commandName(command, reader) };
  const withManager = (text: string): string =>
    sentences(
      [text, plan && sayMarkdown(lang, "refusal.manager-is", { manager: personLine(plan.manager, reader) })],
      reader,
    );
  switch (need) {
    case "reader":
    case "planner":
      return say(lang, `refusal.not-allowed.${need}`);
    case "editor":
      return withManager(say(lang, "refusal.not-allowed.editor"));
    case "manager":
    case "owner":
      return withManager(say(lang, `refusal.not-allowed.${need}`, name));
    case "admin":
    case "person":
    case "system":
      return say(lang, `refusal.not-allowed.${need}`, name);
  }
}

function secondPerson({ proposedBy, at }: RefusalOf<"second-person">, reader: RefusalReader): string {
  const time = nearTime(at, reader);
  if (reader.person === proposedBy) return sayMarkdown(reader.lang, "refusal.second-person", { at: time });
  const person = personLine(proposedBy, reader);
  return sayMarkdown(reader.lang, "refusal.second-person-other", { person, at: time });
}

function unknownParty(
  { code, name, nearest }: RefusalOf<"unknown-person"> | RefusalOf<"unknown-group">,
  reader: Reader,
): string {
  const hint = nearest === undefined ? undefined : sayMarkdown(reader.lang, "refusal.nearest", { nearest });
  return sentences([sayMarkdown(reader.lang, `refusal.${code}`, { name }), hint], reader);
}

function wrongStatus({ command, status, possible }: RefusalOf<"wrong-status">, reader: Reader): string {
  const { lang } = reader;
  const commands = possible.filter((other) => other !== "comment").map((other) => commandName(other, reader));
  return sentences(
    [
      say(lang, "refusal.wrong-status", {
        command: commandName(command, reader),
        status: say(lang, `status.${status}`),
      }),
      commands.length === 0
        ? say(lang, "refusal.nothing-possible")
        : say(lang, "refusal.possible", { commands: joinWords(commands, reader) }),
    ],
    reader,
  );
}

function wrongItemState({ item, state, by, at }: RefusalOf<"wrong-item-state">, reader: RefusalReader): string {
  const { lang } = reader;
  const known = { item: itemName(item, reader.plan, reader), state: say(lang, `item.${state}`) };
  const hint = say(lang, state === "done" || state === "skipped" ? "refusal.hint.finished" : `refusal.hint.${state}`);
  if (at === undefined) return sentences([sayMarkdown(lang, "refusal.wrong-item-state", known), hint], reader);
  const time = { ...known, at: nearTime(at, reader) };
  const said =
    by === undefined
      ? sayMarkdown(lang, "refusal.wrong-item-state-at", time)
      : sayMarkdown(lang, "refusal.wrong-item-state-by", { ...time, person: actorLine(by, reader) });
  return sentences([said, hint], reader);
}

function orderIncomplete({ missing, twice, unknown }: RefusalOf<"order-incomplete">, reader: RefusalReader): string {
  const part = (key: "missing" | "twice" | "unknown", ids: readonly string[]): string | undefined =>
    ids.length === 0
      ? undefined
      : sayMarkdown(reader.lang, `refusal.order.${key}`, { items: itemNames(ids, reader.plan, reader) });
  return sentences(
    [
      say(reader.lang, "refusal.order-incomplete"),
      part("missing", missing),
      part("twice", twice),
      part("unknown", unknown),
    ],
    reader,
  );
}

function unsatisfiable({ problem }: RefusalOf<"unsatisfiable">, reader: Reader): string {
  const { level, needed, able, barred } = problem;
  const people = joinLines(
    barred.map((person) => personLine(person, reader)),
    reader,
  );
  return sentences(
    [
      sayMarkdown(reader.lang, "refusal.unsatisfiable", { level, needed, able: able.length }),
      barred.length === 0 ? undefined : sayMarkdown(reader.lang, "refusal.unsatisfiable.barred", { people }),
    ],
    reader,
  );
}

function decidedElsewhere({ desk: via, link }: RefusalOf<"decided-elsewhere">, reader: Reader): string {
  const desk = deskName(via, reader);
  const there: Inline = link === undefined ? desk : { link, text: desk };
  return sayMarkdown(reader.lang, "refusal.decided-elsewhere", { desk: there });
}

function withKnown(
  key: TextKey & `refusal.unknown-${"policy" | "desk" | "engine" | "hook"}`,
  name: string,
  names: readonly string[],
  reader: Reader,
): string {
  return sentences([sayMarkdown(reader.lang, key, { name }), known(names, reader)], reader);
}

function known(names: readonly string[], reader: Reader): string {
  if (names.length === 0) return say(reader.lang, "refusal.none-known");
  return sayMarkdown(reader.lang, "refusal.known", { known: joinWords(names, reader) });
}

function badParameter({ item, problem }: RefusalOf<"bad-parameter">, reader: RefusalReader): string {
  const { lang } = reader;
  const values = { item: itemName(item, reader.plan, reader), name: problem.name };
  switch (problem.problem) {
    case "unknown":
      return sentences(
        [
          sayMarkdown(lang, "refusal.bad-parameter.unknown", values),
          problem.known.length === 0 ? say(lang, "refusal.no-parameters") : known(problem.known, reader),
        ],
        reader,
      );
    case "missing":
      return sayMarkdown(lang, "refusal.bad-parameter.missing", values);
    case "type":
      return sayMarkdown(lang, `refusal.bad-parameter.type.${problem.wanted}`, values);
    case "choice":
      return sayMarkdown(lang, "refusal.bad-parameter.choice", {
        ...values,
        choices: joinWords(problem.choices.map(String), reader),
      });
    case "pattern":
      return sayMarkdown(lang, "refusal.bad-parameter.pattern", { ...values, pattern: problem.pattern });
  }
}
