/**
 * What Bolt hands on, kept before it is acknowledged and acknowledged before it is answered. Slack waits three seconds, and
 * says to the person that something went wrong when it waits in vain.
 */
import type { App } from "@slack/bolt";
import type { FormReply } from "../../src/chat/ports.ts";
import { say } from "../../src/chat/texts/say.ts";
import type { Live } from "./conversation.ts";
import type { EarsNeeds } from "./ears-needs.ts";
import { fieldProblems, needsRedraw } from "./form-problems.ts";
import type { Heard, HeardOf } from "./heard.ts";
import { laneOf } from "./heard.ts";
import { readEvent } from "./read-event.ts";
import type { Press, Submission } from "./read-interaction.ts";
import { readCommand, readPress, readQuestion, readShortcut, readSubmission } from "./read-interaction.ts";
import type { ModalView } from "./render/blocks.ts";
import { renderForm, suggested } from "./render/form.ts";
import { needsForm, unhashed } from "./render/form-values.ts";
import { textView } from "./render/view.ts";

/** What an acknowledgement carries: nothing, options, or what becomes of a modal. */
type Ack = (answer?: object) => Promise<void>;

export class Ears {
  readonly #needs: EarsNeeds;
  /** The latest change of each modal's fields: an earlier one is not drawn after it. */
  readonly #changes = new Map<string, symbol>();

  constructor(needs: EarsNeeds) {
    this.#needs = needs;
  }

  /** Names everything that Bolt shall hand on. Bolt gives each listener its own `ack`. */
  listenTo(app: App): void {
    app.event(/.*/, async ({ body }) => this.event(body));
    app.command(/.*/, async ({ body, ack }) => this.command(body, ack as Ack));
    app.action(/.*/, async ({ body, ack }) => this.press(body, ack as Ack));
    app.view(/.*/, async ({ body, ack }) => this.submission(body, ack as Ack));
    app.shortcut(/.*/, async ({ body, ack }) => this.shortcut(body, ack as Ack));
    app.options(/.*/, async ({ body, ack }) => this.question(body, ack as Ack));
  }

  /** Kept; whoever delivered it acknowledges it afterwards. */
  async event(body: unknown): Promise<void> {
    const { identities, planOf, arrivals } = this.#needs;
    const { botUserId } = await identities.get();
    const heard = readEvent(body, { self: botUserId, planOf });
    if (heard) await arrivals().keep({ key: heard.key, lane: laneOf(heard), payload: heard });
  }

  async command(body: unknown, ack: Ack): Promise<void> {
    const { botUserId } = await this.#needs.identities.get();
    const read = readCommand(body, botUserId);
    if (!read) return ack();
    await this.#hold(read.heard, ack, { trigger: read.trigger, surface: { kind: "message" } });
  }

  async press(body: unknown, ack: Ack): Promise<void> {
    const press = readPress(body);
    if (press?.kind === "change") {
      await ack();
      return this.#change(press);
    }
    if (press?.kind !== "press") return ack();
    const { heard, trigger, surface } = press;
    await this.#hold(heard, ack, { trigger, surface });
  }

  async shortcut(body: unknown, ack: Ack): Promise<void> {
    const read = readShortcut(body);
    if (!read) return ack();
    await this.#hold(read.heard, ack, { trigger: read.trigger, surface: { kind: "message" } });
  }

