import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KEYS } from "../../../src/chat/plan-file/keys.ts";
import { LARGEST_PLAN_FILE, readPlanFile } from "../../../src/chat/plan-file/read.ts";

function problems(text: string): unknown {
  const file = readPlanFile(text);
  return file.ok ? [] : file.problems;
}

const FULL = `name: Release 2.4
key: shop-2.4
manager: @ada
window: tonight 20:00-22:00        # or two ISO times joined by a slash
schedule: 2026-11-24T20:30+08:00
description: |
  What and why, in Markdown.
requirements: [SHOP-120, "sprint:SHOP/42", "https://git.example/shop/issues/7"]
approval:
  via: card
  levels:
    - { name: QA, rule: any, approvers: [bo, group:qa] }
    - { name: Operations, rule: 2, approvers: [chen, dan] }
    - "Security: all of eve, @fay"
items:
  - name: Build
    run: command:build
    with: { branch: main, replicas: 3, dry: false, version: "2.40" }
    owner: bo
  - name: Tell the customers
    text: Post the notes in the customers' room.
    after: [Build, 1]
policy: standard
announce: [releases]
hooks: [audit, security]
editors: gil, hal
tags: [shop, 2.40]
`;

describe("a plan in YAML", () => {
  it.each([
    ["任一", "any"],
    ["全部", "all"],
    ["会签", "all"],
    ["2人", 2],
    ['"2"', 2],
  ])("has a rule in Chinese: %s", (written, rule) => {
    const text = `名称: 版本\n审批: { 节点: [{ 名称: 测试, 规则: ${written}, 审批人: [bo, chen] }] }\n发布内容: [{ 名称: 通知 }]`;
    expect(readPlanFile(text)).toMatchObject({ ok: true, draft: { approval: { levels: [{ rule }] } } });
  });

  const file = readPlanFile(FULL);

  it("becomes a draft", () => {
    expect(file).toMatchObject({
      ok: true,
      draft: {
        name: "Release 2.4",
        key: "shop-2.4",
        manager: "@ada",
        window: "tonight 20:00-22:00",
        schedule: "2026-11-24T20:30+08:00",
        description: "What and why, in Markdown.\n",
        requirements: ["SHOP-120", "sprint:SHOP/42", "https://git.example/shop/issues/7"],
        approval: {
          via: "card",
          levels: [
            { name: "QA", rule: "any", approvers: ["bo", "group:qa"] },
            { name: "Operations", rule: 2, approvers: ["chen", "dan"] },
            { name: "Security", rule: "all", approvers: ["eve", "fay"] },
          ],
        },
        items: [
          {
            name: "Build",
            run: "command:build",
            with: { branch: "main", replicas: 3, dry: false, version: "2.40" },
            owner: ["bo"],
          },
          { name: "Tell the customers", text: "Post the notes in the customers' room.", after: ["Build", "1"] },
        ],
        policy: "standard",
        announce: ["releases"],
        hooks: ["audit", "security"],
        editors: ["gil", "hal"],
        tags: ["shop", "2.40"],
      },
    });
  });

  it("knows where each value stands", () => {
    expect(file.ok && file.where("approval.levels[1].approvers[0]")).toEqual({ line: 13, column: 48 });
    expect(file.ok && file.where("items[1].after[0]")).toEqual({ line: 22, column: 13 });
    expect(file.ok && file.where("items[0].nothing")).toEqual({ line: 16, column: 5 });
  });

  it("keeps a version as it was written", () => {
    expect(readPlanFile("name: 2.40\nitems: [{ name: 1.0 }]")).toMatchObject({
      draft: { name: "2.40", items: [{ name: "1.0" }] },
    });
  });

  it("is the same in Chinese", () => {
    const chinese = `名称: 版本 2.4
负责人: ada
发布窗口期: 今晚8点到10点
定时执行: 今晚8点半
描述: 为什么
需求: [SHOP-120]
审批:
  审批节点:
    - { 名称: 测试, 规则: any, 审批人: [bo] }
    - "运维：2人 chen、dan、eve"
发布项:
  - 名称: 构建
    运行: command:build
    参数: { branch: main }
    负责人: [bo]
  - 名称: 公告
    文本: 发公告
    依赖: 构建
外部系统: audit
标签: 商城、生产
`;
    expect(readPlanFile(chinese)).toMatchObject({
      ok: true,
      draft: {
        name: "版本 2.4",
        manager: "ada",
        window: "今晚8点到10点",
        schedule: "今晚8点半",
        approval: { levels: [{ name: "测试" }, { name: "运维", rule: 2, approvers: ["chen", "dan", "eve"] }] },
        items: [
          { name: "构建", run: "command:build", with: { branch: "main" } },
          { name: "公告", text: "发公告", after: ["构建"] },
        ],
        hooks: ["audit"],
        tags: ["商城", "生产"],
      },
    });
  });

  it("may be JSON", () => {
    expect(readPlanFile('{"name": "x", "items": [{"name": "a", "text": "b"}]}')).toMatchObject({
      draft: { name: "x", items: [{ name: "a", text: "b" }] },
    });
  });

  it("may give the levels alone, and use anchors", () => {
    expect(
      readPlanFile(
        "name: x\napproval: ['bo, chen']\nitems:\n  - name: a\n    owner: &o [bo]\n  - name: b\n    owner: *o",
      ),
    ).toMatchObject({
      draft: {
        approval: { levels: [{ rule: "any", approvers: ["bo", "chen"] }] },
        items: [{ owner: ["bo"] }, { owner: ["bo"] }],
      },
    });
  });
});

