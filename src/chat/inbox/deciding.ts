/**
 * Verbs that move a plan on: each is one command.
 */
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { command, itemCommand } from "./command.ts";
import { evidenced } from "./evidence.ts";
import type { ChatNeeds } from "./needs.ts";
import { personNamed } from "./parties.ts";
import type { Talk } from "./talk.ts";
import { refused } from "./talk.ts";

/** What is said of a plan or an item, without writing it. */
export type Deciding = Extract<
  Said,
  {
    verb:
      | "finish"
      | "submit"
      | "start"
      | "replan"
      | "refresh"
      | "recheck"
      | "remind"
      | "cancel"
      | "reject"
      | "override"
      | "approve"
      | "comment"
      | "claim"
      | "tick"
      | "untick"
      | "attach"
      | "undo"
      | "run"
      | "retry"
      | "done"
      | "skip"
      | "handover";
  }
>;

export async function decided(said: Deciding, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  switch (said.verb) {
    case "finish":
    case "submit":
    case "start":
    case "replan":
    case "refresh":
    case "recheck":
    case "remind":
      return command(said.plan, { type: said.verb }, talk, needs);
    case "cancel":
    case "reject":
    case "override":
      return command(said.plan, { type: said.verb, reason: said.reason }, talk, needs);
    case "approve":
      return command(said.plan, { type: "approve", comment: said.comment }, talk, needs);
    case "comment":
      return command(said.plan, { type: "comment", text: said.text }, talk, needs);
    case "run":
    case "retry":
      return itemCommand(said, (item) => ({ type: said.verb, item, despiteFreeze: said.despite }), talk, needs);
    case "done":
    case "tick":
    case "untick":
    case "attach":
    case "undo":
      return evidenced(said, talk, needs);
    case "claim":
      return itemCommand(said, (item) => ({ type: "claim", item }), talk, needs);
    case "skip":
      return itemCommand(said, (item) => ({ type: "skip", item, reason: said.reason }), talk, needs);
    case "handover": {
      const to = personNamed(said.to, talk, needs);
      return "problem" in to
        ? refused(to.problem, talk)
        : command(said.plan, { type: "handover", to: to.id }, talk, needs);
    }
  }
}
