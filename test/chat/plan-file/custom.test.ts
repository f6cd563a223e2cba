import { describe, expect, it } from "vitest";
import { customChangeOf, readCustomLine } from "../../../src/chat/plan-file/custom.ts";
import { readPlanFile } from "../../../src/chat/plan-file/read.ts";
import type { ResolveContext, ResolveProblem } from "../../../src/chat/plan-file/resolve-context.ts";
import { MORNING, RISK } from "../../support/cast.ts";

const FIELDS = [
  RISK,
  { ...RISK, id: "regions", title: { zh: "地区", en: "Regions" }, type: "multi-choice", options: ["cn", "eu"] },
  { ...RISK, id: "ticket", title: { zh: "工单", en: "Ticket" }, type: "text", options: [] },
  { ...RISK, id: "rehearsed", title: { zh: "已演练", en: "Rehearsed" }, type: "checkbox", options: [] },
] as const;
const CONTEXT: ResolveContext = {
  now: MORNING,
  zone: "UTC",
  lang: "en",
  resolvePerson: () => ({}),
  knownGroups: [],
  places: [],
  custom: FIELDS,
};

describe("a team's own fields on a line", () => {
  it.each([
    ["risk=low", { risk: "low" }],
    ["risk=low regions=cn,eu ticket=two words", { risk: "low", regions: "cn,eu", ticket: "two words" }],
    ['ticket="a=b, c" risk=high', { ticket: "a=b, c", risk: "high" }],
    ["风险＝高 地区＝华东、华北", { 风险: "高", 地区: "华东、华北" }],
    ["risk=; ticket=x", { risk: "", ticket: "x" }],
    ["risk", undefined],
    ["risk=low risk=high", undefined],
    ["", undefined],
  ])("%j", (line, expected) => {
    expect(readCustomLine(line)).toEqual(expected);
  });
});

describe("what is written in them", () => {
  it.each([
    [{ Risk: "HIGH" }, { risk: "high" }],
    [{ 地区: "CN、eu、cn" }, { regions: ["cn", "eu"] }],
    [{ rehearsed: "是" }, { rehearsed: true }],
    [{ rehearsed: false }, { rehearsed: null }],
    [{ ticket: true }, { ticket: "true" }],
    [{ ticket: " " }, { ticket: null }],
    [{ gone: null }, { gone: null }],
  ])("%j is %j", (words, expected) => {
    expect(customChangeOf(words, CONTEXT, () => undefined)).toEqual(expected);
  });

  it("is refused with the field that was probably meant", () => {
    const problems: ResolveProblem[] = [];
    customChangeOf({ rsik: "low" }, CONTEXT, (path, fault) => problems.push({ ...fault, path }));
    expect(problems).toMatchObject([{ code: "unknown-custom", path: "custom.rsik", nearest: "risk" }]);
  });

  it("is the same in YAML and in Markdown, and a version keeps its digits", () => {
    const yaml = readPlanFile("name: A\ncustom: { risk: low, ticket: 2.40, rehearsed: true }\nitems: [{ name: B }]");
    expect(yaml).toMatchObject({ ok: true, draft: { custom: { risk: "low", ticket: "2.40", rehearsed: true } } });
    const markdown = readPlanFile("# A\n- custom: risk=low ticket=2.40\n## Items\n- B");
    expect(markdown).toMatchObject({ ok: true, draft: { custom: { risk: "low", ticket: "2.40" } } });
  });
});
