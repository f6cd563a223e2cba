/**
 * Every verb a person can type: its spellings, how it is used, and one line of help, in both languages.
 */
import type { Lang } from "../times/problem.ts";
import type { Verb } from "./said.ts";

export interface VerbEntry {
  readonly verb: Verb;
  /** Other spellings; the first Chinese one is the one to show. */
  readonly aliases: Readonly<Record<Lang, readonly string[]>>;
  /** How it is typed, without the leading `/plan`. */
  readonly usage: Readonly<Record<Lang, readonly string[]>>;
  readonly help: Readonly<Record<Lang, string>>;
  readonly examples: Readonly<Record<Lang, readonly string[]>>;
}

type Both = readonly [en: string, zh: string];

/** One row: the usage lines and examples come in pairs, English and Chinese. */
function row(
  verb: Verb,
  en: readonly string[],
  zh: readonly string[],
  help: Both,
  usage: readonly Both[],
  examples: readonly Both[] = [],
): VerbEntry {
  const pick = (pairs: readonly Both[]) => ({ en: pairs.map(([text]) => text), zh: pairs.map(([, text]) => text) });
  return {
    verb,
    aliases: { en, zh },
    usage: pick(usage),
    help: { en: help[0], zh: help[1] },
    examples: pick(examples),
  };
}

