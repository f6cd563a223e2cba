/**
 * Feishu's ids, checked before they go into a path: the SDK puts them there as they are.
 */
import { ChatError } from "../../src/chat/ports.ts";

const FORMS = {
  message: /^om_\w{1,80}$/u,
  chat: /^oc_\w{1,80}$/u,
  person: /^ou_\w{1,80}$/u,
  department: /^(?:od-\w{1,64}|0)$/u,
  group: /^[\w-]{1,64}$/u,
  file: /^[\w-]{1,120}$/u,
  approval: /^[0-9A-Fa-f-]{36}$/u,
} as const;

export function isId(kind: keyof typeof FORMS, text: string): boolean {
  return FORMS[kind].test(text);
}

/** The id, or the error that there can be no such thing. */
export function idOf(kind: keyof typeof FORMS, text: string): string {
  if (!isId(kind, text)) throw new ChatError("gone", `${JSON.stringify(text.slice(0, 80))} is no ${kind} of Feishu`);
  return text;
}
