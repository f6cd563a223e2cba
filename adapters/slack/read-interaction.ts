/**
 * Slash commands, clicks, filled modals, shortcuts and questions for options, into what somebody meant.
 */
import { z } from "zod";
import type { Action } from "../../src/chat/action.ts";
import { actionSchema } from "../../src/chat/action.ts";
import type { IncomingForm } from "../../src/chat/ports.ts";
import type { Answering, AttachedFile, HeardOf } from "./heard.ts";
import { NEW_PLAN } from "./heard.ts";
import { directPlace, placeOf } from "./places.ts";
import type { Carried } from "./render/form.ts";
import { fieldOf, readCarried } from "./render/form.ts";
import { formFiles, formValues, stateSchema } from "./render/form-values.ts";
import { commandText } from "./typed-text.ts";

const commandSchema = z.looseObject({
  command: z.string(),
  text: z.string().default(""),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
});

/** The command's own name is the grammar's to read, whatever an administrator called it. */
export function readCommand(body: unknown, self: string | undefined): Read<HeardOf<"typed">> | undefined {
  const read = commandSchema.safeParse(body);
  if (!read.success) return undefined;
  const { text, user_id: user, channel_id: channel, trigger_id: trigger, response_url: address } = read.data;
  const to = { user, place: placeOf(channel, user), ...(address !== undefined && { address }) };
  return { heard: { kind: "typed", key: trigger, to, text: `/plan ${commandText(text, self)}`, files: [] }, trigger };
}

/** What somebody did, with what opens a modal for three seconds. */
export interface Read<H> {
  readonly heard: H;
  readonly trigger: string;
}

const view = z.looseObject({
  id: z.string(),
  type: z.string().optional(),
  private_metadata: z.string().default(""),
  callback_id: z.string().optional(),
  state: z.looseObject({ values: stateSchema }).optional(),
});
const base = { user: z.looseObject({ id: z.string() }), trigger_id: z.string() };

const pressSchema = z.looseObject({
  ...base,
  channel: z.looseObject({ id: z.string() }).nullish(),
  container: z
    .looseObject({
      type: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
      thread_ts: z.string().optional(),
    })
    .optional(),
  view: view.nullish(),
  response_url: z.string().nullish(),
  actions: z
    .array(
      z.looseObject({
        block_id: z.string().optional(),
        value: z.string().optional(),
        selected_option: z.looseObject({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

/** Where the click was: in a message, at home, or in a modal, which answers in itself. */
export type Surface =
  | { readonly kind: "message" }
  | { readonly kind: "home" }
  | { readonly kind: "modal"; readonly view: string };

export type Press =
  | ({ readonly kind: "press"; readonly surface: Surface } & Read<HeardOf<"pressed">>)
  /** A field whose form follows it. */
  | {
      readonly kind: "change";
      readonly user: string;
      readonly view: string;
      readonly carried: Carried;
      readonly values: Values;
    }
  | { readonly kind: "stale"; readonly user: string };
type Values = IncomingForm["values"];

export function readPress(body: unknown): Press | undefined {
  const read = pressSchema.safeParse(body);
  if (!read.success) return undefined;
  const { user, view: shown, actions } = read.data;
  const [pressed] = actions;
  const field = pressed?.block_id === undefined ? undefined : fieldOf(pressed.block_id);
  if (shown && field) return changeIn(user.id, shown);
  const action = actionIn(pressed?.value ?? pressed?.selected_option?.value);
  if (!action) return { kind: "stale", user: user.id };
  const heard = { kind: "pressed" as const, key: read.data.trigger_id, to: answeringOf(read.data), action };
  return { kind: "press", heard, trigger: read.data.trigger_id, surface: surfaceOf(shown) };
}

function surfaceOf(shown: z.infer<typeof view> | null | undefined): Surface {
  if (!shown) return { kind: "message" };
  return shown.type === "home" ? { kind: "home" } : { kind: "modal", view: shown.id };
}

function answeringOf({ user, channel, container, response_url: address }: z.infer<typeof pressSchema>): Answering {
  return {
    user: user.id,
    place: channel ? placeOf(channel.id, user.id) : directPlace(user.id),
    ...(address && { address }),
    ...(container?.thread_ts && { thread: container.thread_ts }),
    ...(container?.is_ephemeral && { replaces: true }),
  };
}

function changeIn(user: string, shown: z.infer<typeof view>): Press {
  const carried = readCarried(shown.private_metadata);
  if (!carried) return { kind: "stale", user };
  return { kind: "change", user, view: shown.id, carried, values: formValues(shown.state?.values ?? {}) };
}

/** Undefined for a button of another version, or of somebody else's making. */
function actionIn(text: string | undefined): Action | undefined {
  try {
    return actionSchema.safeParse(JSON.parse(text ?? "")).data;
  } catch {
    return undefined;
  }
}

const submissionSchema = z.looseObject({ ...base, view });

export interface Submission {
  readonly user: string;
  readonly trigger: string;
  readonly view: string;
  readonly carried: Carried;
  readonly values: Values;
  readonly files: Readonly<Record<string, AttachedFile[]>>;
  /** The fields that the modal has. */
  readonly shown: readonly string[];
}

export function readSubmission(body: unknown): Submission | undefined {
  const read = submissionSchema.safeParse(body);
  const carried = read.success ? readCarried(read.data.view.private_metadata) : undefined;
  if (!read.success || !carried) return undefined;
  const { user, trigger_id: trigger, view: shown } = read.data;
  const state = shown.state?.values ?? {};
  const fields = Object.keys(state).flatMap((block) => fieldOf(block)?.name ?? []);
  const given = { values: formValues(state), files: formFiles(state) };
  return { user: user.id, trigger, view: shown.id, carried, ...given, shown: fields };
}

const shortcutSchema = z.looseObject({
  ...base,
  type: z.enum(["shortcut", "message_action"]),
  callback_id: z.string(),
  channel: z.looseObject({ id: z.string() }).nullish(),
  message: z.looseObject({ text: z.string().default(""), ts: z.string().optional() }).nullish(),
  response_url: z.string().nullish(),
});

/** Both shortcuts begin a plan; that of a message begins it with what the message says. */
export function readShortcut(body: unknown): Read<HeardOf<"pressed">> | undefined {
  const read = shortcutSchema.safeParse(body);
  if (!read.success) return undefined;
  const { user, trigger_id: trigger, channel, message, response_url: address } = read.data;
  const to = {
    user: user.id,
    place: channel ? placeOf(channel.id, user.id) : directPlace(user.id),
    ...(address && { address }),
  };
  const about = message?.text;
  return { heard: { kind: "pressed", key: trigger, to, action: NEW_PLAN, ...(about && { about }) }, trigger };
}

const suggestionSchema = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  block_id: z.string(),
  value: z.string().default(""),
  view,
});

export interface Question {
  readonly user: string;
  readonly field: string;
  readonly typed: string;
  readonly carried: Carried;
  readonly values: Values;
}

export function readQuestion(body: unknown): Question | undefined {
  const read = suggestionSchema.safeParse(body);
  const carried = read.success ? readCarried(read.data.view.private_metadata) : undefined;
  const field = read.success ? fieldOf(read.data.block_id) : undefined;
  if (!read.success || !carried || !field) return undefined;
  const { user, value: typed, view: shown } = read.data;
  return { user: user.id, field: field.name, typed, carried, values: formValues(shown.state?.values ?? {}) };
}
