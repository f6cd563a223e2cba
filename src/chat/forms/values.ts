/**
 * What was typed into a form, field by field, with the faults found on the way. Values come from outside: any field may
 * be absent or of another kind.
 */
import { LIMITS } from "../../plan/content.ts";
import { controlCharacter } from "../plan-file/control.ts";
import { requirementWords, splitList } from "../plan-file/list-text.ts";
import type { IncomingForm } from "../ports.ts";
import type { FormFault } from "./fault.ts";

export type Values = IncomingForm["values"];

export class FormReader {
  readonly #values: Values;
  readonly #faults = new Map<string, FormFault>();

  readonly #required: readonly string[];

  /** `required` names fields that may not be empty. */
  constructor(values: Values, required: readonly string[] = []) {
    this.#values = values;
    this.#required = required;
  }

  get faults(): Readonly<Record<string, FormFault>> {
    return Object.fromEntries(this.#faults);
  }

  has(name: string): boolean {
    return this.#value(name) !== undefined;
  }

  /** The fields that are there whose names begin so. */
  named(prefix: string): readonly string[] {
    return Object.keys(this.#values).filter((name) => name.startsWith(prefix));
  }

  /** The first fault of a field is the one to tell. */
  fault(name: string, fault: FormFault): undefined {
    if (!this.#faults.has(name)) this.#faults.set(name, fault);
    return undefined;
  }

  /** Without the blanks around; empty when it was emptied, undefined when the form has no such field or it is wrong. */
  text(name: string, most: number): string | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === "boolean") return undefined;
    const text = (typeof value === "string" ? value : value.join("\n")).replace(/\r\n?/gu, "\n").trim();
    if (text.length > most) return this.fault(name, { code: "too-long", most });
    return controlCharacter(text) === -1 ? text : this.fault(name, { code: "control-characters" });
  }

  /** The same, and a fault when nothing is there. */
  needed(name: string, most: number): string | undefined {
    const text = this.text(name, most);
    return text === undefined || text === "" ? this.fault(name, { code: "required" }) : text;
  }

  /** A field that may be absent, and not empty. */
  kept(name: string, most: number): string | undefined {
    return this.has(name) ? this.needed(name, most) : undefined;
  }

  requires(name: string): boolean {
    return this.#required.includes(name);
  }

  /** Whatever kind of field it is: a text, a list or a tick. */
  either(name: string, most: number): string | readonly string[] | boolean | undefined {
    const value = this.#value(name);
    if (typeof value === "boolean") return value;
    return typeof value === "string" ? this.text(name, most) : this.list(name, LIMITS.list);
  }

  /** Names, as a list or as typed with commas between; empty when emptied. */
  list(name: string, most: number): readonly string[] | undefined {
    return this.#several(name, most, splitList);
  }

  /** Requirements, as a list or as typed with lines, blanks or commas between; empty when emptied. */
  words(name: string, most: number): readonly string[] | undefined {
    return this.#several(name, most, requirementWords);
  }

  #several(name: string, most: number, split: (text: string) => readonly string[]): readonly string[] | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === "boolean") return undefined;
    const names = typeof value === "string" ? split(value) : value.map((each) => each.trim());
    const list = [...new Set(names.filter((each) => each !== ""))];
    if (list.length > most) return this.fault(name, { code: "too-many", most });
    if (list.some((each) => each.length > LIMITS.word))
      return this.fault(name, { code: "too-long", most: LIMITS.word });
    const isClean = list.every((each) => controlCharacter(each) === -1);
    return isClean ? list : this.fault(name, { code: "control-characters" });
  }

  #value(name: string): Values[string] | undefined {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }
}
