/**
 * People's clicks on cards: what the client sends, what it makes of the answer, and what it says when there is none.
 */
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import type { CardElement, CardJson } from "./card-parts.ts";
import { allElements, readCard } from "./card-rules.ts";
import type { Delivery } from "./delivery.ts";
import { newId } from "./ids.ts";
import type { EmulatedMessage, EmulatedPerson, World } from "./world.ts";

export interface Toast {
  readonly type: "info" | "success" | "error" | "warning";
  readonly content: string;
}

/** What the person sees at once; `error` is the code that the client shows. */
export interface Clicked {
  readonly toast?: Toast | undefined;
  readonly error?: number | undefined;
  /** Whether the card was replaced by the answer. */
  readonly replaced: boolean;
  /** How long the answer took (ms). */
  readonly took: number;
}

export type FieldValue = string | readonly string[] | boolean;

const answerSchema = z.strictObject({
  toast: z
    .strictObject({
      type: z.enum(["info", "success", "error", "warning"]).optional(),
      content: z.string().min(1).optional(),
      i18n: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  card: z.strictObject({ type: z.literal("raw"), data: z.looseObject({}) }).optional(),
});

export interface ClickParts {
  readonly world: World;
  readonly delivery: Delivery;
  readonly now: () => number;
  readonly violate: (what: string) => void;
  readonly changed: (message: EmulatedMessage) => void;
}

/** One click, from the finger to what the client shows. */
export async function click(
  parts: ClickParts,
  person: EmulatedPerson,
  message: EmulatedMessage,
  action: object,
): Promise<Clicked> {
  const { world, delivery, now } = parts;
  const began = now();
  message.locked = true;
  const ack = await delivery
    .callback({
      operator: { tenant_key: person.tenant, open_id: person.openId, union_id: person.unionId },
      token: newId("c"),
      action: { timezone: "Asia/Shanghai", ...action },
      host: "im_message",
      context: { open_message_id: message.id, open_chat_id: message.chat },
    })
    .finally(() => {
      message.locked = false;
    });
  const took = now() - began;
  const failed = (error: number): Clicked => ({ error, replaced: false, took });
  if (!ack) return failed(200341);
  if (ack.code !== 200) return failed(200671);
  const read = answerSchema.safeParse(ack.data);
  if (!read.success) {
    parts.violate(`a click was answered with ${JSON.stringify(ack.data)}`);
    return failed(200672);
  }
  const { toast, card } = read.data;
  if (card) {
    const content = JSON.stringify(card.data);
    const taken = readCard(content, (id) => world.people.has(id));
    if (taken instanceof ApiError) {
      parts.violate(`a click was answered with a bad card: ${taken.message}`);
      return failed(200673);
    }
    Object.assign(message, { card: taken, content, updatedAt: now(), edits: message.edits + 1 });
    parts.changed(message);
  }
  const shown = toast?.content === undefined ? undefined : { type: toast.type ?? "info", content: toast.content };
  return { toast: shown, replaced: card !== undefined, took };
}

/** The action that a click on this button sends. */
export function pressOf(button: Extract<CardElement, { tag: "button" }>): object {
  const callback = button.behaviors?.find((behavior) => behavior.type === "callback");
  if (!callback) throw new Error(`the button ${button.text.content} calls nobody`);
  return { tag: "button", value: callback.value, ...(button.name !== undefined && { name: button.name }) };
}

/** The form of a card as it would be sent with these values; what is not given stays as it was shown. */
export function submitOf(card: CardJson, values: Readonly<Record<string, FieldValue>>): object {
  const form = card.body.elements.find((element) => element.tag === "form");
  if (form?.tag !== "form") throw new Error("the card has no form");
  const inputs = allElements(form.elements);
  const submit = inputs.find((input) => input.tag === "button" && input.form_action_type === "submit");
  if (submit?.tag !== "button") throw new Error("the form has no submit button");
  const filled = inputs.flatMap((input) => fieldOf(input, values));
  const unknown = Object.keys(values).find((name) => !filled.some(([filledName]) => filledName === name));
  if (unknown !== undefined) throw new Error(`the form has no field ${unknown}`);
  return { ...pressOf(submit), form_value: Object.fromEntries(filled) };
}

type Filled = readonly [name: string, value: FieldValue];

/** The client keeps a person from more than an input takes, and from what is not on offer. */
function fieldOf(input: CardElement, values: Readonly<Record<string, FieldValue>>): readonly Filled[] {
  if (!("name" in input) || input.name === undefined || input.tag === "button" || input.tag === "form") return [];
  const given = Object.hasOwn(values, input.name) ? values[input.name] : initialOf(input);
  // What was never filled is not sent at all.
  if (given === undefined) return [];
  if (input.tag === "input" && typeof given === "string" && [...given].length > (input.max_length ?? 1_000)) {
    throw new Error(`${input.name} takes no more than ${input.max_length}`);
  }
  const offered = "options" in input ? (input.options ?? []).map(({ value }) => value) : undefined;
  const chosen = typeof given === "boolean" ? [] : [given].flat();
  const stray = offered && chosen.find((value) => value !== "" && !offered.includes(value));
  if (stray !== undefined) throw new Error(`${input.name} does not offer ${stray}`);
  return [[input.name, input.tag === "picker_datetime" && given !== "" ? `${String(given)} +0800` : given]];
}

function initialOf(input: CardElement): FieldValue | undefined {
  switch (input.tag) {
    case "input":
      return input.default_value;
    case "select_static":
    case "select_person":
      return input.initial_option;
    case "multi_select_static":
    case "multi_select_person":
      return input.selected_values;
    case "picker_datetime":
      return input.initial_datetime;
    case "checker":
      return input.checked ?? false;
    default:
      return undefined;
  }
}
