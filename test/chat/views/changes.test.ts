import { describe, expect, it } from "vitest";
import { plainLine } from "../../../src/chat/texts/markdown.ts";
import type { Approved } from "../../../src/chat/views/changes.ts";
import { changeLines } from "../../../src/chat/views/changes.ts";
import type { Content } from "../../../src/plan/content.ts";
import { approval, bo, build, chen, content, eve, level, OPENS, tell, WORKFLOWS } from "../../support/cast.ts";
import { drafted } from "../../support/given.ts";
import type { Lang } from "./reader.ts";
import { readerOf } from "./reader.ts";

const BEFORE = content();
const PLAIN = { workflows: {}, secrets: {} };
const deploy = { type: "workflow", engine: "command", workflow: "deploy", with: { stage: "test" } } as const;

function changes(after: Partial<Content>, lang: Lang, before: Content = BEFORE): readonly string[] {
  return lines({ content: before, ...PLAIN }, { content: { ...before, ...after }, ...PLAIN }, lang);
}

function lines(before: Approved, after: Approved, lang: Lang): readonly string[] {
  return changeLines(before, after, readerOf(drafted(), lang)).map(plainLine);
}

describe("what changed since the last approval", () => {
  it.each<[string, Partial<Content>, string, string]>([
    ["a name", { name: "Hotfix" }, "Name: Release 2.4 → Hotfix", "名称：Release 2.4 → Hotfix"],
    [
      "a window that is gone",
      { window: undefined },
      "Window: Tue 24 Nov 2026, 20:00–22:00 (Asia/Shanghai, UTC+8) → none",
      "发布窗口期：2026年11月24日 周二 20:00–22:00（Asia/Shanghai，UTC+8） → 无",
    ],
    [
      "a schedule that is new",
      { schedule: OPENS },
      "Schedule: Tue 24 Nov 2026, 20:00 (Asia/Shanghai, UTC+8)",
      "定时执行：2026年11月24日 周二 20:00（Asia/Shanghai，UTC+8）",
    ],
    [
      "the external systems it names",
      { hooks: ["audit", "security"] },
      "External systems: audit, security",
      "外部系统：audit、security",
    ],
    ["tags", { tags: ["shop", "eu"] }, "Tags: shop → shop, eu", "标签：shop → shop、eu"],
    ["editors", { editors: ["group:qa"] }, "Editors: Fay → group qa", "协作编辑：Fay → 「qa」组"],
    [
      "the approval",
      { approval: approval(level([bo, chen], 2, "QA"), level([eve], "all", "Board")) },
      "Approval: QA (any one of them: Bo, Chen) → QA (2 of them: Bo, Chen) → Board (all of them: Eve)",
      "审批：QA（任一人通过：Bo、Chen） → QA（2 人通过：Bo、Chen） → Board（全部通过：Eve）",
    ],
  ])("names %s", (_, after, en, zh) => {
    expect([changes(after, "en"), changes(after, "zh")]).toEqual([[en], [zh]]);
  });

  it.each<[string, Content["items"], readonly string[], readonly string[]]>([
    [
      "a new item",
      [...BEFORE.items, tell("i3", { name: "Party" })],
      ["New item “Party” (text)"],
      ["新增发布项「Party」（文本）"],
    ],
    ["an item that is gone", BEFORE.items.slice(0, 1), ["Item “Tell i2” removed"], ["移除发布项「Tell i2」"]],
    ["a new order", BEFORE.items.toReversed(), ["The items are in a new order"], ["发布项的顺序有调整"]],
    [
      "an item’s new name, owner and place",
      [build("i1", { name: "Compile", owners: [] }), tell("i2")],
      [
        "Item “Build i1” is now called “Compile”",
        "“Compile”: owner: Dana → none",
        "“Tell i2”: comes after: “Build i1” → none",
      ],
      [
        "发布项「Build i1」改名为「Compile」",
        "「Compile」：负责人：Dana → 无",
        "「Tell i2」：前置项：「Build i1」 → 无",
      ],
    ],
    [
      "what an item runs",
      [build("i1", { work: deploy }), tell("i2", { after: ["i1"], work: { type: "text", content: "Call." } })],
      [
        "“Build i1”: workflow: command:build branch=main → command:deploy stage=test",
        "“Tell i2”: the text was rewritten",
        "− Post the notes.",
        "+ Call.",
      ],
      [
        "「Build i1」：工作流：command:build branch=main → command:deploy stage=test",
        "「Tell i2」：内容已改写",
        "− Post the notes.",
        "+ Call.",
      ],
    ],
  ])("names %s", (_, items, en, zh) => {
    expect([changes({ items }, "en"), changes({ items }, "zh")]).toEqual([en, zh]);
  });

  it("is nothing when nothing changed", () => {
    expect(changes({}, "en")).toEqual([]);
    expect(changes({ hooks: undefined }, "en")).toEqual([]);
  });

  it("is the workflow behind an item, though the item is the same", () => {
    const [workflow] = WORKFLOWS;
    if (!workflow) throw new Error("no workflow");
    const before = { content: BEFORE, workflows: { i1: workflow }, secrets: {} };
    const after = { content: BEFORE, workflows: { i1: { ...workflow, definition: "build-2" } }, secrets: {} };
    expect(lines(before, after, "en")).toEqual(["“Build i1”: the engine has changed the workflow"]);
    expect(lines(before, after, "zh")).toEqual(["「Build i1」：工作流在引擎中有改动"]);
    expect(lines(before, before, "en")).toEqual([]);
  });

  it("never shows a secret value, neither the old one nor the new one", () => {
    const given = (branch: string, value: string): Approved => {
      const work = { type: "workflow", engine: "command", workflow: "build", with: { branch, token: value } } as const;
      return { content: content({ items: [build("i1", { work })] }), workflows: {}, secrets: { i1: ["token"] } };
    };
    const unknown = { ...given("main", "first-secret"), secrets: {} };
    expect(lines(unknown, given("next", "second-secret"), "en")).toEqual([
      "“Build i1”: workflow: command:build branch=main  token=•••••• → command:build branch=next  token=••••••",
    ]);
    expect(lines(given("main", "first-secret"), given("main", "second-secret"), "en")).toEqual([
      "“Build i1”: the inputs are different where they are not shown",
    ]);
  });
});