describe("a plan in Markdown", () => {
  const MARKDOWN = `# Release 2.4

- **window**: tonight 20:00-22:00
manager: @ada
标签：shop、production

What and why.

## Rollback
Call Bo.

## Approval
- via: feishu
1. QA: any of bo, group:qa
2. 运维：全部 chen、dan

## Requirements
- SHOP-120

## Items
1. **Build**
   - run: command:build
   - with: branch=main replicas=3 version=2.40 note="two words"
   - owner: @bo, chen
2. Tell the customers
   - after: Build

   Post the notes:
   \`\`\`
   name: x
   \`\`\`
`;
  const DRAFT = {
    name: "Release 2.4",
    window: "tonight 20:00-22:00",
    manager: "@ada",
    tags: ["shop", "production"],
    description: "What and why.\n\n## Rollback\nCall Bo.",
    requirements: ["SHOP-120"],
    approval: {
      via: "feishu",
      levels: [
        { name: "QA", rule: "any", approvers: ["bo", "group:qa"] },
        { name: "运维", rule: "all", approvers: ["chen", "dan"] },
      ],
    },
    items: [
      {
        name: "Build",
        run: "command:build",
        with: { branch: "main", replicas: 3, version: "2.40", note: "two words" },
        owner: ["bo", "chen"],
      },
      { name: "Tell the customers", after: ["Build"], text: "Post the notes:\n```\nname: x\n```" },
    ],
  };

  it("becomes the same kind of draft", () => {
    expect(readPlanFile(MARKDOWN)).toMatchObject({ ok: true, draft: DRAFT });
  });

  it("reads the same with the line ends of other systems", () => {
    expect(readPlanFile(`\uFEFF${MARKDOWN.replaceAll("\n", "\r\n")}`)).toMatchObject({ ok: true, draft: DRAFT });
  });

  it("may be front matter alone, but not two documents", () => {
    const front = "\uFEFF---\r\nname: Release 2.4\r\nitems: [{ name: Tell }]\r\n--- \r\n\r\n";
    expect(readPlanFile(front)).toMatchObject({ ok: true, draft: { name: "Release 2.4", items: [{ name: "Tell" }] } });
    expect(readPlanFile(`${front}name: Release 2.5`)).toMatchObject({ ok: false });
  });

  it("may begin with front matter", () => {
    expect(
      readPlanFile("---\nwindow: tonight 20:00-22:00\nkey: shop\n---\n# 版本\n\n## 发布内容\n- 构建\n- 公告\n"),
    ).toMatchObject({
      draft: { name: "版本", key: "shop", window: "tonight 20:00-22:00", items: [{ name: "构建" }, { name: "公告" }] },
    });
  });

  it("reports a key that is nearly one of ours, with its place", () => {
    expect(problems("# x\n\nwindw: tonight\n\n## Items\n- a\n  - onwer: bo\n  - with: b\n")).toMatchObject([
      { code: "unknown-key", key: "windw", nearest: "window", path: "", line: 3, column: 1 },
      { code: "unknown-key", key: "onwer", nearest: "owner", path: "items[0]", line: 7, column: 5 },
      { code: "bad-parameters", value: "b", path: "items[0].with", line: 8 },
    ]);
  });

  it("needs items", () => {
    expect(problems("# x\n\nJust prose.\n")).toMatchObject([{ code: "missing", key: "items" }]);
  });
});

