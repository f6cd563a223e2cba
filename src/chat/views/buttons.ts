/**
 * Buttons of cards. What releases to production asks for confirmation; what needs a word opens a form.
 */
import type { CommandType } from "../../plan/command.ts";
import type { Item } from "../../plan/content.ts";
import { openChecks } from "../../plan/demands.ts";
import { progressOf } from "../../plan/items.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ItemAction } from "../../plan/possible.ts";
import { claimable, itemActions, possibleCommands } from "../../plan/possible.ts";
import { gateOf } from "../../plan/transitions.ts";
import type { Action, FormName } from "../action.ts";
import type { Button } from "../card.ts";
import { numberOf, workName } from "../texts/names.ts";
import type { PlanReader, Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";
import { freezeNow } from "./freezes.ts";

type Style = Button["style"];

/** What makes sense now for the plan as a whole, the likeliest first. */
export function planButtons(plan: Plan, reader: Reader): readonly Button[] {
  const possible = possibleCommands(plan, reader.now);
  return possible.flatMap((command) => {
    const button = planButton(command, plan, reader);
    return button ? [button] : [];
  });
}

function planButton(command: CommandType, plan: Plan, reader: Reader): Button | undefined {
  switch (command) {
    case "submit":
    case "finish":
      return finishing(command, plan, reader);
    case "start":
      return { ...click("start", plan, reader, "primary"), confirm: confirmStart(plan, reader) };
    case "approve":
      return approveButton(plan, reader);
    case "reject":
      return formButton("reject", plan, reader, "danger", asked(plan));
    case "recheck":
      return click("recheck", plan, reader, "primary");
    case "override":
      return formButton("override", plan, reader, "plain", { checkpoint: gateOf(plan.status) });
    case "edit":
      return formButton("edit", plan, reader, "plain", { seen: plan.digest });
    case "replan":
      return { ...click("replan", plan, reader, replanStyle(plan)), confirm: confirmReplan(plan, reader) };
    case "remind":
      return click("remind", plan, reader, "plain");
    case "cancel":
      return formButton("cancel", plan, reader, "danger");
    default:
      return undefined;
  }
}

/** Replanning is the way on only where there is no other. */
function replanStyle({ status }: Plan): Style {
  return status === "denied" || status === "timeout" ? "primary" : "plain";
}

/** With an approval, submitting is the way on; finishing alone would only be in its way. */
function finishing(command: "submit" | "finish", plan: Plan, reader: Reader): Button | undefined {
  const submits = plan.content.approval !== undefined;
  return submits === (command === "submit") ? click(command, plan, reader, "primary") : undefined;
}

function click(
  verb: "finish" | "submit" | "start" | "replan" | "recheck" | "remind",
  { index }: Plan,
  { lang }: Reader,
  style: Style,
): Button {
  return { id: verb, label: say(lang, `button.${verb}`), style, action: { do: verb, plan: index } };
}

type FormAction = Extract<Action, { do: "form" }>;
type About = Pick<FormAction, "item" | "seen" | "level" | "checkpoint">;

/** Opens a form about the plan, or about one of its items. */
export function formButton(form: FormName, { index }: Plan, { lang }: Reader, style: Style, about: About = {}): Button {
  return {
    id: about.item === undefined ? form : `${form}:${about.item}`,
    label: say(lang, `button.${form}`),
    style,
    action: { do: "form", form, plan: index, ...about },
  };
}

/** What a decision is about: exactly this content, in exactly this level. */
export function asked({ digest, round }: Plan): About {
  return { seen: digest, level: round?.level };
}

/** The click is bound to the content shown. The last level's approval releases the plan, and asks. */
export function approveButton(plan: Plan, { lang }: Reader): Button {
  const { index, content, digest } = plan;
  const levels = content.approval?.levels.length ?? 0;
  const last = (plan.round?.level ?? 0) + 1 >= levels;
  const confirm = {
    title: say(lang, "confirm.approve.title", { index }),
    text: say(lang, "confirm.approve.text", { name: content.name }),
    ok: say(lang, "confirm.approve.ok"),
    back: say(lang, "confirm.back"),
  };
  return {
    id: "approve",
    label: say(lang, "button.approve"),
    style: "primary",
    action: { do: "approve", plan: index, seen: digest, level: plan.round?.level },
    confirm: last ? confirm : undefined,
  };
}

function confirmStart({ index, content, status }: Plan, reader: Reader): Button["confirm"] {
  const { lang } = reader;
  return {
    title: say(lang, "confirm.start.title", { index }),
    text:
      status === "executing"
        ? say(lang, "confirm.start-missed.text", {
            name: content.name,
            schedule: shortTime(content.schedule ?? 0, reader),
          })
        : say(lang, "confirm.start.text", { name: content.name }),
    ok: say(lang, "confirm.start.ok"),
    back: say(lang, "confirm.back"),
  };
}

function confirmReplan({ index }: Plan, { lang }: Reader): Button["confirm"] {
  return {
    title: say(lang, "confirm.replan.title", { index }),
    text: say(lang, "confirm.replan.text"),
    ok: say(lang, "confirm.replan.ok"),
    back: say(lang, "confirm.back"),
  };
}

/** These carry nothing out. */
const IN_A_FREEZE: readonly ItemAction[] = ["skip", "tick", "undo"];

/** What can be done with an item now. In a freeze, carrying it out takes an admin's reason. */
export function itemButtons(plan: Plan, item: Item, reader: PlanReader): readonly Button[] {
  const frozen = freezeNow(reader) !== undefined;
  const actions = itemActions(plan, item.id, reader.now).map((action) =>
    frozen && !IN_A_FREEZE.includes(action)
      ? formButton("freeze-run", plan, reader, "danger", { item: item.id })
      : itemButton(action, plan, item, reader),
  );
  return claimable(plan, item) ? [...actions, claimButton(plan, item, reader)] : actions;
}

function claimButton({ index }: Plan, { id }: Item, { lang }: Reader): Button {
  return {
    id: `claim:${id}`,
    label: say(lang, "button.claim"),
    style: "plain",
    action: { do: "claim", plan: index, item: id },
  };
}

function itemButton(action: ItemAction, plan: Plan, item: Item, reader: Reader): Button {
  switch (action) {
    case "run":
    case "retry":
      return {
        id: `${action}:${item.id}`,
        label: say(reader.lang, `button.${action}`),
        style: "primary",
        action: { do: action, plan: plan.index, item: item.id },
        confirm: confirmRun(action, plan, item, reader),
      };
    case "done":
      return doneButton(plan, item, reader);
    case "tick":
      return formButton("tick", plan, reader, allTicked(plan, item) ? "plain" : "primary", { item: item.id });
    case "undo":
      return {
        id: `undo:${item.id}`,
        label: say(reader.lang, "button.undo"),
        style: "plain",
        action: { do: "undo", plan: plan.index, item: item.id },
        confirm: {
          title: say(reader.lang, "confirm.undo.title", { number: numberOf(plan, item.id) }),
          text: say(reader.lang, "confirm.undo.text"),
          ok: say(reader.lang, "confirm.undo.ok"),
          back: say(reader.lang, "confirm.back"),
        },
      };
    case "skip":
      return formButton("skip", plan, reader, "plain", { item: item.id });
  }
}

/** The second of two confirms what the first one said. */
function doneButton(plan: Plan, item: Item, reader: Reader): Button {
  const button = formButton("done", plan, reader, "primary", { item: item.id });
  const progress = progressOf(plan, item);
  return progress.state === "todo" && progress.said ? { ...button, label: say(reader.lang, "button.confirm") } : button;
}

function allTicked(plan: Plan, item: Item): boolean {
  const progress = progressOf(plan, item);
  return item.work.type === "text" && progress.state === "todo" && openChecks(item.work, progress).length === 0;
}

function confirmRun(action: "run" | "retry", plan: Plan, item: Item, reader: Reader): Button["confirm"] {
  const { lang } = reader;
  const progress = plan.items[item.id];
  const unclear = progress?.state === "failed" && progress.unclear;
  const values = { name: item.name, work: workName(item.work, reader) };
  return {
    title: say(lang, `confirm.${action}.title`, { number: numberOf(plan, item.id) }),
    text: unclear ? say(lang, "confirm.retry-unclear.text", values) : say(lang, `confirm.${action}.text`, values),
    ok: say(lang, `confirm.${action}.ok`),
    back: say(lang, "confirm.back"),
  };
}

export function showButton(what: "plan" | "log", index: number, { lang }: Pick<Reader, "lang">): Button {
  return {
    id: `show:${what}:${index}`,
    label: say(lang, `button.${what}`),
    style: "plain",
    action: { do: "show", what, plan: index },
  };
}
