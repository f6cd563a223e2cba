/**
 * What a hook receiver remembers, also over being killed: in a file, a line for each thing that happened.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const accepted = z.strictObject({
  kind: z.literal("accepted"),
  id: z.string(),
  plan: z.string(),
  event: z.string(),
  eventId: z.string(),
  digest: z.string(),
  body: z.string(),
});
const entry = z.discriminatedUnion("kind", [
  accepted,
  z.strictObject({ kind: z.literal("repeat"), id: z.string() }),
  z.strictObject({ kind: z.literal("violation"), what: z.string() }),
]);

export type Accepted = Readonly<z.infer<typeof accepted>>;
type Entry = Readonly<z.infer<typeof entry>>;

export interface HookLedger {
  /** In the order in which they were accepted. */
  readonly accepted: readonly Accepted[];
  readonly repeats: readonly string[];
  readonly violations: readonly string[];
}

/** Reads a ledger; the last line of a process that was killed may be cut short, and was then not answered. */
export function readLedger(file: string): HookLedger {
  return sorted(existsSync(file) ? entriesOf(readFileSync(file, "utf8")) : []);
}

export class Ledger implements HookLedger {
  readonly #file: string | undefined;
  readonly #accepted = new Map<string, Accepted>();
  readonly #repeats: string[];
  readonly #violations: string[];

  constructor(file: string | undefined) {
    this.#file = file;
    const known = file === undefined ? sorted([]) : readLedger(file);
    for (const one of known.accepted) this.#accepted.set(one.id, one);
    this.#repeats = [...known.repeats];
    this.#violations = [...known.violations];
    // A line that was cut short must not swallow the next one.
    if (file !== undefined && existsSync(file) && !/(?:^|\n)$/.test(readFileSync(file, "utf8")))
      appendFileSync(file, "\n");
  }

  get accepted(): readonly Accepted[] {
    return [...this.#accepted.values()];
  }

  get repeats(): readonly string[] {
    return this.#repeats;
  }

  get violations(): readonly string[] {
    return this.#violations;
  }

  find(id: string): Accepted | undefined {
    return this.#accepted.get(id);
  }

  accept(one: Omit<Accepted, "kind" | "digest">): void {
    const line: Accepted = { kind: "accepted", ...one, digest: digestOf(one.body) };
    this.#accepted.set(one.id, line);
    this.#write(line);
  }

  repeat(id: string): void {
    this.#repeats.push(id);
    this.#write({ kind: "repeat", id });
  }

  violate(what: string): void {
    this.#violations.push(what);
    this.#write({ kind: "violation", what });
  }

  #write(line: Entry): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

export function digestOf(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}

function entriesOf(text: string): readonly Entry[] {
  return text.split("\n").flatMap((line) => {
    try {
      return [entry.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

function sorted(entries: readonly Entry[]): HookLedger {
  return {
    accepted: entries.filter((one) => one.kind === "accepted"),
    repeats: entries.flatMap((one) => (one.kind === "repeat" ? [one.id] : [])),
    violations: entries.flatMap((one) => (one.kind === "violation" ? [one.what] : [])),
  };
}
