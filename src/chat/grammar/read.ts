/**
 * A message to the bot, into what was said. Any text gets an answer; none throws.
 */
import { controlCharacter } from "../plan-file/control.ts";
import { numberAt } from "./numbers.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import {
  readApprove,
  readComment,
  readDelegate,
  readHandover,
  readHelp,
  readHooks,
  readLang,
  readList,
  readPlanVerb,
  readReasoned,
  unknownVerb,
} from "./read-decision.ts";
import { readAttach, readTick, readUndo } from "./read-evidence.ts";
import { readFreeze } from "./read-freeze.ts";
import { readAdd, readBareItem, readDone, readOrder, readRun, readShow, readSkip } from "./read-item.ts";
import { readApply, readCopy, readEdit, readNew, readTemplate } from "./read-plan.ts";
import { readNotes, readRequirements } from "./read-requirements.ts";
import { readSubscribe, readUnsubscribe } from "./read-subscribe.ts";
import { readDiff, readRestore } from "./read-version.ts";
import type { Said, Verb } from "./said.ts";
import { verbNamed, verbSpellings } from "./verbs.ts";

/** In UTF-16 units: more than any plan typed in a message, less than what would slow the bot for others. */
export const LONGEST_MESSAGE = 100 * 1024;

/** Reads a message. The bot's name may lead it (`/plan`, `/发布`) or not, as in a direct message. */
export function readMessage(message: string): Reading<Said> {
  if (message.length > LONGEST_MESSAGE) return refused({ code: "too-long", most: LONGEST_MESSAGE });
  if (controlCharacter(message) !== -1) return refused({ code: "control-characters" });
  const text = message.replace(/\r\n?/g, "\n").replace(/[\u200B\u2060\uFEFF]/gu, "");
  const command = withoutPrefix(text);
  if (!command.ok) return command;
  const { rest } = command.value;
  if (rest === "") return understood({ verb: "waiting" });
  const number = numberAt(rest);
  if (number?.rest === "") return understood({ verb: "show", plan: number.plan });
  const [word = ""] = /^\S+/u.exec(rest) ?? [];
  const verb = verbAt(word);
  if (!verb) return refused(unknownVerb(word.slice(0, 40)));
  const begins = text.trimEnd().length - rest.length + verb.length;
  const line = text.slice(0, begins).split("\n").length - 1;
  return readVerb(verb.verb, rest.slice(verb.length).replace(/^[^\S\n]+/u, ""), line);
}

/** The message without the bot's name before it, and without the blanks around. */
function withoutPrefix(text: string): Reading<{ readonly rest: string }> {
  const trimmed = text.trim();
  const [named] =
    /^[/／](?:plan(?![\p{L}\p{N}_-])|发布(?:计划)?)/iu.exec(trimmed) ??
    /^(?:plan|发布(?:计划)?)(?=\s|$)/iu.exec(trimmed) ??
    [];
  if (named !== undefined) return understood({ rest: trimmed.slice(named.length).trim() });
  if (!/^[/／]/u.test(trimmed)) return understood({ rest: trimmed });
  const [command = ""] = /^\S{1,40}/u.exec(trimmed) ?? [];
  return refused({ code: "unknown-command", command });
}

/** The verb a word is, or begins with when a number is stuck to it: 批准52. */
function verbAt(word: string): { readonly verb: Verb; readonly length: number } | undefined {
  const whole = word.length > 40 ? undefined : verbNamed(word.replace(/[:：,，。!！]$/u, ""));
  if (whole) return { verb: whole, length: word.length };
  const [name = ""] = /^\p{Script=Han}{1,6}(?=[#＃\d０-９@])/u.exec(word) ?? [];
  const stuck = verbSpellings().find(({ spelling }) => spelling === name);
  return stuck && { verb: stuck.verb, length: name.length };
}

function readVerb(verb: Verb, text: string, line: number): Reading<Said> {
  switch (verb) {
    case "new":
      return readNew(text, line);
    case "draft":
      return understood({ verb, ...(text.trim() !== "" && { text: text.trim() }) });
    case "apply":
      return readApply(text, line);
    case "add":
      return readAdd(text);
    case "edit":
      return readEdit(text);
    case "order":
      return readOrder(text);
    case "remove":
    case "claim":
      return readBareItem(verb, text);
    case "copy":
      return readCopy(text);
    case "show":
      return readShow(text);
    case "log":
    case "export":
    case "finish":
    case "submit":
    case "start":
    case "replan":
    case "refresh":
    case "recheck":
    case "remind":
      return readPlanVerb(verb, text);
    case "hooks":
      return readHooks(text);
    case "notes":
      return readNotes(text);
    case "requirements":
      return readRequirements(text);
    case "cancel":
    case "reject":
    case "override":
      return readReasoned(verb, text);
    case "approve":
      return readApprove(text);
    case "comment":
      return readComment(text);
    case "run":
    case "retry":
      return readRun(verb, text);
    case "done":
      return readDone(text);
    case "skip":
      return readSkip(text);
    case "tick":
    case "untick":
      return readTick(verb, text);
    case "attach":
      return readAttach(text);
    case "undo":
      return readUndo(text);
    case "handover":
      return readHandover(text);
    case "delegate":
      return readDelegate(text);
    case "list":
      return readList(text);
    case "diff":
      return readDiff(text);
    case "restore":
      return readRestore(text);
    case "template":
      return readTemplate(text, line);
    case "freeze":
      return readFreeze(text);
    case "calendar":
      if (/^(?:link|链接)$/iu.test(text.trim())) return understood({ verb, link: true });
      return text.trim() === ""
        ? understood({ verb })
        : refused({ code: "unexpected-word", verb, word: text.trim().slice(0, 40) });
    case "authenticator":
    case "login":
      return text.trim() === ""
        ? understood({ verb })
        : refused({ code: "unexpected-word", verb, word: text.trim().slice(0, 40) });
    case "subscribe":
      return readSubscribe(text);
    case "unsubscribe":
      return readUnsubscribe(text);
    case "lang":
      return readLang(text);
    case "verify":
      return text.trim() === ""
        ? refused({ code: "missing-text", verb })
        : understood({ verb, code: text.trim().slice(0, 40) });
    case "help":
      return readHelp(text);
  }
}
