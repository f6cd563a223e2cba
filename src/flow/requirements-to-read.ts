/**
 * Which requirements are read for a command, and how long it waits for them.
 */
import type { Command } from "../plan/command.ts";
import type { Context } from "../plan/context.ts";
import type { Plan } from "../plan/plan.ts";
import type { Asker } from "../plan/roles.ts";
import { whoProblem } from "../plan/roles.ts";
import { TAKES } from "../plan/transitions.ts";
import type { Request } from "./envelope.ts";
import type { RequirementDesk } from "./requirement-desk.ts";

/** Ms. Somebody who asks for a reading wants it; a form that is being saved must not be held up. */
const PATIENCE = { asked: 8_000, bound: 3_000, written: 1_500 };

export interface RequirementReads {
  readonly desk: RequirementDesk;
  readonly load: (plan: string) => Promise<Plan | undefined>;
}

/**
 * What was read for this command; undefined where it is none of its business, and where it is refused in any case: nobody
 * waits for a tracker to hear no.
 */
export async function requirementsFor(
  { plan: id, command }: Request,
  asker: Asker,
  { desk, load }: RequirementReads,
): Promise<Context["requirements"]> {
  if (command.type === "create") {
    if (whoProblem(command, undefined, asker)) return undefined;
    return read(desk, command.content.requirements, PATIENCE.written);
  }
  if (!READS.has(command.type) || id === undefined) return undefined;
  const plan = await load(id);
  if (!plan || !TAKES[command.type].includes(plan.status) || whoProblem(command, plan, asker)) return undefined;
  const { requirements } = plan.content;
  switch (command.type) {
    case "refresh":
      return desk.read(requirements, PATIENCE.asked);
    case "finish":
    case "submit":
      return read(desk, requirements, PATIENCE.bound);
    case "edit":
      return read(
        desk,
        written(command.changes).filter((word) => !plan.reading?.[word]),
        PATIENCE.written,
      );
    default:
      // The gate's answer may be what asks for approval.
      return plan.submitting ? read(desk, requirements, PATIENCE.bound) : undefined;
  }
}

const READS: ReadonlySet<Command["type"]> = new Set([
  "edit",
  "refresh",
  "finish",
  "submit",
  "check-answered",
  "expire-check",
  "override",
]);

async function read(
  desk: RequirementDesk,
  words: readonly string[],
  patience: number,
): Promise<Context["requirements"]> {
  return words.length === 0 ? undefined : desk.read(words, patience);
}

function written(changes: Extract<Command, { type: "edit" }>["changes"]): readonly string[] {
  return changes.flatMap((change) => {
    if (change.change === "fields") return change.requirements ?? [];
    return change.change === "replace" ? change.content.requirements : [];
  });
}
