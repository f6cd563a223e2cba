/**
 * The table of roles: who may do what, each command at a moment when it makes sense.
 */
import { expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import { decide } from "../../src/plan/decide.ts";
import type { Status } from "../../src/plan/plan.ts";
import type { As } from "../support/cast.ts";
import {
  ada,
  bo,
  CHANGE_SYSTEM,
  chen,
  contextOf,
  create,
  dana,
  dee,
  ENGINE,
  eve,
  fay,
  mallory,
  OTHER_TOKEN,
  rae,
  TOKEN,
} from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { answer, given } from "../support/given.ts";
import { aligned, inEachStatus } from "../support/statuses.ts";

const WORLD = { delegates: { [chen]: [dee] } };

/** A plan that its manager made, and one that a token made for her. */
const hers = inEachStatus(ada, WORLD);
const its = inEachStatus(TOKEN, WORLD);

const COLUMNS: readonly (readonly [string, As, Readonly<Record<Status, Given>>])[] = [
  ["manager", ada, hers],
  ["editor", fay, hers],
  ["owner", dana, hers],
  ["approver", bo, hers],
  ["delegate", dee, hers],
  ["admin", eve, hers],
  ["member", rae, hers],
  ["stranger", mallory, hers],
  ["token", OTHER_TOKEN, hers],
  ["its token", TOKEN, its],
  ["system", ENGINE, hers],
];

const RUN = { key: "p1/i4/1", progress: {} };
const TOLD = { delivery: "msg_1", endpoint: CHANGE_SYSTEM, checkpoint: "start_execute" } as const;

/** A command and the status in which it makes sense. */
function row(story: Given, status: Status): readonly Command[] {
  switch (status) {
    case "planning":
      return [
        { type: "edit", changes: [{ change: "fields", description: "Changed." }] },
        { type: "finish" },
        { type: "submit" },
      ];
    case "finish_planning":
      return [{ type: "start" }];
    case "wait_for_approval":
      return [{ type: "approve" }, { type: "reject", reason: "no" }, { type: "replan" }, { type: "remind" }];
    case "wait_for_execute_external_check_failed":
      return [{ type: "recheck" }, { type: "override", reason: "the receiver is down" }];
    case "wait_for_execute_external_check":
      return [answer(story, "start_execute", "success")];
    case "executing":
      return [
        { type: "run", item: "i1" },
        { type: "retry", item: "i3" },
        { type: "done", item: "i2" },
        { type: "skip", item: "i2", reason: "not needed" },
        { type: "handover", to: dana },
        { type: "cancel", reason: "no" },
        { type: "comment", text: "hello" },
        { type: "expire" },
        { type: "run-scheduled" },
        { type: "run-linked", ...RUN, ref: "77" },
        { type: "run-progressed", ...RUN },
        { type: "run-passed", ...RUN },
        { type: "run-failed", ...RUN, reason: "exit 1" },
        { type: "run-unclear", ...RUN, reason: "lost" },
        { type: "run-held", key: RUN.key, changes: [] },
        { type: "run-late", key: RUN.key },
        { type: "expire-check" },
        { type: "remind-check" },
        { type: "report-hook", report: "accepted", ...TOLD, attempt: 1 },
        { type: "send-again", ...TOLD },
      ];
    case "cancel":
      return [
        { type: "run-stopped", ...RUN },
        { type: "run-not-stopped", ...RUN, reason: "late" },
      ];
    default:
      return [];
  }
}

/** `yes` when the door is open to this person, else who would have been needed, or the refusal's code. */
function cell(story: Given, command: Command, as: As): string {
  const { decision } = story.when(command, as);
  if (decision.accepted) return "yes";
  const { refusal } = decision;
  if (refusal.code === "not-allowed") return `- ${refusal.need}`;
  const later = ["needs-approval", "not-yet"];
  return later.includes(refusal.code) ? "yes" : refusal.code;
}

function creating(): readonly string[] {
  const cells = COLUMNS.map(([, as]) => {
    const decision = decide(undefined, create(), contextOf(given().world, as));
    return decision.accepted ? "yes" : decision.refusal.code === "not-allowed" ? `- ${decision.refusal.need}` : "?";
  });
  return ["create", ...cells];
}

function table(): string {
  const statuses = Object.entries(hers).map(([, story]) => story.plan.status);
  const rows = statuses.flatMap((status) =>
    row(hers[status], status).map((command, place) => [
      command.type,
      ...COLUMNS.map(([, as, stories]) => cell(stories[status], row(stories[status], status)[place] ?? command, as)),
    ]),
  );
  return aligned([["", ...COLUMNS.map(([name]) => name)], creating(), ...rows]);
}

test("each command is open to those the table of roles names, and to nobody else", () => {
  expect(table()).toBe(`
                 manager       editor        owner         approver   delegate   admin         member        stranger  token     its token  system
create           yes           yes           yes           yes        yes        yes           yes           yes       yes       yes        yes
edit             yes           yes           - editor      - editor   - editor   yes           - editor      - reader  - person  yes        - person
finish           yes           - manager     - manager     - manager  - manager  yes           - manager     - reader  - person  yes        - person
submit           yes           - manager     - manager     - manager  - manager  yes           - manager     - reader  - person  yes        - person
start            yes           - manager     - manager     - manager  - manager  yes           - manager     - reader  - person  - person   - person
approve          not-approver  not-approver  not-approver  yes        yes        not-approver  not-approver  - reader  - person  - person   - person
reject           not-approver  not-approver  not-approver  yes        yes        not-approver  not-approver  - reader  - person  - person   - person
replan           yes           - manager     - manager     - manager  - manager  yes           - manager     - reader  - person  - person   - person
remind           yes           - manager     - manager     - manager  - manager  yes           - manager     - reader  - person  - person   - person
check-answered   - system      - system      - system      - system   - system   - system      - system      - system  yes       yes        yes
recheck          yes           - manager     - manager     - manager  - manager  yes           - manager     - reader  - person  - person   - person
override         - admin       - admin       - admin       - admin    - admin    yes           - admin       - reader  - person  - person   - person
run              yes           - owner       yes           - owner    - owner    yes           - owner       - reader  - person  - person   - person
retry            yes           - owner       yes           - owner    - owner    yes           - owner       - reader  - person  - person   - person
done             yes           - owner       yes           - owner    - owner    yes           - owner       - reader  - person  - person   - person
skip             yes           - owner       yes           - owner    - owner    yes           - owner       - reader  - person  - person   - person
handover         yes           - manager     - manager     - manager  - manager  yes           - manager     - reader  - person  - person   - person
cancel           yes           - manager     - manager     - manager  - manager  yes           - manager     - reader  - person  - person   - person
comment          yes           yes           yes           yes        yes        yes           yes           - reader  - person  yes        - person
expire           - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
run-scheduled    - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
run-linked       - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
run-progressed   - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
run-passed       - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
run-failed       - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
run-unclear      - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
run-held         - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
run-late         - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
expire-check     - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
remind-check     - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
report-hook      - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
send-again       yes           - manager     - manager     - manager  - manager  yes           - manager     - reader  yes       yes        - person
run-stopped      - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
run-not-stopped  - system      - system      - system      - system   - system   - system      - system      - system  - system  - system   yes
`);
});

test("a person who is not known, with no role, creates nothing", () => {
  given().when(create(), "zoe").refuses("not-allowed", { need: "planner" });
});

test("an answer of the gate may come with a token, never from a person", () => {
  const story = hers.wait_for_execute_external_check;
  story
    .when(answer(story, "start_execute", "success"), TOKEN)
    .taken()
    .is("executing");
  story.when(answer(story, "start_execute", "success"), eve).refuses("not-allowed", { need: "system" });
});

test("an owner may carry out the items that are theirs, and no other", () => {
  const story = hers.executing;
  story.when({ type: "run", item: "i9" }, dana).refuses("not-allowed", { need: "owner" });
  story.when({ type: "run", item: "i9" }, ada).refuses("unknown-item");
});

test("a system part carries out, edits and decides nothing by itself", () => {
  for (const part of ["timer", "engine", "hook", "desk"] as const) {
    const as = { kind: "system", part } as const;
    hers.wait_for_approval.when({ type: "approve" }, as).refuses("not-allowed", { need: "person" });
    hers.executing.when({ type: "run", item: "i1" }, as).refuses("not-allowed", { need: "person" });
    hers.planning.when({ type: "submit" }, as).refuses("not-allowed", { need: "person" });
  }
});
