/**
 * Clicks and forms, answered while the person waits: Feishu gives up after three seconds, so what takes longer goes to their
 * direct chat.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Action } from "../../src/chat/action.ts";
import { actionSchema } from "../../src/chat/action.ts";
import type { Form } from "../../src/chat/card.ts";
import type { Arrivals, FormReply, Inbox, Reply, Sender } from "../../src/chat/ports.ts";
import { cleanLine } from "../../src/chat/texts/clean.ts";
import type { ArrivedClick } from "./arrived.ts";
import type { Cards } from "./cards.ts";
import type { Filled } from "./form-fields.ts";
import type { Clicked } from "./incoming/events.ts";
import { askedSchema, formValueSchema, valuesOf } from "./incoming/form-values.ts";
import type { Messages } from "./messages.ts";
import type { FeishuNeeds } from "./needs.ts";
import { nextStep } from "./next-step.ts";
import type { FeishuPeople } from "./people.ts";
import { isOutside } from "./receive.ts";
import { directPlace, refOf, roomPlace } from "./refs.ts";
import { askedIn, isLong, renderClosed, renderForm } from "./render/form.ts";
import { cardMarkdown } from "./render/markdown.ts";
import type { Replies, Toast } from "./replies.ts";
import { formName } from "./replies.ts";
import type { Writers } from "./writers.ts";

/** Of Feishu's three seconds, what is left when the way there and back is taken off (ms). */
const IN_TIME = 1_500;
const MOST_TURNED = 1_000;

/** What a button of ours carries. */
const valueSchema = z.union([
  z.strictObject({ act: actionSchema }),
  z.strictObject({ form: actionSchema, asked: askedSchema }),
  z.strictObject({ back: z.string().max(400) }),
  z.strictObject({ page: z.int().min(1).max(MOST_TURNED) }),
]);

export interface CallbackAnswer {
  readonly toast?: Toast | undefined;
  readonly card?: { readonly type: "raw"; readonly data: unknown } | undefined;
}

export interface ClicksParts {
  readonly needs: FeishuNeeds;
  readonly inbox: Inbox;
  readonly arrivals: Arrivals;
  readonly people: FeishuPeople;
  readonly messages: Messages;
  readonly writers: Writers;
  readonly cards: Cards;
  readonly replies: Replies;
  /** Work that goes on after the answer. */
  readonly background: (work: Promise<unknown>) => void;
}

export class Clicks {
  readonly #parts: ClicksParts;

  constructor(parts: ClicksParts) {
    this.#parts = parts;
  }

  async answer(click: Clicked, key: string, tenant: string): Promise<CallbackAnswer> {
    const release = this.#parts.writers.hold(click.context.open_message_id);
    try {
      return await this.#answered(click, key, tenant);
    } finally {
      release();
    }
  }

