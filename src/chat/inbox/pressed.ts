/**
 * What a button means, as the same commands that are typed.
 */
import type { Action } from "../action.ts";
import type { Reply } from "../ports.ts";
import { command } from "./command.ts";
import { draftDropped, madeOfDraft } from "./drafting.ts";
import { sentAgain } from "./hooks.ts";
import { home, listed, looked, waiting } from "./looking.ts";
import type { ChatNeeds } from "./needs.ts";
import { formReply } from "./open-form.ts";
import { requirementsChanged, requirementsFound, requirementsShown } from "./requirements.ts";
import type { Talk } from "./talk.ts";
import { zadigPressed } from "./zadig.ts";

export async function pressed(action: Action, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  switch (action.do) {
    case "finish":
    case "submit":
    case "start":
    case "replan":
    case "refresh":
    case "recheck":
    case "remind":
      return command(action.plan, { type: action.do }, talk, needs);
    case "approve":
      return command(action.plan, { type: "approve", seen: action.seen, level: action.level }, talk, needs);
    case "run":
    case "retry":
    case "claim":
    case "undo":
      return command(action.plan, { type: action.do, item: action.item }, talk, needs);
    case "send-again":
      return sentAgain(action.plan, action.delivery, talk, needs);
    case "form":
      return formReply(action, talk, needs);
    case "list":
      return listed(action, talk, needs);
    case "make-plan":
      return madeOfDraft(action.draft, talk, needs);
    case "drop-draft":
      return draftDropped(action.draft, talk, needs);
    case "requirements":
      return requirementsShown(action, talk, needs);
    case "require":
      return requirementsChanged("add", action.plan, [action.word], talk, needs);
    case "unrequire":
      return requirementsChanged("remove", action.plan, [action.word], talk, needs);
    case "find": {
      const { do: _, plan, ...search } = action;
      return requirementsFound(plan, search, talk, needs);
    }
    case "zadig-go":
    case "zadig-no-go":
    case "zadig-again":
      return zadigPressed(action, talk, needs);
    case "show":
      if (action.what === "home") return home(talk, needs);
      return action.what === "waiting" || action.plan === undefined
        ? waiting(talk, needs)
        : looked(action.what === "plan" ? "show" : action.what, action.plan, talk, needs);
  }
}
