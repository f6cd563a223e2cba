import { describe, expect, it } from "vitest";
import { readMessage } from "../../../src/chat/grammar/read.ts";

function said(text: string): unknown {
  const reading = readMessage(text);
  return reading.ok ? reading.value : reading.problem;
}

describe("the bot's name", () => {
  it.each(["/plan", "/发布", "／plan", "/PLAN ", "plan", "发布", "", "   ", "/发布计划"])(
    "%j alone asks what waits",
    (text) => {
      expect(said(text)).toEqual({ verb: "waiting" });
    },
  );

  it.each([
    "/plan show 52",
    "/发布 查看 52",
    "show 52",
    "查看52",
    "/plan 52",
    "#52",
    "/发布 ５２",
    "/plan SHOW #52",
    "52",
    "show 52.3",
    "plan show 52",
  ])("%j shows plan 52", (text) => {
    expect(said(text)).toEqual({ verb: "show", plan: 52 });
  });

  it("is not another bot's", () => {
    expect(said("/deploy 52")).toEqual({ code: "unknown-command", command: "/deploy" });
    expect(said("/planning")).toMatchObject({ code: "unknown-command" });
  });
});

describe("verbs with a plan's number", () => {
  it.each([
    ["finish 52", "finish"],
    ["完成规划 52", "finish"],
    ["完成规划52", "finish"],
    ["submit 52", "submit"],
    ["提交审批 52", "submit"],
    ["开始 52", "start"],
    ["重新规划 52", "replan"],
    ["recheck 52", "recheck"],
    ["催办 52", "remind"],
    ["记录 52", "log"],
    ["hooks 52", "hooks"],
    ["导出 52", "export"],
  ])("%j is %s", (text, verb) => {
    expect(said(text)).toEqual({ verb, plan: 52 });
  });

  it.each([
    [
      "cancel 52 The vendor is late.\nNext week.",
      { verb: "cancel", plan: 52, reason: "The vendor is late.\nNext week." },
    ],
    ["驳回52：回归测试没过", { verb: "reject", plan: 52, reason: "回归测试没过" }],
    ["批准５２可以", { verb: "approve", plan: 52, comment: "可以" }],
    ["驳回 52 回归测试：没过 “真的”", { verb: "reject", plan: 52, reason: "回归测试：没过 “真的”" }],
    ["reject 52: no -- rollback plan", { verb: "reject", plan: 52, reason: "no -- rollback plan" }],
    ["放行 52 值班已确认", { verb: "override", plan: 52, reason: "值班已确认" }],
    ["approve 52", { verb: "approve", plan: 52 }],
    ["同意 52 可以发", { verb: "approve", plan: 52, comment: "可以发" }],
    ["comment 52 window:x isn't a key here", { verb: "comment", plan: 52, text: "window:x isn't a key here" }],
    ["handover 52 @bo", { verb: "handover", plan: 52, to: "bo" }],
    ["移交 52 给 @陈晨", { verb: "handover", plan: 52, to: "陈晨" }],
    ["handover 52 to bo@example.com", { verb: "handover", plan: 52, to: "bo@example.com" }],
    ["copy 52", { verb: "copy", plan: 52 }],
    ['copy 52 "Release 2.5"', { verb: "copy", plan: 52, name: "Release 2.5" }],
    ["复制 52 版本 2.5", { verb: "copy", plan: 52, name: "版本 2.5" }],
  ])("%j", (text, expected) => {
    expect(said(text)).toMatchObject(expected);
  });

  it.each([
    ["finish", { code: "missing-plan", verb: "finish" }],
    ["cancel", { code: "missing-plan", verb: "cancel" }],
    ["cancel 52", { code: "missing-reason", verb: "cancel" }],
    ["拒绝 52", { code: "missing-reason", verb: "reject" }],
    ["skip 52.3", { code: "missing-reason", verb: "skip" }],
    ["comment 52", { code: "missing-text", verb: "comment" }],
    ["handover 52", { code: "missing-person", verb: "handover" }],
    ["finish 52.3", { code: "not-an-item", verb: "finish", number: "52.3" }],
    ["finish 0", { code: "bad-number", word: "0" }],
    ["finish 99999999999999999999", { code: "bad-number" }],
    ["finish 5x", { code: "bad-number", word: "5x" }],
    ["finish 52 now", { code: "unexpected-word", word: "now" }],
  ])("%j is refused", (text, expected) => {
    expect(said(text)).toMatchObject(expected);
  });
});

