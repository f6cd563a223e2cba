/**
 * A plan as Zadig's API tells it: the sprints that it is released for.
 */
import { expect, test } from "vitest";
import { planDetail } from "../../../src/hooks/wire/plan-detail.ts";
import { withInputs } from "../../../src/hooks/wire/zadig-inputs.ts";
import type { World } from "../../support/cast.ts";
import { ada } from "../../support/cast.ts";
import { drafted } from "../../support/given.ts";

const WORD = "sprint:SHOP/42";
const named = (name: string): Pick<World, "requirements"> => ({
  requirements: { [WORD]: { answer: "read", state: { kind: "sprint", name, stage: "doing", issues: [] } } },
});
const sources = { personName: (id: string) => id, definitions: {}, withInputs };

test("sprints go by their names as they were approved, and not as they are called since", () => {
  const content = { requirements: [WORD, "SHOP-120"] };
  const asked = drafted(content, named("Shop 24.3")).after([{ type: "submit" }, ada]);
  const renamed = asked
    .in({ ...named("Shop 24.3 late"), now: asked.world.now + 60_000 })
    .after([{ type: "refresh" }, ada]);
  const told = (plan: Parameters<typeof planDetail>[0]) => planDetail(plan, sources).jira_sprint_association;
  const sprint = { project_key: "SHOP", sprint_id: 42 };
  expect(told(renamed.plan)).toEqual({ jira_id: "", sprints: [{ ...sprint, sprint_name: "Shop 24.3" }] });
  expect(told(drafted(content).plan)).toEqual({ jira_id: "", sprints: [{ ...sprint, sprint_name: "" }] });
  expect(told(drafted({ requirements: [] }).plan)).toBeNull();
});