describe("a text that was rewritten", () => {
  const lined = (...lines: readonly string[]) => content({ description: lines.join("\n") });

  it("is told by the lines that went and came, and by nothing that stayed", () => {
    const before = lined("# Why", "", "Faster search.", "No migration.");
    const after = { description: "# Why\n\nFaster search.\n\nOne *migration*.\nAn hour at most." };
    const lines = ["− No migration.", "+ One *migration*.", "+ An hour at most."];
    expect(changes(after, "en", before)).toEqual(["Description was rewritten", ...lines]);
    expect(changes(after, "zh", before)).toEqual(["描述已改写", ...lines]);
    expect(changes({ description: "# Why\n\n\nFaster search.\nNo migration.\n" }, "en", before)).toEqual([
      "Description was rewritten",
    ]);
  });

  it("is cut on a card, where a line too long is as well", () => {
    const after = { description: Array.from({ length: 30 }, (_, line) => `Line ${line}`).join("\n") };
    const shown = changes(after, "en", lined("x".repeat(500)));
    expect(shown).toHaveLength(10);
    expect(shown[1]).toBe(`− ${"x".repeat(199)}…`);
    expect(shown.at(-1)).toBe("… and 23 more lines");
    expect(changes(after, "zh", lined("Line 0")).at(-1)).toBe("……还有 21 行");
  });

  it("that has nothing of what it was is not compared for long", () => {
    const words = (word: string) => Array.from({ length: 5_000 }, (_, line) => `${word} ${line}`).join("\n");
    expect(changes({ description: words("a") }, "en", lined(words("b")))).toEqual(["Description was rewritten"]);
  });
});