describe("verbs with an item's number", () => {
  it.each([
    ["run 52.1", { verb: "run", plan: 52, place: 1 }],
    ["执行 52.1 破例：“紧急修复”", { verb: "run", plan: 52, place: 1, despite: "紧急修复" }],
    ["retry #52.1", { verb: "retry", plan: 52, place: 1 }],
    ["done 52.2", { verb: "done", plan: 52, place: 2 }],
    [
      "完成 52.2 已发公告 https://example.com/a",
      { verb: "done", plan: 52, place: 2, remark: "已发公告 https://example.com/a" },
    ],
    ["skip 52.3 not needed", { verb: "skip", plan: 52, place: 3, reason: "not needed" }],
    ["remove 52.3", { verb: "remove", plan: 52, place: 3 }],
    ["order 52 3,1,2", { verb: "order", plan: 52, places: [3, 1, 2] }],
    ["排序 52 3、1、52.2", { verb: "order", plan: 52, places: [3, 1, 2] }],
    ["run 52", { code: "missing-item", plan: 52 }],
    ["done", { code: "missing-item" }],
    ["run 52.0", { code: "bad-number" }],
    ["run 52.1 branch", { code: "unexpected-word", word: "branch" }],
    ["order 52", { code: "missing-item" }],
    ["order 52 3,b", { code: "bad-number", word: "b" }],
    ["order 52 51.1", { code: "bad-number" }],
  ])("%j", (text, expected) => {
    expect(said(text)).toMatchObject(expected);
  });
});

describe("new", () => {
  it("alone opens the form", () => {
    expect(said("/plan new")).toEqual({ verb: "new", by: "form" });
  });

  it("takes a name and fields", () => {
    expect(
      said(
        '/plan new "Release 2.4" window:"tonight 20:00-22:00" manager:@ada tags:shop,production hooks:audit,security -- Why\nand what',
      ),
    ).toEqual({
      verb: "new",
      by: "fields",
      fields: {
        name: "Release 2.4",
        window: "tonight 20:00-22:00",
        manager: "ada",
        tags: ["shop", "production"],
        hooks: ["audit", "security"],
        description: "Why\nand what",
      },
    });
  });

  it("takes the same in Chinese, with full-width quotes and colons", () => {
    expect(
      said("/发布 新建 “版本 2.4” 窗口期：「今晚8点到10点」 负责人：@ada 标签：商城、生产 外部系统：audit"),
    ).toEqual({
      verb: "new",
      by: "fields",
      fields: { name: "版本 2.4", window: "今晚8点到10点", manager: "ada", tags: ["商城", "生产"], hooks: ["audit"] },
    });
  });

  it("lets a value without quotes run on to the next key, over lines too", () => {
    expect(said("new Release 2.4\nwindow: tonight 20:00-22:00\nmanager: @ada")).toMatchObject({
      fields: { name: "Release 2.4", window: "tonight 20:00-22:00", manager: "ada" },
    });
  });

  it("takes levels in the order of their keys", () => {
    expect(said('new x approve:bo,chen approve:"QA: 2 of bo, group:qa, @dan" 审批:“全部 bo、chen”')).toMatchObject({
      fields: {
        levels: [
          { rule: "any", approvers: ["bo", "chen"] },
          { name: "QA", rule: 2, approvers: ["bo", "group:qa", "dan"] },
          { rule: "all", approvers: ["bo", "chen"] },
        ],
      },
    });
  });

  it("leaves links and groups in a value alone", () => {
    expect(said("new x requirements:SHOP-1, sprint:SHOP/42, https://git.example/a?b=c editors:group:qa")).toMatchObject(
      {
        fields: { requirements: ["SHOP-1", "sprint:SHOP/42", "https://git.example/a?b=c"], editors: ["group:qa"] },
      },
    );
  });

  it("finds a whole plan below, and the line it begins on", () => {
    expect(said("/plan new\nname: x\nitems: []")).toEqual({
      verb: "new",
      by: "text",
      document: { text: "name: x\nitems: []", line: 1 },
    });
  });

  it("finds a whole plan that begins on the same line", () => {
    expect(said("/plan new name: x\nitems: []")).toMatchObject({
      by: "text",
      document: { text: "name: x\nitems: []", line: 0 },
    });
    expect(said('new {"name":"x"}')).toMatchObject({ by: "text", document: { text: '{"name":"x"}', line: 0 } });
  });

  it("takes a plan out of its fence, and believes the fence's language", () => {
    expect(said("new\n\n```yaml\nname: x\n```\n")).toMatchObject({
      document: { text: "name: x", line: 3, syntax: "yaml" },
    });
    expect(said("new\n```md\n# x\n```js\n1\n```\n```")).toMatchObject({
      document: { text: "# x\n```js\n1\n```", line: 2, syntax: "markdown" },
    });
  });

  it("takes a key beside the plan", () => {
    expect(said("new key:shop-2.4\nname: x")).toMatchObject({
      key: "shop-2.4",
      document: { text: "name: x", line: 1 },
    });
  });

  it.each([
    ["new x windw:tonight", { code: "unknown-key", key: "windw", nearest: "window" }],
    ["新建 x 负责:@ada", { code: "unknown-key", key: "负责", nearest: "负责人" }],
    ["new x window:", { code: "missing-value", key: "window" }],
    ["new x window: manager:@ada", { code: "missing-value", key: "window" }],
    ["new x window:a window:b", { code: "repeated-key", key: "window" }],
    ['new "x', { code: "unclosed-quote", text: '"x' }],
    ["new x window:“tonight", { code: "unclosed-quote" }],
    ['new "x" "y"', { code: "unexpected-word", word: '"y"' }],
    ['new x approve:"0 of bo"', { code: "bad-level", value: "0 of bo" }],
  ])("%j is refused", (text, expected) => {
    expect(said(text)).toMatchObject(expected);
  });
});

