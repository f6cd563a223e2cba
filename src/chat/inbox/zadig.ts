/**
 * Choosing what a chat hears from Zadig, and answering it where it waits.
 */
import { LIMITS } from "../../plan/content.ts";
import type { Action } from "../action.ts";
import type { Form } from "../card.ts";
import { faultText } from "../forms/fault.ts";
import { textField } from "../forms/field.ts";
import { plainText } from "../forms/plain-text.ts";
import type { Values } from "../forms/values.ts";
import { FormReader } from "../forms/values.ts";
import type { Said } from "../grammar/said.ts";
import type { FormReply, Reply } from "../ports.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { notPressedText, subscriptionText } from "../texts/zadig-text.ts";
import type { Pressing, ZadigDesk } from "../zadig-notice.ts";
import { ZADIG_EVENTS } from "../zadig-notice.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { bad, good, plain } from "./talk.ts";

export type ZadigAction = Extract<Action, { gate: string }>;

/** What this chat hears from now on, or hears already. */
export async function subscribed(
  said: Extract<Said, { verb: "subscribe" }>,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const { lang, reader, person } = talk;
  const place = chatOf(talk);
  if (!needs.zadig) return bad(say(lang, "zadig.reply.off"));
  if (said.what === "list") return plain(await hearsText(place, talk, needs.zadig));
  if (!mayChoose(talk, needs)) return bad(say(lang, "zadig.reply.room"));
  const { project, plan, events = ZADIG_EVENTS } = said;
  const wanted = { project, plan, events };
  await needs.zadig.subscribe(place, wanted, person.id, needs.now());
  return good(say(lang, "zadig.reply.subscribed", { what: subscriptionText(wanted, reader) }));
}

/** This chat hears nothing more. */
export async function unsubscribed(talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const { lang } = talk;
  if (!needs.zadig) return bad(say(lang, "zadig.reply.off"));
  if (!mayChoose(talk, needs)) return bad(say(lang, "zadig.reply.room"));
  const ended = await needs.zadig.unsubscribe(chatOf(talk));
  return ended ? good(say(lang, "zadig.reply.unsubscribed")) : plain(say(lang, "zadig.reply.not-subscribed"));
}

async function hearsText(place: string, { lang, reader }: Talk, zadig: ZadigDesk): Promise<string> {
  const all = await zadig.subscriptions(place);
  if (all.length === 0) return say(lang, "zadig.reply.hears-nothing");
  return [say(lang, "zadig.reply.hears"), "", ...all.map((each) => `- ${subscriptionText(each, reader)}`)].join("\n");
}

const ROOM = /^[^:]+:room:/u;

/** What somebody sees alone in a room is theirs, and not the room's. */
function chatOf({ place, account }: Talk): string {
  return ROOM.test(place) ? place : `${account.platform}:direct:${account.id}`;
}

/** A direct chat is one's own; what a room hears concerns others. */
function mayChoose(talk: Talk, { directory }: ChatNeeds): boolean {
  return !ROOM.test(chatOf(talk)) || directory.roles(talk.person.id).length > 0;
}

/** A press of one of the buttons on a card from Zadig. */
export async function zadigPressed(action: ZadigAction, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const { lang, person } = talk;
  const { zadig } = needs;
  if (!zadig) return bad(say(lang, "zadig.reply.off"));
  const press = { gate: action.gate, person: person.id, at: needs.now() };
  switch (action.do) {
    case "zadig-go":
      return pressedReplies(await zadig.answer({ ...press, verdict: "go" }), "go", talk);
    case "zadig-again":
      return pressedReplies(await zadig.sendAgain(press), "again", talk);
    case "zadig-no-go": {
      const pressing = await zadig.ask(press);
      if (pressing.kind !== "taken") return pressedReplies(pressing, "no-go", talk);
      return [{ kind: "form", form: noGoForm(action, pressing.name, talk) }];
    }
  }
}

/** The filled form behind No-go. One that is not taken stays open, with nothing lost. */
export async function noGoSaid(action: ZadigAction, values: Values, talk: Talk, needs: ChatNeeds): Promise<FormReply> {
  const form = new FormReader(values);
  const reason = form.needed("reason", LIMITS.reason);
  if (reason === undefined) {
    const faults = Object.entries(form.faults).map(([name, fault]) => [name, faultText(fault, talk.reader)] as const);
    return { kind: "wrong", problem: say(talk.lang, "form.wrong"), fields: Object.fromEntries(faults) };
  }
  if (!needs.zadig) return { kind: "taken", replies: bad(say(talk.lang, "zadig.reply.off")) };
  const pressing = await needs.zadig.answer({
    gate: action.gate,
    person: talk.person.id,
    at: needs.now(),
    verdict: "no-go",
    reason,
  });
  if (pressing.kind === "taken") return { kind: "taken", replies: pressedReplies(pressing, "no-go", talk) };
  return { kind: "wrong", problem: plainText(notPressedText(pressing, talk.person.id, talk.reader)), fields: {} };
}

function pressedReplies(
  pressing: Pressing,
  what: "go" | "no-go" | "again",
  { lang, person, reader }: Talk,
): readonly Reply[] {
  if (pressing.kind === "taken") return good(say(lang, `zadig.reply.${what}`));
  const text = notPressedText(pressing, person.id, reader);
  return pressing.kind === "not-allowed" ? bad(text) : plain(text);
}

function noGoForm(action: ZadigAction, name: string, { lang }: Talk): Form {
  return {
    title: say(lang, "zadig.form.title"),
    intro: sayMarkdown(lang, "zadig.form.intro", { name }),
    fields: [
      textField(
        { name: "reason", label: say(lang, "form.field.reason"), required: true },
        { max: LIMITS.reason, lines: 3 },
      ),
    ],
    submit: say(lang, "zadig.form.submit"),
    back: say(lang, "confirm.back"),
    style: "danger",
    action,
  };
}