  /** A repeat is acknowledged and no more: whoever took the first is answering. */
  async #hold(heard: HeardOf<"typed" | "pressed">, ack: Ack, live: Live): Promise<void> {
    const { arrivals, conversation } = this.#needs;
    const held = await arrivals().hold({ key: heard.key, lane: laneOf(heard), payload: heard });
    await ack();
    if (held.again) return;
    await conversation.handle(heard, live);
    await held.done();
  }

  /** The form as it is with what is chosen now; nothing where the person is already further. */
  async #change({ user, view, carried, values }: Extract<Press, { kind: "change" }>): Promise<void> {
    const { conversation, modals, langOf } = this.#needs;
    const change = Symbol(view);
    this.#changes.set(view, change);
    try {
      const to = { user, place: carried.place };
      const form = await conversation.reform(carried.action, values, to);
      if (!form || this.#changes.get(view) !== change) return;
      await modals.update(view, renderForm(form, carried.place, langOf(user)));
    } finally {
      if (this.#changes.get(view) === change) this.#changes.delete(view);
    }
  }

  async question(body: unknown, ack: Ack): Promise<void> {
    const question = readQuestion(body);
    if (!question) return ack({ options: [] });
    const { user, carried, values, field: name, typed } = question;
    const form = await this.#needs.conversation.reform(carried.action, values, { user, place: carried.place });
    const field = form?.fields.find((each) => each.name === name);
    return ack({ options: field ? suggested(field, typed) : [] });
  }

  async submission(body: unknown, ack: Ack): Promise<void> {
    const read = readSubmission(body);
    if (!read) return ack();
    const { arrivals, rounds } = this.#needs;
    const submission = await this.#whole(read);
    const heard = heardOf(submission, rounds.keyOf(submission));
    const held = await arrivals().hold({ key: submission.trigger, lane: laneOf(heard), payload: heard });
    const reply = this.#needs.conversation.submit(heard);
    const answered = await this.#inTime(reply);
    if (answered === "late") {
      await ack({ response_action: "update", view: this.#said("slack.working", submission) });
      await this.#answerLate(await reply, submission, heard);
    } else if (answered === "failed") {
      // It is kept, and tried again; the answer comes by itself.
      await ack({ response_action: "update", view: this.#said("slack.went-wrong", submission) });
      await reply;
    } else await this.#answerNow(answered, submission, heard, ack, held.again);
    await held.done();
  }

  /** Values too long for an option are known by their digest; the form tells what they are. */
  async #whole(submission: Submission): Promise<Submission> {
    const { carried, values, user } = submission;
    if (!needsForm(values)) return submission;
    const form = await this.#needs.conversation.reform(carried.action, values, { user, place: carried.place });
    return form ? { ...submission, values: unhashed(values, form) } : submission;
  }

  async #inTime(reply: Promise<FormReply>): Promise<FormReply | "late" | "failed"> {
    const { scheduler, answerWithin } = this.#needs;
    const late = Promise.withResolvers<"late">();
    const callOff = scheduler.after(answerWithin, () => late.resolve("late"));
    const settled = reply.catch(() => "failed" as const);
    const first = await Promise.race([settled, late.promise]);
    callOff();
    return first;
  }

  async #answerNow(reply: FormReply, submission: Submission, heard: HeardOf<"filled">, ack: Ack, again: boolean) {
    if (reply.kind === "taken") {
      await ack();
      if (!again) await this.#needs.conversation.answerTaken(reply.replies, heard.to, heard.key);
      this.#needs.homes.touch(submission.user);
      return;
    }
    this.#needs.rounds.refused(submission.view);
    const errors = fieldProblems(reply, submission.shown);
    await ack(
      needsRedraw(reply, errors)
        ? { response_action: "update", view: await this.#redrawn(reply, submission) }
        : { response_action: "errors", errors },
    );
  }

  /** Too late for Slack to put errors at fields: the form is drawn anew, with them above the fields. */
  async #answerLate(reply: FormReply, submission: Submission, heard: HeardOf<"filled">): Promise<void> {
    const { modals, conversation, rounds, homes } = this.#needs;
    if (reply.kind === "taken") {
      await conversation.answerTaken(reply.replies, heard.to, heard.key);
      await modals.update(submission.view, this.#said("slack.done", submission));
      homes.touch(submission.user);
      return;
    }
    rounds.refused(submission.view);
    const shown = await modals.update(submission.view, await this.#redrawn(reply, submission));
    if (!shown) await conversation.answerForm(reply, heard);
  }

  /** With what was typed, and what is wrong; nothing of it is lost. */
  async #redrawn(
    wrong: Extract<FormReply, { kind: "wrong" }>,
    { user, carried, values }: Submission,
  ): Promise<ModalView> {
    const { conversation, langOf } = this.#needs;
    const form = await conversation.reform(carried.action, values, { user, place: carried.place });
    const lang = langOf(user);
    if (!form) return textView([wrong.problem, ...Object.values(wrong.fields)].filter(Boolean).join("\n\n"), lang);
    return renderForm(form, carried.place, lang, wrong);
  }

  #said(key: "slack.working" | "slack.went-wrong" | "slack.done", { user }: Submission): ModalView {
    const lang = this.#needs.langOf(user);
    return textView(say(lang, key), lang);
  }
}

function heardOf({ user, carried, values, files }: Submission, key: string): HeardOf<"filled"> {
  const { action, place } = carried;
  const given = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "object" ? [...value] : value]),
  );
  return { kind: "filled", key, to: { user, place }, action, values: given, files } satisfies Heard;
}
