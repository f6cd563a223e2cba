import { expect, test } from "vitest";
import { approval, bo, chen, level } from "../support/cast.ts";
import { drafted, submitted } from "../support/given.ts";

const approve = { type: "approve" } as const;
const reject = { type: "reject", reason: "no" } as const;

test("a policy that wants a second factor takes no decision without one", () => {
  const story = submitted({ policy: "sure", approval: approval(level([bo, chen], "all")) });
  story.when(approve, bo).refuses("step-up-needed");
  story.when(reject, bo).refuses("step-up-needed");
  story.when(approve, "mallory").refuses("not-allowed");
  const proven = story.in({ proven: [bo] });
  const half = proven.when(approve, bo).gives("voted");
  // What is decided already needs no proof to be said again, and nobody proves for somebody else.
  half.in({ proven: [] }).when(approve, bo).repeats();
  half.when(approve, chen).refuses("step-up-needed");
});

test("a platform's own approval, which knows no such factor, is refused while planning", () => {
  const wanted = { ...approval(level([bo])), via: "feishu" };
  const change = { type: "edit", changes: [{ change: "fields", approval: wanted }] } as const;
  drafted({ policy: "sure" }).when(change).refuses("desk-step-up", { via: "feishu", policy: "sure" });
  expect(drafted({ policy: "standard" }).when(change).taken().plan.content.approval?.via).toBe("feishu");
});