export const VERBS: readonly VerbEntry[] = [
  row(
    "new",
    ["create"],
    ["新建", "创建", "新建计划"],
    [
      "Begin a plan: a form, one line, or a whole plan in YAML or Markdown below.",
      "新建发布计划：表单、一行命令，或在下方写完整的 YAML / Markdown。",
    ],
    [
      ["new", "新建"],
      [
        'new "name" [window:… manager:@… approve:… field:value …] [-- description]',
        '新建 "名称" [窗口期:… 负责人:@… 审批:… 字段:值 …] [-- 描述]',
      ],
    ],
    [
      [
        'new "Release 2.4" window:"tonight 20:00-22:00" manager:@ada approve:"QA: any of bo, group:qa" approve:"2 of chen, dan"',
        '新建 "版本 2.4" 窗口期:"今晚8点到10点" 负责人:@ada 审批:"测试：任一 bo、group:qa" 审批:"2人 chen、dan"',
      ],
    ],
  ),
  row(
    "draft",
    ["sketch"],
    ["草稿", "起草", "拟定"],
    [
      "Say a plan in plain language; you see the draft, and nothing exists until you create it.",
      "用大白话描述一个计划：先看到草稿，确认后才会创建。",
    ],
    [["draft what, when and who approves", "草稿 做什么、什么时候、谁审批"]],
    [
      [
        "draft Release the shop on Friday 20:00-22:00, Bo approves: first build it, then tell the customers",
        "草稿 周五晚上8点到10点发布商城，让 Bo 审批：先构建，再通知客户",
      ],
    ],
  ),
  row(
    "apply",
    [],
    ["应用"],
    [
      "Create or update the plan with a key, from the text below or an attached file.",
      "按标识创建或更新计划，内容写在下方或放在附件里。",
    ],
    [["apply [key:…] (plan below or attached)", "应用 [标识:…]（下方或附件为计划内容）"]],
  ),
  row(
    "add",
    [],
    ["添加", "增加", "加"],
    [
      "Add an item: something a person does, or a workflow that an engine runs.",
      "添加发布项：人工步骤，或由引擎执行的工作流。",
    ],
    [
      ['add 52 text "name" [owner:@… after:1] [-- content]', '添加 52 文本 "名称" [负责人:@… 依赖:1] [-- 内容]'],
      [
        'add 52 run engine:workflow [parameter=value …] ["name"] [owner:@… after:1]',
        '添加 52 运行 引擎:工作流 [参数=值 …] ["名称"] [负责人:@… 依赖:1]',
      ],
    ],
    [
      [
        'add 52 text "Announce" owner:@bo after:1 -- Post the notes.',
        '添加 52 文本 "公告" 负责人:@bo 依赖:1 -- 在群里发布说明。',
      ],
      ["add 52 run command:build branch=main owner:@bo", "添加 52 运行 command:build branch=main 负责人:@bo"],
    ],
  ),
  row(
    "edit",
    ["change", "set"],
    ["编辑", "修改", "改"],
    [
      "Change a plan or one item; without fields, a form. “none” clears a field.",
      "修改计划或某个发布项；不带字段则打开表单。写「无」清空字段。",
    ],
    [
      ["edit 52 [field:value …] [-- description]", "编辑 52 [字段:值 …] [-- 描述]"],
      [
        "edit 52.3 [name:… owner:… after:… parameter=value] [-- content]",
        "编辑 52.3 [名称:… 负责人:… 依赖:… 参数=值] [-- 内容]",
      ],
    ],
    [
      [
        'edit 52 window:"tomorrow 20:00-22:00" tags:shop,production',
        "编辑 52 窗口期:明晚8点到10点 标签:shop、production",
      ],
    ],
  ),
  row(
    "order",
    ["reorder"],
    ["排序", "顺序"],
    ["Put the items in a new order.", "调整发布项的顺序。"],
    [["order 52 3,1,2", "排序 52 3,1,2"]],
  ),
  row(
    "remove",
    ["delete", "rm"],
    ["移除", "删除"],
    ["Take an item out of the plan.", "移除一个发布项。"],
    [["remove 52.3", "移除 52.3"]],
  ),
  row(
    "copy",
    ["duplicate"],
    ["复制"],
    ["Begin a new plan with the same content.", "复制为一个新计划。"],
    [['copy 52 ["name"]', '复制 52 ["名称"]']],
    [['copy 52 "Release 2.5"', '复制 52 "版本 2.5"']],
  ),
  row(
    "show",
    ["view", "open"],
    ["查看", "看", "详情"],
    ["Show a plan’s card.", "查看计划卡片。"],
    [["show 52", "查看 52"]],
  ),
  row(
    "list",
    ["ls", "find", "search"],
    ["列表", "列出", "清单", "搜索"],
    [
      "List plans: mine, waiting for me, open, done or all; words search.",
      "列出计划：我的、待办、进行中、已完成或全部，可加关键词。",
    ],
    [["list [mine|waiting|open|done|all] [words] [page:2]", "列表 [我的|待办|进行中|已完成|全部] [关键词] [页:2]"]],
  ),
  row(
    "log",
    ["history"],
    ["记录", "操作记录", "日志"],
    ["Show everything that happened to a plan.", "查看操作记录。"],
    [["log 52", "记录 52"]],
  ),
  row(
    "hooks",
    ["hook"],
    ["钩子", "外部检测"],
    [
      "Show what was sent to external systems and what they answered; send one of it again.",
      "查看发给外部系统的通知及其回复，也可重发其中一条。",
    ],
    [
      ["hooks 52", "钩子 52"],
      ["hooks 52 again 3", "钩子 52 重发 3"],
    ],
  ),
  row(
    "requirements",
    ["requirement", "reqs"],
    ["需求", "关联需求"],
    [
      "Show what a plan is released for, add to it, take from it, or find issues and sprints.",
      "查看计划关联的需求，添加、移除，或查找事项和冲刺。",
    ],
    [
      ["requirements 52", "需求 52"],
      ["requirements 52 add SHOP-120 sprint:SHOP/42 https://…", "需求 52 添加 SHOP-120 sprint:SHOP/42 https://…"],
      ["requirements 52 remove SHOP-120", "需求 52 移除 SHOP-120"],
      [
        "requirements [52] find [words] [project:… board:… sprint:… page:2]",
        "需求 [52] 查找 [关键词] [项目:… 看板:… 冲刺:… 页:2]",
      ],
    ],
    [['requirements 52 find board:"Shop board"', '需求 52 查找 看板:"商城看板"']],
  ),
  row(
    "notes",
    ["release-notes"],
    ["发布说明", "更新说明"],
    ["Write release notes from what a plan is released for, in Markdown.", "根据关联的需求生成发布说明（Markdown）。"],
    [["notes 52 [zh|en]", "发布说明 52 [zh|en]"]],
  ),
  row(
    "refresh",
    ["reread"],
    ["刷新", "刷新需求"],
    ["Read the requirements anew from where they are kept.", "重新读取需求的最新状态。"],
    [["refresh 52", "刷新 52"]],
  ),
  row(
    "diff",
    ["changes", "versions"],
    ["对比", "差异", "版本"],
    [
      "Show what changed since the last approval, or between two versions.",
      "查看上次审批以来的改动，或两个版本之间的差异。",
    ],
    [
      ["diff 52", "对比 52"],
      ["diff 52 3 [5]", "对比 52 3 [5]"],
    ],
  ),
  row(
    "restore",
    ["revert"],
    ["恢复", "还原"],
    [
      "Go back to an older version: all of it, one field, or one item.",
      "恢复到旧版本：整个计划、某个字段或某个发布项。",
    ],
    [
      ["restore 52 3 [field]", "恢复 52 3 [字段]"],
      ["restore 52.1 3", "恢复 52.1 3"],
    ],
    [["restore 52 3 window", "恢复 52 3 窗口期"]],
  ),
  row("export", [], ["导出"], ["Get the plan as YAML.", "导出为 YAML。"], [["export 52", "导出 52"]]),
  row(
    "finish",
    [],
    ["完成规划", "规划完成", "结束规划"],
    ["Finish planning.", "完成规划。"],
    [["finish 52", "完成规划 52"]],
  ),
  row(
    "submit",
    [],
    ["提交", "提交审批", "送审"],
    ["Ask for approval; from planning this finishes planning first.", "提交审批；规划中的计划会先完成规划。"],
    [["submit 52", "提交 52"]],
  ),
  row(
    "start",
    ["begin"],
    ["开始", "开始执行"],
    ["Start a plan that needs no approval.", "开始执行无需审批的计划。"],
    [["start 52", "开始 52"]],
  ),
  row(
    "replan",
    [],
    ["重新规划", "重规划"],
    ["Go back to planning; decisions are dropped.", "回到规划中；已有的审批作废。"],
    [["replan 52", "重新规划 52"]],
  ),
  row(
    "cancel",
    ["abort"],
    ["取消", "终止"],
    ["Cancel a plan for good.", "取消计划，不可恢复。"],
    [["cancel 52 reason", "取消 52 原因"]],
    [["cancel 52 The fix waits for the vendor.", "取消 52 等供应商修复"]],
  ),
  row(
    "approve",
    ["accept"],
    ["批准", "同意", "通过", "审批通过"],
    ["Approve at the current level.", "批准当前审批节点。"],
    [["approve 52 [comment]", "批准 52 [意见]"]],
  ),
  row(
    "reject",
    ["deny"],
    ["拒绝", "驳回"],
    ["Reject, with a reason.", "拒绝，并说明原因。"],
    [["reject 52 reason", "拒绝 52 原因"]],
  ),
  row(
    "comment",
    ["note"],
    ["评论", "备注"],
    ["Leave a remark in the log.", "在操作记录里留言。"],
    [["comment 52 text", "评论 52 内容"]],
  ),
  row(
    "run",
    ["execute"],
    ["执行", "运行"],
    ["Run a workflow item.", "执行一个工作流发布项。"],
    [['run 52.1 [despite:"reason"]', '执行 52.1 [破例:"原因"]']],
  ),
  row(
    "done",
    ["complete"],
    ["完成"],
    ["Mark a text item as done.", "将人工发布项标记为完成。"],
    [["done 52.2 [remark] [name:value …]", "完成 52.2 [备注] [名称:内容 …]"]],
    [["done 52.2 Ticket:https://issues.example/7 Posted.", "完成 52.2 工单:https://issues.example/7 已发布"]],
  ),
  row(
    "tick",
    ["tick-off"],
    ["勾选"],
    ["Tick points of an item’s check list off.", "勾选发布项检查清单中的各项。"],
    [["tick 52.2 [1,2]", "勾选 52.2 [1,2]"]],
  ),
  row(
    "untick",
    [],
    ["取消勾选"],
    ["Open points of a check list again.", "取消勾选检查清单中的各项。"],
    [["untick 52.2 1", "取消勾选 52.2 1"]],
  ),
  row(
    "attach",
    ["upload"],
    ["附件", "上传"],
    [
      "Give a file for an item: the one in the message, or sent just before it.",
      "为发布项提供文件：随消息发送的，或刚刚发送的。",
    ],
    [["attach 52.2 [what it is]", "附件 52.2 [名称]"]],
  ),
  row(
    "undo",
    ["takeback"],
    ["撤回"],
    [
      "Take back what was given for an item that is not done: a first word of two, files.",
      "撤回为尚未完成的发布项提供的内容：第一个人的确认、文件。",
    ],
    [["undo 52.2 [reason]", "撤回 52.2 [原因]"]],
  ),
  row(
    "skip",
    [],
    ["跳过"],
    ["Skip an item, with a reason.", "跳过一个发布项，并说明原因。"],
    [["skip 52.3 reason", "跳过 52.3 原因"]],
  ),
  row(
    "claim",
    ["take"],
    ["认领"],
    ["Say that an item with several owners is yours.", "认领一个有多位负责人的发布项。"],
    [["claim 52.1", "认领 52.1"]],
  ),
  row(
    "retry",
    ["rerun"],
    ["重试"],
    ["Run a failed item again.", "重试失败的发布项。"],
    [['retry 52.1 [despite:"reason"]', '重试 52.1 [破例:"原因"]']],
  ),
  row(
    "recheck",
    [],
    ["重新检测", "重发检测"],
    ["Send a failed external check again.", "重新发送外部检测。"],
    [["recheck 52", "重新检测 52"]],
  ),
  row(
    "override",
    ["force"],
    ["放行", "强制通过"],
    ["Pass an external check as an admin, with a reason.", "管理员放行外部检测，并说明原因。"],
    [["override 52 reason", "放行 52 原因"]],
  ),
  row(
    "handover",
    ["hand-over"],
    ["移交", "转交", "交接"],
    ["Make somebody else the manager.", "移交给新的发布负责人。"],
    [["handover 52 @person", "移交 52 @某人"]],
  ),
  row(
    "remind",
    ["nudge"],
    ["提醒", "催办", "催"],
    ["Remind those whose turn it is.", "提醒当前应处理的人。"],
    [["remind 52", "提醒 52"]],
  ),
  row(
    "delegate",
    [],
    ["委托", "代理"],
    ["Let somebody approve in your place for a time.", "委托他人在一段时间内代您审批。"],
    [
      ["delegate @person [until:friday]", "委托 @某人 [至:周五]"],
      ["delegate off", "委托 关闭"],
    ],
  ),
  row(
    "template",
    ["templates"],
    ["模板"],
    [
      "Save a plan as a template, begin one from it, have one made again and again, change or delete it. What it leaves open is filled in when it is used.",
      "把计划存为模板，由模板新建计划或定期生成计划，或修改、删除模板。模板中留空的参数在使用时填入。",
    ],
    [
      ["template list", "模板 列表"],
      ['template save 52 "name"', '模板 保存 52 "名称"'],
      ['template use "name" [field:value …] [parameter=value …]', '模板 使用 "名称" [字段:值 …] [参数=值 …]'],
      ['template edit "name" (plan below)', '模板 编辑 "名称"（下方为计划内容）'],
      ['template delete "name"', '模板 删除 "名称"'],
      [
        'template repeat "name" every:"thursday 20:00" [field:value …] [parameter=value …]',
        '模板 定期 "名称" 周期:"每周四 20:00" [字段:值 …] [参数=值 …]',
      ],
      ["template pause|resume|stop 3", "模板 暂停|恢复|停止 3"],
    ],
    [
      ['template use "hotfix" version=2.4.1', '模板 使用 "紧急修复" version=2.4.1'],
      [
        'template repeat "weekly" every:"wednesday 10:00" window:"tomorrow 20:00-22:00"',
        '模板 定期 "每周发布" 周期:"每周三 10:00" 窗口期:"明晚8点到10点"',
      ],
    ],
  ),
  row(
    "calendar",
    [],
    ["日历", "发布日历"],
    ["Show the coming two weeks: freezes, release windows and plans.", "查看未来两周的封网期、发布时段和计划。"],
    [
      ["calendar", "日历"],
      ["calendar link", "日历 链接"],
    ],
  ),
  row(
    "freeze",
    [],
    ["封网", "封网期"],
    [
      "Begin a freeze, in which nothing is carried out, or end one by its number (admins).",
      "设置封网期，期间不执行任何发布项；或按编号结束封网（管理员）。",
    ],
    [
      [
        'freeze "name" time:"tonight 20:00-22:00" [repeat:weekly tags:… env:…]',
        '封网 "名称" 时间:"今晚8点到10点" [重复:每周 标签:… 环境:…]',
      ],
      ["freeze end 3", "封网 结束 3"],
    ],
    [
      [
        'freeze "Stock-taking" time:"2026-12-31T20:00+08:00/2027-01-02T08:00+08:00" tags:shop',
        '封网 "年终盘点" 时间:"2026-12-31T20:00+08:00/2027-01-02T08:00+08:00" 标签:shop',
      ],
    ],
  ),
  row(
    "subscribe",
    [],
    ["订阅"],
    [
      "Choose what this chat hears from Zadig; without words, show what it hears.",
      "选择此会话接收哪些 Zadig 通知；不带内容则查看已订阅的通知。",
    ],
    [
      ["subscribe", "订阅"],
      [
        'subscribe zadig [project:…] [plan:"words"] [events:finish_planning,start_execute,all_job_done,workflow]',
        '订阅 zadig [项目:…] [计划:"关键词"] [事件:规划完成、开始执行、全部完成、工作流]',
      ],
    ],
    [['subscribe zadig project:shop plan:"Release 2"', '订阅 zadig 项目:shop 计划:"版本 2"']],
  ),
  row(
    "unsubscribe",
    [],
    ["退订", "取消订阅"],
    ["Hear nothing more from Zadig in this chat.", "此会话不再接收 Zadig 通知。"],
    [["unsubscribe zadig", "退订 zadig"]],
  ),
  row(
    "lang",
    ["language"],
    ["语言"],
    ["Choose the language the bot speaks to you.", "选择机器人对您使用的语言。"],
    [["lang zh|en", "语言 zh|en"]],
  ),
  row(
    "authenticator",
    ["totp"],
    ["验证器"],
    [
      "Set up an authenticator, which some plans want before a decision counts.",
      "设置验证器；部分计划要求验证后审批才生效。",
    ],
    [["authenticator", "验证器"]],
  ),
  row(
    "verify",
    ["code"],
    ["验证"],
    ["Give the code of your authenticator.", "提交验证器上的验证码。"],
    [["verify 123456", "验证 123456"]],
  ),
  row(
    "login",
    ["signin"],
    ["登录"],
    ["Get a one-time link that signs you in to the console.", "获取登录控制台的一次性链接。"],
    [["login", "登录"]],
  ),
  row(
    "help",
    ["?"],
    ["帮助"],
    ["Explain all verbs, or one.", "查看全部或某个命令的用法。"],
    [["help [verb]", "帮助 [命令]"]],
  ),
];

interface Spelling {
  readonly spelling: string;
  readonly verb: Verb;
}

const SPELLINGS: readonly Spelling[] = VERBS.flatMap(({ verb, aliases }) =>
  [verb, ...aliases.en, ...aliases.zh].map((spelling) => ({ spelling, verb })),
);

/** Every spelling of every verb. */
export function verbSpellings(): readonly Spelling[] {
  return SPELLINGS;
}

/** The verb that a word spells. */
export function verbNamed(word: string): Verb | undefined {
  const wanted = word.normalize("NFKC").toLowerCase();
  return SPELLINGS.find(({ spelling }) => spelling === wanted)?.verb;
}
