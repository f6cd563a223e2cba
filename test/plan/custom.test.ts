import { describe, expect, it } from "vitest";
import type { CustomValue } from "../../src/plan/content.ts";
import type { CustomField } from "../../src/plan/custom.ts";
import { ada, RISK } from "../support/cast.ts";
import { drafted } from "../support/given.ts";

const REGIONS: CustomField = {
  ...RISK,
  id: "regions",
  type: "multi-choice",
  options: ["cn", "eu"],
  required: false,
};
const TICKET: CustomField = { ...RISK, id: "ticket", type: "text", options: [], required: false };
const REHEARSED: CustomField = { ...RISK, id: "rehearsed", type: "checkbox", options: [], required: true };
const world = { custom: [RISK, REGIONS, TICKET, REHEARSED] };

function editing(custom: Readonly<Record<string, CustomValue | null>>) {
  return { type: "edit", changes: [{ change: "fields", custom }] } as const;
}

describe("a team's own fields", () => {
  it("may be open in a draft, and not when planning is finished", () => {
    const draft = drafted({}, world);
    draft.when({ type: "finish" }, ada).refuses("bad-custom");
    const filled = draft.after([editing({ risk: "low" }), ada]);
    filled.when({ type: "finish" }, ada).refuses("bad-custom");
    const whole = filled.after([editing({ rehearsed: true }), ada]);
    expect(whole.plan.content.custom).toEqual({ risk: "low", rehearsed: true });
    expect(whole.after([{ type: "finish" }, ada]).plan.status).toBe("finish_planning");
  });

  it.each<[string, Readonly<Record<string, CustomValue>>]>([
    ["a field that is not there", { rsik: "low" }],
    ["a choice that is not offered", { risk: "huge" }],
    ["several where one is asked for", { risk: ["low", "high"] }],
    ["one that is not offered among several", { regions: ["cn", "us"] }],
    ["a text for a tick", { rehearsed: "maybe" }],
    ["a text that hides something", { ticket: "OPS\u202E1" }],
  ])("are refused for %s", (_, custom) => {
    const refused = drafted({}, world).when(editing(custom), ada);
    refused.refuses(Object.hasOwn(custom, "ticket") ? "control-characters" : "bad-custom");
  });

  it("are part of what is approved: another value is another digest", () => {
    const low = drafted({ custom: { risk: "low" } }, world);
    expect(low.after([editing({ risk: "high" }), ada]).plan.digest).not.toBe(low.plan.digest);
  });

  it("leave those alone that are not given, and go when they are cleared", () => {
    const plan = drafted({ custom: { risk: "low", ticket: "OPS-1" } }, world);
    expect(plan.after([editing({ ticket: "OPS-2" }), ada]).plan.content.custom).toEqual({
      risk: "low",
      ticket: "OPS-2",
    });
    const cleared = plan.after([editing({ risk: null, ticket: null }), ada]).plan;
    expect(cleared.content.custom).toBeUndefined();
    expect(cleared.digest).toBe(drafted({}, world).plan.digest);
  });
});
