import { describe, expect, it } from "vitest";
import { HIDDEN, secretsOf } from "../../src/plan/secrets.ts";
import { shownEvent, shownPlan } from "../../src/plan/shown.ts";
import { ada, build, WORKFLOWS } from "../support/cast.ts";
import { drafted } from "../support/given.ts";

const SECRET = "hunter2-hunter2";
const token = { name: "token", type: "string", required: false, secret: true } as const;
const engines = { command: WORKFLOWS.map((each) => ({ ...each, parameters: [...each.parameters, token] })) };
const work = {
  type: "workflow",
  engine: "command",
  workflow: "build",
  with: { branch: "main", token: SECRET },
} as const;
const items = [build("i1", { work })];
const renamed = { type: "edit", changes: [{ change: "fields", name: "Other" }] } as const;

describe("a secret input", () => {
  it("is known as one from the first draft on", () => {
    expect(secretsOf(drafted({ items }, { engines }).plan)).toEqual({ i1: ["token"] });
  });

  it("stays one when the engine falls silent, and so does everything that nobody knows", () => {
    const known = drafted({ items }, { engines })
      .in({ engines: { command: undefined } })
      .after([renamed, ada]);
    expect(secretsOf(known.plan)).toEqual({ i1: ["token"] });
    const unknown = drafted({ items }, { engines: { command: undefined } });
    expect(secretsOf(unknown.plan)).toEqual({ i1: ["branch", "token"] });
  });

  it("is in nothing that is shown of a plan, its approved content and its log", () => {
    const story = drafted({ items, approval: undefined }, { engines }).after(
      [{ type: "finish" }, ada],
      [{ type: "start" }, ada],
    );
    const again = story.after([{ type: "replan" }, ada], [renamed, ada]);
    expect(JSON.stringify(shownPlan(again.plan))).not.toContain(SECRET);
    expect(JSON.stringify(again.log.map((event) => shownEvent(event, again.plan)))).not.toContain(SECRET);
    expect(shownPlan(again.plan).content.items[0]?.work).toMatchObject({ with: { branch: "main", token: HIDDEN } });
    expect(JSON.stringify(again.plan.content)).toContain(SECRET);
  });
});