describe("the documentation", () => {
  const page = readFileSync(new URL("../../../docs/plan-file.md", import.meta.url), "utf8");
  const examples = [...page.matchAll(/^(`{3,4})(yaml|markdown)\n([\s\S]*?)^\1$/gmu)].map(
    ([, , syntax, text]) => [syntax, text] as const,
  );

  it("shows plans in both forms", () => {
    expect(new Set(examples.map(([syntax]) => syntax))).toEqual(new Set(["yaml", "markdown"]));
  });

  it.each(examples)("shows %s that is a plan", (_, text = "") => {
    expect(readPlanFile(text)).toMatchObject({ ok: true });
  });

  it("has an example of an item that asks for evidence", () => {
    const file = new URL("../../../examples/plan-with-evidence.yaml", import.meta.url);
    expect(readPlanFile(readFileSync(file, "utf8"))).toMatchObject({
      ok: true,
      draft: { items: [{ confirm: "two", asks: [{ kind: "file" }, { required: false }] }, {}] },
    });
  });

  it("names every key and every Chinese word for it", () => {
    for (const { key, aliases } of Object.values(KEYS).flat()) {
      for (const word of [key, ...aliases]) expect(page).toContain(word);
    }
  });
});

describe("what is wrong with a plan", () => {
  it.each([
    ["nothing in it", "  \n ", [{ code: "empty", line: 1, column: 1 }]],
    ["no map", "- 1", [{ code: "wrong-type", wanted: "map", got: "list" }]],
    ["broken YAML", "name: x\nitems: [{name: a}\n", [{ code: "syntax", line: 3 }]],
    [
      "several things at once",
      "name: x\nwindw: y\nitems:\n  - nam: a\n  - name: b\n    run: build\n  - 5\n",
      [
        { code: "unknown-key", key: "windw", nearest: "window", line: 2, column: 1, path: "" },
        { code: "unknown-key", key: "nam", nearest: "name", line: 4, column: 5, path: "items[0]" },
        { code: "bad-workflow", value: "build", line: 6, column: 10, path: "items[1].run" },
        { code: "wrong-type", wanted: "map", got: "text", line: 7, column: 5, path: "items[2]" },
      ],
    ],
    [
      "an unknown key with nothing near",
      "name: x\nfoobar: 1\nitems: [{name: a}]",
      [{ code: "unknown-key", key: "foobar", nearest: undefined }],
    ],
    ["no name", "items: [{name: a}]", [{ code: "missing", key: "name", path: "" }]],
    ["no items", "name: x\nitems: []", [{ code: "too-few", key: "items", line: 2, column: 8 }]],
    [
      "text and a workflow",
      "name: x\nitems: [{name: a, run: b:c, text: d}]",
      [{ code: "text-and-run", path: "items[0]" }],
    ],
    [
      "parameters alone",
      "name: x\nitems: [{name: a, with: {b: c}}]",
      [{ code: "with-without-run", path: "items[0].with" }],
    ],
    [
      "a parameter that is a list",
      "name: x\nitems: [{name: a, run: b:c, with: {d: [1]}}]",
      [{ code: "wrong-type", wanted: "value", got: "list", path: "items[0].with.d" }],
    ],
    [
      "a key twice",
      "name: x\nname: y\nitems: [{name: a}]",
      [{ code: "duplicate-key", key: "name", line: 2, column: 1 }],
    ],
    [
      "a key twice in two languages",
      "name: x\n名称: y\nitems: [{name: a}]",
      [{ code: "duplicate-key", key: "名称", line: 2 }],
    ],
    [
      "a rule nobody knows",
      "name: x\nitems: [{name: a}]\napproval:\n  levels:\n    - {rule: most, approvers: [bo]}",
      [{ code: "wrong-type", wanted: "rule", got: "text", line: 5 }],
    ],
    [
      "nobody to approve",
      "name: x\nitems: [{name: a}]\napproval:\n  levels:\n    - {approvers: []}",
      [{ code: "too-few", key: "approvers", line: 5 }],
    ],
    [
      "a level in words that says nothing",
      "name: x\nitems: [{name: a}]\napproval:\n  levels: [99 of bo]",
      [{ code: "bad-level", value: "99 of bo", path: "approval.levels[0]" }],
    ],
    [
      "a name that is a map",
      "name: {a: b}\nitems: [{name: a}]",
      [{ code: "wrong-type", wanted: "text", got: "map", path: "name" }],
    ],
    ["a long name", `name: ${"x".repeat(201)}\nitems: [{name: a}]`, [{ code: "too-long", most: 200, path: "name" }]],
    [
      "too many items",
      `name: x\nitems:\n${"  - {name: a}\n".repeat(101)}`,
      [{ code: "too-many", most: 100, path: "items" }],
    ],
    ["a tag of the author's own", "name: x\nitems: [{name: !!js/function a}]", [{ code: "tag", line: 2 }]],
    ["full-width colons", "名称：版本\n发布项:\n  - 名称：a", [{ code: "full-width-colon", line: 1, column: 3 }]],
    ["two documents", "name: x\nitems: [{name: a}]\n---\nname: y\n", [{ code: "syntax" }]],
    ["a NUL", "name: x\u0000y", [{ code: "control-characters", line: 1, column: 8 }]],
    ["bytes that were no text", "name: x\ndescription: \uFFFD", [{ code: "control-characters", line: 2, column: 14 }]],
    ["half a character", "name: \uD83D", [{ code: "control-characters" }]],
    ["too much", "# ".repeat(LARGEST_PLAN_FILE), [{ code: "too-large", most: LARGEST_PLAN_FILE }]],
    ["too much in bytes", "汉".repeat(100_000), [{ code: "too-large", most: LARGEST_PLAN_FILE }]],
  ])("%s", (_, text, expected) => {
    expect(problems(text)).toMatchObject(expected);
  });

  it.each([
    ["brackets", "[".repeat(200_000)],
    ["dashes", "- ".repeat(100_000)],
    ["an alias of itself", "name: x\nitems: &i\n  - name: y\n    after: *i"],
    [
      "aliases that multiply",
      `name: x\nannounce:\n- &p [${"x,".repeat(50)}]\n- &q [${"*p,".repeat(50)}]\n- &r [${"*q,".repeat(50)}]\n- [${"*r,".repeat(50)}]\nitems: [{name: a}]`,
    ],
  ])("too deep or too many: %s", (_, text) => {
    expect(problems(text)).toContainEqual(expect.objectContaining({ code: "too-complex" }));
  });

  it("is shown up to a score of times, not for ever", () => {
    expect(problems(Array.from({ length: 500 }, (_, index) => `k${index}: 1`).join("\n"))).toHaveLength(20);
  });
});