  async #answered(click: Clicked, key: string, tenant: string): Promise<CallbackAnswer> {
    const { operator, context, action } = click;
    const { open_message_id: message, open_chat_id: chat } = context;
    const person = operator.open_id;
    const texts = this.#parts.replies.textsFor(person);
    const value = valueSchema.safeParse(action.value);
    if (!value.success) return { toast: { type: "warning", content: texts.notUnderstood } };
    const { data } = value;
    if ("page" in data) return this.#turned(refOf({ chat, message }), data.page);
    if ("back" in data) return this.#closed(message, person, data.back);
    const who = { key, person, outside: isOutside(operator.tenant_key, tenant), chat, message };
    if ("act" in data) return this.#inTime({ kind: "action", ...who, action: data.act });
    const sent = formValueSchema.safeParse(action.form_value ?? {});
    if (!sent.success) return { toast: { type: "error", content: texts.failed } };
    const values = valuesOf(data.asked, sent.data);
    return this.#inTime({ kind: "form", ...who, action: data.form, values: plain(values) });
  }

  /** What was kept and not answered in time, or not before the process died. */
  async hear(arrived: ArrivedClick): Promise<void> {
    const { replies } = this.#parts;
    const { key, person } = arrived;
    const done = await this.#handle(arrived);
    if (done.card !== undefined) await this.#showForm(arrived, done.card);
    await replies.send({ type: "open_id", id: person }, done.replies, `reply:${key}`, person);
  }

  /** Durable before it is handled; answered in time or with what is coming. */
  async #inTime(arrived: ArrivedClick): Promise<CallbackAnswer> {
    const texts = this.#parts.replies.textsFor(arrived.person);
    const state: { held: boolean; late: boolean } = { held: false, late: false };
    const work = this.#work(arrived, state);
    const answer = await Promise.race([work, sleep(IN_TIME, undefined)]);
    if (answer !== undefined) return answer;
    state.late = true;
    this.#parts.background(work);
    return { toast: state.held ? { type: "info", content: texts.working } : { type: "error", content: texts.failed } };
  }

  async #work(arrived: ArrivedClick, state: { held: boolean; readonly late: boolean }): Promise<CallbackAnswer> {
    const { arrivals, needs, replies } = this.#parts;
    const texts = replies.textsFor(arrived.person);
    try {
      const { done } = await arrivals.hold({ key: arrived.key, lane: arrived.person, payload: arrived });
      if (state.late) {
        // They were told that it failed, so it must not happen.
        await done();
        return {};
      }
      state.held = true;
      const handled = await this.#handle(arrived);
      if (state.late) {
        await this.#deliver(arrived, handled);
        await done();
        return {};
      }
      const { toast, rest } = replies.split(handled.replies, arrived.person);
      this.#parts.background(this.#deliver(arrived, { replies: rest }).then(done));
      const card = handled.card === undefined ? undefined : await this.#replaced(arrived, handled.card);
      return { ...(toast && { toast }), ...(card && { card }) };
    } catch (error) {
      needs.log.warn("a click could not be handled at once", { why: error instanceof Error ? error.message : error });
      return { toast: { type: state.held ? "info" : "error", content: state.held ? texts.working : texts.failed } };
    }
  }

  async #deliver(arrived: ArrivedClick, { replies, card }: Handled): Promise<void> {
    const { key, person } = arrived;
    if (card !== undefined) await this.#showForm(arrived, card);
    await this.#parts.replies.send({ type: "open_id", id: person }, replies, `reply:${key}`, person);
  }

  async #handle(arrived: ArrivedClick): Promise<Handled> {
    const { inbox } = this.#parts;
    const sender = await this.#sender(arrived);
    const { key, action } = arrived;
    if (arrived.kind === "action") return { replies: await inbox.action({ ...sender, key, action }) };
    const step = await this.#step(arrived, sender);
    if (step.card !== undefined) return { replies: [], card: step.card };
    const filled = { ...arrived, values: plain(step.values) };
    const reply = await inbox.form({ ...sender, key, action, values: filled.values });
    return reply.kind === "taken" ? this.#taken(filled, reply.replies) : this.#wrong(filled, reply, sender);
  }

  /** The values to hand in, or the card of what is still to be asked. */
  async #step(
    { action, values, person }: Extract<ArrivedClick, { kind: "form" }>,
    sender: Sender,
  ): Promise<{ readonly values: Filled; readonly card?: string | undefined }> {
    const { inbox, needs, replies } = this.#parts;
    const form = await inbox.reform({ ...sender, action, values });
    if (!form) return { values };
    const view = { action, texts: replies.textsFor(person), accountOf: needs.accountOf };
    const step = nextStep(form, values, isLong, (each) => askedIn({ ...view, form: each }));
    if (!step.form) return step;
    const intro = [view.texts.goOn, ...(step.form.intro === undefined ? [] : [step.form.intro])].join("\n\n");
    return { values, card: renderForm({ ...view, form: { ...step.form, intro }, filled: step.values }) };
  }

  /** The form's card shows what came of it; what else is to be said is sent. */
  #taken(arrived: ArrivedClick, all: readonly Reply[]): Handled {
    const texts = this.#parts.replies.textsFor(arrived.person);
    const [first, ...rest] = all;
    const said = first?.kind === "text" ? first.text : texts.taken;
    const card = renderClosed(texts.taken, cardMarkdown(said), "good");
    return { replies: first?.kind === "text" ? all : [...(first ? [first] : []), ...rest], card };
  }

  /** The same form again, with what was typed and what is wrong about it. */
  async #wrong(
    arrived: Extract<ArrivedClick, { kind: "form" }>,
    { problem, fields }: Extract<FormReply, { kind: "wrong" }>,
    sender: Sender,
  ): Promise<Handled> {
    const { inbox, needs, replies } = this.#parts;
    const { key, action, values, person } = arrived;
    const texts = replies.textsFor(person);
    const text = [problem, ...Object.values(fields)].filter((each) => each !== undefined && each !== "").join(" ");
    const told: Reply = { kind: "text", text: text === "" ? texts.failed : text, tone: "bad" };
    const form = (await inbox.reform({ ...sender, action, values })) ?? (await this.#asked(sender, key, action));
    if (!form) return { replies: [told] };
    const { accountOf } = needs;
    // Bound to what it shows now, which may be more than what was refused.
    const again = { form, action: form.action, texts, accountOf, filled: values };
    const card = renderForm({ ...again, problem, problems: fields });
    return { replies: [told], card };
  }

  /** The form as the button opens it; some have no other way to come. */
  async #asked(sender: Sender, key: string, action: Action): Promise<Form | undefined> {
    const again = await this.#parts.inbox.action({ ...sender, key: `${key}:again`, action });
    return again.find((reply) => reply.kind === "form")?.form;
  }

  async #sender({ person, outside, chat }: ArrivedClick): Promise<Sender> {
    const { people, cards } = this.#parts;
    const account = await people.account(person, outside);
    const place = (await cards.isDirect(chat)) ? directPlace(person) : roomPlace(chat);
    return { account, place };
  }

  /** A form's card takes its own answer; any other card is kept true by whoever posted it. */
  async #replaced({ message, person }: ArrivedClick, card: string): Promise<CallbackAnswer["card"]> {
    const owner = await this.#parts.needs.memory.get(formName(message));
    return owner === person ? { type: "raw", data: JSON.parse(card) } : undefined;
  }

  async #showForm({ chat, message, person }: ArrivedClick, card: string): Promise<void> {
    const owner = await this.#parts.needs.memory.get(formName(message));
    if (owner === person) await this.#parts.messages.patch(refOf({ chat, message }), card);
  }

  async #closed(message: string, person: string, title: string): Promise<CallbackAnswer> {
    const { needs, replies } = this.#parts;
    const texts = replies.textsFor(person);
    const owner = await needs.memory.get(formName(message));
    if (owner !== person) return { toast: { type: "warning", content: texts.notUnderstood } };
    const card = renderClosed(cleanLine(title, 100), cardMarkdown(texts.closed), "muted");
    return { card: { type: "raw", data: JSON.parse(card) } };
  }

  async #turned(ref: string, page: number): Promise<CallbackAnswer> {
    const content = await this.#parts.cards.turn(ref, page);
    return content === undefined ? {} : { card: { type: "raw", data: JSON.parse(content) } };
  }
}

interface Handled {
  readonly replies: readonly Reply[];
  /** What the form's card shows now. */
  readonly card?: string | undefined;
}

function plain(values: Readonly<Record<string, string | readonly string[] | boolean>>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "object" ? [...value] : value] as const),
  );
}
