/**
 * What must hold at a plan's gates, worked out here from the product's words and not from its code.
 */
import assert from "node:assert/strict";
import type { Command } from "../../src/plan/command.ts";
import type { Checkpoint } from "../../src/plan/content.ts";
import type { Context } from "../../src/plan/context.ts";
import type { EventType, PlanEvent } from "../../src/plan/event.ts";
import type { Check, Gate, Plan } from "../../src/plan/plan.ts";

/** One event of a plan's life, and the plan on both sides of it. */
export interface Step {
  readonly before: Plan;
  readonly event: PlanEvent;
  readonly after: Plan;
  readonly context: Context;
}

/** What a gate's checkpoint leads to. */
const BEYOND: Readonly<Partial<Record<EventType, Checkpoint>>> = {
  ready: "finish_planning",
  executing: "start_execute",
  succeeded: "all_job_done",
};

/** A gate lets a plan through when every endpoint said go, by its policy when its time was over, or overridden. */
export function checkGate(step: Step): void {
  const { before, event, after } = step;
  const beyond = BEYOND[event.type];
  const gate = beyond && before.gates.find(({ checkpoint }) => checkpoint === beyond);
  if (gate) {
    const state = before.checks[gate.checkpoint]?.state;
    assert.ok(state === "passed" || state === "overridden", `${event.type} past a gate that is ${state}`);
  }
  switch (event.type) {
    case "check-asked":
      assert.deepEqual(event.endpoints, gateOf(before, event.checkpoint).endpoints, "a gate asks somebody else");
      break;
    case "check-passed":
      if (event.endpoint === undefined) assert.equal(checkOverdue(step, event.checkpoint), "pass");
      else assert.deepEqual(noGoes(after, event.checkpoint), [], "a gate passed without everybody's go");
      break;
    case "check-failed":
      if (event.endpoint === undefined) assert.equal(checkOverdue(step, event.checkpoint), "fail");
      break;
    case "check-overdue":
      assert.equal(checkOverdue(step, event.checkpoint), "ask");
      assert.equal(before.checks[event.checkpoint]?.overdueAt, undefined, "people are asked twice");
      break;
    case "check-agreed":
      assert.notDeepEqual(noGoes(after, event.checkpoint), [], "a gate with everybody's go still holds");
      break;
    case "check-reminded":
      assert.deepEqual(event.endpoints, noGoes(before, event.checkpoint), "people hear of the wrong endpoints");
      break;
    case "hook-reported":
    case "hook-sent-again":
      assert.equal(after.status, before.status, "telling an endpoint decided something");
      assert.deepEqual(
        Object.keys(partiesOf(after, event.checkpoint)),
        Object.keys(partiesOf(before, event.checkpoint)),
      );
      break;
  }
}

function gateOf({ gates }: Plan, checkpoint: Checkpoint): Gate {
  const gate = gates.find((one) => one.checkpoint === checkpoint);
  assert.ok(gate, `there is no gate at ${checkpoint}`);
  return gate;
}

function partiesOf({ checks }: Plan, checkpoint: Checkpoint): Check["parties"] {
  return checks[checkpoint]?.parties ?? {};
}

/** The endpoints that did not say go. */
function noGoes(plan: Plan, checkpoint: Checkpoint): readonly string[] {
  const parties = Object.entries(partiesOf(plan, checkpoint));
  return parties.filter(([, { answer }]) => answer !== "success").map(([name]) => name);
}

/** The gate's time is over, and not a moment before; gives its policy. */
function checkOverdue({ before, context }: Step, checkpoint: Checkpoint): string | undefined {
  const { limit } = gateOf(before, checkpoint);
  const askedAt = before.checks[checkpoint]?.askedAt;
  assert.ok(limit && askedAt !== undefined && context.now >= askedAt + limit.after, "a gate expired before its time");
  return limit.policy;
}

/** An answer counts for the instance it was asked about, and from those who were asked. */
export function checkAnswer(command: Command, before: Plan): void {
  if (command.type !== "check-answered") return;
  assert.equal(command.instanceCode, before.instanceCode, "an answer with an old instance code counted");
  assert.ok(Object.hasOwn(partiesOf(before, command.checkpoint), command.endpoint), "a stranger's answer counted");
}