describe("apply", () => {
  it.each([
    ["apply", { verb: "apply" }],
    ["apply key:shop", { verb: "apply", key: "shop" }],
    ["应用 标识:shop\nname: x", { verb: "apply", key: "shop", document: { text: "name: x", line: 1 } }],
    ["apply shop", { code: "unexpected-word", word: "shop" }],
  ])("%j", (text, expected) => {
    expect(said(text)).toEqual(expect.objectContaining(expected));
  });
});

describe("items", () => {
  it.each([
    [
      'add 52 text "Announce" owner:@bo after:1 -- Post\nthe notes',
      {
        verb: "add",
        plan: 52,
        type: "text",
        fields: { name: "Announce", owners: ["bo"], after: ["1"], text: "Post\nthe notes" },
      },
    ],
    [
      "添加 52 文本 “公告” 负责人：@bo、@chen",
      { verb: "add", plan: 52, type: "text", fields: { name: "公告", owners: ["bo", "chen"] } },
    ],
    [
      'add 52 run command:build branch=main n=3 tag=2.40 dry=true note="two words" owner:@bo',
      {
        verb: "add",
        plan: 52,
        type: "workflow",
        fields: {
          name: "build",
          run: "command:build",
          with: { branch: "main", n: 3, tag: "2.40", dry: true, note: "two words" },
          owners: ["bo"],
        },
      },
    ],
    [
      '添加 52 运行 zadig:yaml/release-plan-hook-2 "发布" branch=main',
      {
        verb: "add",
        plan: 52,
        type: "workflow",
        fields: { name: "发布", run: "zadig:yaml/release-plan-hook-2", with: { branch: "main" } },
      },
    ],
    ["add 52", { verb: "add", plan: 52, type: "form" }],
    [
      "edit 52.3 name:Tell everybody after:none branch=next -- Now",
      {
        verb: "edit-item",
        plan: 52,
        place: 3,
        fields: { name: "Tell everybody", after: [], with: { branch: "next" }, text: "Now" },
      },
    ],
    ["编辑 52.3 依赖:1,2", { verb: "edit-item", plan: 52, place: 3, fields: { after: ["1", "2"] } }],
    ["edit 52", { verb: "edit", plan: 52, fields: {} }],
    [
      'edit 52 window:none schedule:"" approve:none tags:无 name:"Release 2.5"',
      { verb: "edit", plan: 52, fields: { window: null, schedule: null, levels: null, tags: [], name: "Release 2.5" } },
    ],
    ["修改 52 发布窗口期：明晚8点到10点", { verb: "edit", plan: 52, fields: { window: "明晚8点到10点" } }],
  ])("%j", (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each([
    ["add 52 text", { code: "missing-name" }],
    ["add 52 run", { code: "missing-workflow" }],
    ["add 52 run build", { code: "bad-workflow", value: "build" }],
    ["add 52 run command:build -- text", { code: "text-and-run" }],
    ["add 52 tekst x", { code: "unknown-choice", choices: ["text", "run"] }],
    ["add 52 run command:build ower:@bo", { code: "unknown-key", key: "ower", nearest: "owner" }],
    ["add 52 run command:build a=1 a=2", { code: "repeated-key", key: "a" }],
    ["edit 52 tonight", { code: "unexpected-word", word: "tonight" }],
  ])("%j is refused", (text, expected) => {
    expect(said(text)).toMatchObject(expected);
  });
});

describe("verbs without a plan", () => {
  it.each([
    ["list", { verb: "list", scope: "open", words: "", page: 1 }],
    ["list waiting", { verb: "list", scope: "waiting", words: "", page: 1 }],
    ["列表 我的 商城 页:2", { verb: "list", scope: "mine", words: "商城", page: 2 }],
    ["list shop release page:2", { verb: "list", scope: "all", words: "shop release", page: 2 }],
    ["list done foo:bar", { verb: "list", scope: "done", words: "foo:bar", page: 1 }],
    ["list page:x", { code: "bad-number", word: "x" }],
    ["delegate @bo until:friday 18:00", { verb: "delegate", to: "bo", until: "friday 18:00" }],
    ["delegate @bo until friday", { verb: "delegate", to: "bo", until: "until friday" }],
    ["委托 @bo 至：周五", { verb: "delegate", to: "bo", until: "周五" }],
    ["delegate @bo", { verb: "delegate", to: "bo" }],
    ["delegate off", { verb: "delegate" }],
    ["delegate", { code: "missing-person" }],
    ["template", { verb: "template", what: "list" }],
    [
      'template use "hotfix" name:"Hotfix 7"',
      { verb: "template", what: "use", name: "hotfix", fields: { name: "Hotfix 7" }, values: {} },
    ],
    [
      'template use "hotfix" version=2.4.1 name:"Hotfix {{version}}"',
      {
        verb: "template",
        what: "use",
        name: "hotfix",
        fields: { name: "Hotfix {{version}}" },
        values: { version: "2.4.1" },
      },
    ],
    ["template edit hotfix", { verb: "template", what: "edit", name: "hotfix" }],
    [
      'template edit "hotfix"\nname: A',
      { verb: "template", what: "edit", name: "hotfix", document: { text: "name: A", line: 1 } },
    ],
    ["模板 删除 热修复", { verb: "template", what: "delete", name: "热修复" }],
    ["diff 52", { verb: "diff", plan: 52 }],
    ["对比 52 版本3", { verb: "diff", plan: 52, to: 3 }],
    ["diff 52 3..5", { verb: "diff", plan: 52, from: 3, to: 5 }],
    ["diff 52 x", { code: "unexpected-word" }],
    ["restore 52 3", { verb: "restore", plan: 52, version: 3 }],
    ["恢复 52 3 窗口期", { verb: "restore", plan: 52, version: 3, part: "window" }],
    ["restore 52.2 3", { verb: "restore", plan: 52, place: 2, version: 3 }],
    ["restore 52", { code: "missing-version" }],
    ["restore 52 3 color", { code: "unknown-choice" }],
    ['template save 52 "hotfix"', { verb: "template", what: "save", plan: 52, name: "hotfix" }],
    [
      "模板 使用 “热修复” 窗口期：今晚8点到10点",
      { verb: "template", what: "use", name: "热修复", fields: { window: "今晚8点到10点" }, values: {} },
    ],
    ["template use", { code: "missing-name" }],
    ["template drop x", { code: "unknown-choice" }],
    ["lang 中文", { verb: "lang", lang: "zh" }],
    ["语言 en", { verb: "lang", lang: "en" }],
    ["lang fr", { code: "unknown-choice", word: "fr" }],
    ["help", { verb: "help" }],
    ["help 驳回", { verb: "help", about: "reject" }],
    ["?", { verb: "help" }],
    ["？", { verb: "help" }],
  ])("%j", (text, expected) => {
    expect(said(text)).toMatchObject(expected);
  });
});

describe("a mistyped verb", () => {
  it.each([
    ["aprove 52", "approve", "approve"],
    ["/plan cancle 52 x", "cancel", "cancel"],
    ["批谁 52", "批准", "approve"],
    ["好", undefined, undefined],
    ["重新规化 52", "重新规划", "replan"],
    ["完成规画 52", "完成规划", "finish"],
    ["help aprove", "approve", "approve"],
    ["hello there", undefined, undefined],
  ])("%j suggests %s", (text, nearest, verb) => {
    expect(said(text)).toMatchObject({ code: "unknown-verb", ...(nearest && { nearest, verb }) });
    if (!nearest) expect(said(text)).not.toHaveProperty("nearest");
  });
});
