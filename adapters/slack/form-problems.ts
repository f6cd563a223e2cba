/**
 * Where what is wrong with a form is shown: at its fields, where Slack takes it, else above them.
 */
import type { FormReply } from "../../src/chat/ports.ts";
import { clip } from "./render/blocks.ts";
import { fieldBlock } from "./render/form.ts";

/** Slack names no limit; more would not be read at a field. */
const LONGEST_ERROR = 300;

type Wrong = Extract<FormReply, { kind: "wrong" }>;

/** By the block of the field; `shown` are the fields that the modal has. */
export function fieldProblems({ fields }: Wrong, shown: readonly string[]): Readonly<Record<string, string>> {
  const there = Object.entries(fields).filter(([name]) => shown.includes(name));
  return Object.fromEntries(there.map(([name, problem]) => [fieldBlock(name), clip(problem, LONGEST_ERROR)]));
}

/** What is about no field, or about one that is not there, needs the form drawn anew with it on top. */
export function needsRedraw({ fields }: Wrong, errors: Readonly<Record<string, string>>): boolean {
  const told = Object.keys(errors).length;
  return told === 0 || told < Object.keys(fields).length;
}
