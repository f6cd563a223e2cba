/**
 * What was said, to whoever can answer it.
 */
import type { Said } from "../grammar/said.ts";
import type { Reply } from "../ports.ts";
import { helpCard } from "../views/help-card.ts";
import { calendarShown, frozen } from "./calendar.ts";
import { decided } from "./deciding.ts";
import { drafted } from "./drafting.ts";
import { edited } from "./editing.ts";
import { factorGiven, factorOffered } from "./factor.ts";
import { numberSentAgain } from "./hooks.ts";
import { listed, looked, waiting } from "./looking.ts";
import type { ChatNeeds } from "./needs.ts";
import { delegated, languageChosen, loginOffered } from "./oneself.ts";
import { written } from "./planning.ts";
import { notesWritten, requirementsAsked } from "./requirements.ts";
import type { Talk } from "./talk.ts";
import { templated } from "./templates.ts";
import { compared, restored } from "./versions.ts";
import { subscribed, unsubscribed } from "./zadig.ts";

export async function obey(said: Said, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  switch (said.verb) {
    case "waiting":
      return waiting(talk, needs);
    case "help":
      return [{ kind: "card", card: helpCard(said.about, talk.reader) }];
    case "lang":
      return languageChosen(said, talk, needs);
    case "authenticator":
      return factorOffered(talk, needs);
    case "verify":
      return factorGiven(said, talk, needs);
    case "login":
      return loginOffered(talk, needs);
    case "delegate":
      return delegated(said, talk, needs);
    case "calendar":
      return calendarShown(said, talk, needs);
    case "freeze":
      return frozen(said, talk, needs);
    case "subscribe":
      return subscribed(said, talk, needs);
    case "unsubscribe":
      return unsubscribed(talk, needs);
    case "template":
      return templated(said, talk, needs);
    case "list":
      return listed(said, talk, needs);
    case "show":
    case "log":
    case "hooks":
    case "export":
      return looked(said.verb, said.plan, talk, needs);
    case "notes":
      return notesWritten(said, talk, needs);
    case "requirements":
      return requirementsAsked(said, talk, needs);
    case "diff":
      return compared(said, talk, needs);
    case "restore":
      return restored(said, talk, needs);
    case "hook-again":
      return numberSentAgain(said, talk, needs);
    case "draft":
      return drafted(said, talk, needs);
    case "new":
    case "apply":
      return written(said, talk, needs);
    case "add":
    case "edit":
    case "edit-item":
    case "order":
    case "remove":
    case "copy":
      return edited(said, talk, needs);
    default:
      return decided(said, talk, needs);
  }
}
