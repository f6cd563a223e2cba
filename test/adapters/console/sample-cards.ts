/** Cards of every kind and tone, in both languages, with what is long and what is awkward. */
import type { Block, Button, Card, Form, ItemRow, LevelRow, Line, Tone } from "../../../src/chat/card.ts";

type Lang = "zh" | "en";
const said = (lang: Lang) => (en: string, zh: string) => (lang === "zh" ? zh : en);
const person = (id: string, name: string) => ({ person: id, name });

const ADA = person("ada", "Ada");
const BO = person("bo", "Bo");
const CHEN = person("chen", "Chen 陈");

function button(id: string, label: string, style: Button["style"] = "plain", confirm?: Button["confirm"]): Button {
  return { id, label, style, action: { do: "submit", plan: 52 }, confirm };
}

function form(
  id: string,
  label: string,
  name: "reject" | "done" | "skip" | "edit" | "cancel",
  style: Button["style"] = "plain",
): Button {
  return { id, label, style, action: { do: "form", form: name, plan: 52 } };
}

function fields(lang: Lang, left: Line): Block {
  const t = said(lang);
  return {
    kind: "fields",
    fields: [
      { label: t("Manager", "发布负责人"), value: [ADA], short: true },
      {
        label: t("Window", "发布窗口期"),
        value: [t("Tue 24 Nov, 20:00–22:00 ", "11月24日 周二 20:00–22:00 "), ...left],
        short: true,
      },
      {
        label: t("Requirements", "关联需求"),
        value: [
          { link: "https://jira.example/browse/SHOP-120", text: "SHOP-120" },
          " · ",
          { link: "https://git.example/shop/issues/7", text: "shop#7" },
        ],
        short: true,
      },
      { label: t("Tags", "标签"), value: ["shop, production"], short: true },
    ],
  };
}

function items(lang: Lang, states: readonly [Tone, Tone, Tone], live = false): Block {
  const t = said(lang);
  const words: Record<Tone, string> = {
    draft: t("To do", "未开始"),
    waiting: t("Ready", "可执行"),
    active: t("Running", "执行中"),
    good: t("Done", "已完成"),
    bad: t("Failed", "失败"),
    muted: t("Skipped", "已跳过"),
  };
  const row = (number: string, name: string, kind: string, tone: Tone, more: Partial<ItemRow> = {}): ItemRow => ({
    number,
    name,
    kind,
    tone,
    label: words[tone],
    details: [[BO]],
    buttons: [],
    ...more,
  });
  const run = t("Run", "执行");
  return {
    kind: "items",
    title: t("Items", "发布内容"),
    rows: [
      row(
        "52.1",
        t("Build the shop", "构建商城"),
        "command:build",
        states[0],
        states[0] === "active"
          ? {
              percent: 62,
              output:
                "Fetched main.\nCompiling 214 modules\n[62%] packages/checkout/src/payment-intent.ts\nwarning: unused import `Currency` in a-very-long-file-name-that-does-not-wrap-because-it-is-output.ts:12",
            }
          : { details: [[BO], ["branch = main"]] },
      ),
      row("52.2", t("Deploy to production", "部署到生产环境"), "zadig:yaml/release-plan-hook-2", states[1], {
        details: [
          [CHEN],
          [
            t("after 52.1", "在 52.1 之后"),
            " · ",
            { link: "https://ci.example/runs/8812", text: t("run 8812", "任务 8812") },
          ],
        ],
        output: states[1] === "bad" ? "The shop answers 503.\nexit code 2" : undefined,
        buttons: live
          ? [
              button("run", run, "primary", {
                title: t("Release to production?", "确认发布到生产环境？"),
                text: t(
                  "“Deploy to production” starts at once with target = production.",
                  "“部署到生产环境”将立即执行，target = production。",
                ),
                ok: run,
                back: t("Back", "返回"),
              }),
              form("skip", t("Skip", "跳过"), "skip"),
            ]
          : [],
      }),
      row("52.3", t("Tell the customers", "通知客户"), t("text", "文本"), states[2], {
        details:
          states[2] === "muted"
            ? [
                [ADA],
                [t("Skipped by Ada: the newsletter goes out tomorrow anyway.", "Ada 跳过：明天的邮件会一并说明。")],
              ]
            : [[ADA], [t("Post the notes in the customers' room.", "把更新说明发到客户群。")]],
        buttons: live ? [form("done", t("Done", "完成"), "done")] : [],
      }),
    ],
  };
}

function levels(lang: Lang, first: Tone, second: Tone): Block {
  const t = said(lang);
  const words: Record<Tone, string> = {
    draft: t("not yet asked", "未开始"),
    waiting: t("waiting", "待审批"),
    active: t("waiting", "待审批"),
    good: t("approved", "已通过"),
    bad: t("rejected", "已拒绝"),
    muted: t("not needed", "无需审批"),
  };
  const at = (tone: Tone, time: string) => (tone === "good" || tone === "bad" ? `${words[tone]} ${time}` : words[tone]);
  const rows: LevelRow[] = [
    {
      name: t("QA", "测试"),
      tone: first,
      label: words[first],
      rule: t("any of 2", "任意一人"),
      people: [
        {
          who: [BO],
          tone: first,
          label: at(first, "20:03"),
          comment: first === "good" ? t("Smoke test is green on staging.", "预发布环境冒烟测试通过。") : undefined,
        },
        {
          who: [person("dana", "Dana")],
          tone: first === "good" ? "muted" : first,
          label: first === "good" ? words.muted : words[first],
        },
      ],
    },
    {
      name: t("Operations", "运维"),
      tone: second,
      label: words[second],
      rule: t("all of 1", "全部通过"),
      people: [
        {
          who: [CHEN],
          tone: second,
          label: at(second, "20:11"),
          comment:
            second === "bad"
              ? t("The database migration has no way back. Please add one.", "数据库变更没有回滚方案，请补充。")
              : undefined,
        },
      ],
    },
  ];
  return { kind: "levels", title: t("Approval", "审批"), rows };
}

const title = (lang: Lang) => said(lang)("52 · Release 2.4", "52 · 商城 2.4 发布");

function plan(lang: Lang, tone: Tone, label: string, blocks: readonly Block[], buttons: readonly Button[] = []): Card {
  return { title: title(lang), tone, label, blocks, buttons, summary: `${title(lang)}: ${label}` };
}

export function planCards(lang: Lang): readonly Card[] {
  const t = said(lang);
  const left = (text: string): Line => [`(${text})`];
  return [
    plan(
      lang,
      "draft",
      t("Planning", "规划中"),
      [
        {
          kind: "markdown",
          text: t(
            "Faster checkout and a **new** payment provider.\n\n- Stock service first, shop second\n- Rollback: `gonogo` replan, then run 51",
            "结算提速，并接入**新的**支付渠道。\n\n- 先发布库存服务，再发布商城\n- 回滚：重新规划后执行 51",
          ),
        },
        fields(lang, left(t("opens in 3 h 20 min", "3 小时 20 分后开始"))),
        levels(lang, "draft", "draft"),
        items(lang, ["draft", "draft", "draft"]),
      ],
      [
        button("submit", t("Ask for approval", "提交审批"), "primary"),
        form("edit", t("Edit", "编辑"), "edit"),
        button("add", t("Add an item", "添加发布内容")),
        form("cancel", t("Cancel", "取消"), "cancel", "danger"),
      ],
    ),
    plan(
      lang,
      "waiting",
      t("Waiting for approval", "待审批"),
      [
        fields(lang, left(t("opens in 1 h 57 min", "1 小时 57 分后开始"))),
        levels(lang, "good", "waiting"),
        items(lang, ["draft", "draft", "draft"]),
      ],
      [
        button("remind", t("Remind", "催办")),
        button("replan", t("Replan", "重新规划")),
        form("cancel", t("Cancel", "取消"), "cancel", "danger"),
      ],
    ),
    plan(
      lang,
      "active",
      t("Executing", "执行中"),
      [
        fields(lang, left(t("closes in 48 min", "48 分后结束"))),
        { kind: "progress", label: t("Progress", "进度"), done: 1, total: 3 },
        items(lang, ["active", "waiting", "waiting"], true),
        {
          kind: "notice",
          tone: "waiting",
          line: [t("A freeze begins at 23:00: Singles' Day.", "23:00 起进入封网期：双十一。")],
        },
      ],
      [button("replan", t("Replan", "重新规划")), form("cancel", t("Cancel", "取消"), "cancel", "danger")],
    ),
    plan(lang, "good", t("Success", "发布成功"), [
      { kind: "progress", label: t("Progress", "进度"), done: 3, total: 3 },
      items(lang, ["good", "good", "muted"]),
      {
        kind: "timeline",
        title: t("Log", "操作记录"),
        lines: [
          { at: "20:03", line: [BO, t(" approved QA", " 通过了测试审批")] },
          { at: "20:11", line: [CHEN, t(" approved Operations", " 通过了运维审批")] },
          { at: "20:31", line: [ADA, t(" ran “Build the shop”", " 执行了“构建商城”")] },
          { at: "20:52", line: [t("The plan succeeded", "发布成功")] },
        ],
      },
      { kind: "context", line: [t("Finished 24 Nov 20:52 · 49 minutes", "11月24日 20:52 完成 · 用时 49 分钟")] },
    ]),
    plan(
      lang,
      "bad",
      t("Denied", "已拒绝"),
      [levels(lang, "good", "bad"), items(lang, ["good", "bad", "draft"])],
      [button("replan", t("Replan", "重新规划"), "primary"), form("cancel", t("Cancel", "取消"), "cancel", "danger")],
    ),
  ];
}

export function approvalCards(lang: Lang): readonly Card[] {
  const t = said(lang);
  const open: Card = {
    title: t("Your approval: Release 2.4", "请审批：商城 2.4 发布"),
    tone: "waiting",
    label: t("Level 1 of 2 · QA", "第 1 级，共 2 级 · 测试"),
    blocks: [
      fields(lang, [t("(opens in 1 h 57 min)", "（1 小时 57 分后开始）")]),
      {
        kind: "list",
        title: t("What will run", "将执行的内容"),
        lines: [
          [t("52.1 Build the shop — command:build, branch = main", "52.1 构建商城 — command:build，branch = main")],
          [t("52.2 Deploy to production — target = production", "52.2 部署到生产环境 — target = production")],
        ],
      },
      {
        kind: "list",
        title: t("Changed since the last approval", "自上次审批后的变更"),
        lines: [[t("Window: was 19:00–21:00", "发布窗口期：原为 19:00–21:00")]],
      },
      {
        kind: "notice",
        tone: "bad",
        line: [t("The check “start_execute” failed 4 minutes ago.", "外部检测“start_execute”在 4 分钟前失败。")],
      },
    ],
    buttons: [
      button("approve", t("Approve", "通过"), "primary", {
        title: t("Approve Release 2.4?", "通过“商城 2.4 发布”？"),
        text: t("It releases to production from 20:00 on.", "20:00 起将发布到生产环境。"),
        ok: t("Approve", "通过"),
        back: t("Back", "返回"),
      }),
      form("reject", t("Reject", "拒绝"), "reject", "danger"),
    ],
    summary: t("Release 2.4 waits for your approval.", "商城 2.4 发布等待你的审批。"),
  };
  const decided: Card = {
    title: open.title,
    tone: "good",
    label: t("Approved by Bo", "已由 Bo 通过"),
    blocks: [{ kind: "notice", tone: "good", line: [t("Approved by ", "通过："), BO, t(" at 20:03.", "，20:03。")] }],
    buttons: [],
    summary: t("Release 2.4 was approved by Bo.", "商城 2.4 发布已由 Bo 通过。"),
  };
  const item: Card = {
    title: t("52.3 Tell the customers", "52.3 通知客户"),
    tone: "waiting",
    label: t("Your turn", "轮到你了"),
    blocks: [
      { kind: "markdown", text: t("Post the notes in the customers' room.", "把更新说明发到客户群。") },
      { kind: "context", line: [t("Release 2.4 · closes in 48 min", "商城 2.4 发布 · 48 分后结束")] },
    ],
    buttons: [form("done", t("Done", "完成"), "done", "primary"), form("skip", t("Skip", "跳过"), "skip")],
    summary: t("It is your turn: tell the customers.", "轮到你了：通知客户。"),
  };
  return [open, decided, item];
}

export function awkwardCards(): readonly Card[] {
  const long = "a7f3c9".repeat(24);
  return [
    {
      title:
        "53 · 双十一大促全链路容量扩容与支付网关双活切换发布计划（含库存、订单、结算、营销四个子系统的配置变更与数据迁移）",
      tone: "waiting",
      label: "等待执行前外部检测通过",
      blocks: [
        {
          kind: "markdown",
          text: "本次发布涉及 4 个子系统，请各负责人在 20:00 前完成自检。数据迁移脚本位于 `migrations/2026-11-24-order-split.sql`，预计执行 12 分钟；如超过 20 分钟未完成，请立即联系 @Chen 陈 并执行回滚预案。参考：https://wiki.example/release/2026-11-24",
        },
        {
          kind: "code",
          text: `instance_code: ${long}\nkubectl rollout status deployment/checkout --namespace production --timeout 600s --watch`,
        },
        {
          kind: "fields",
          fields: [
            { label: "实例 Code", value: [long], short: true },
            { label: "发布负责人", value: [ADA], short: true },
          ],
        },
      ],
      buttons: [button("recheck", "重新发起检测", "primary"), button("log", "查看操作记录")],
      summary: "双十一发布计划等待外部检测。",
    },
    {
      title: `54 · ${"<script>alert(1)</script> & \u202egnp.exe \" ' ".repeat(2)}${"Ω".repeat(1_000_000)}`,
      tone: "muted",
      label: "Cancelled",
      blocks: [
        { kind: "notice", tone: "muted", line: ["Cancelled by ", ADA, ": <b>not</b> this week."] },
        { kind: "list", lines: [[{ link: "javascript:alert(1)", text: "a link that leads nowhere" }], [long]] },
      ],
      buttons: [],
      summary: "54 was cancelled.",
    },
    {
      title: "Plans that are open",
      tone: "muted",
      label: "3 of 41",
      blocks: [
        {
          kind: "list",
          lines: [
            [{ link: "https://gonogo.example/52", text: "52" }, " Release 2.4 · waiting for approval · ", ADA],
            [{ link: "https://gonogo.example/51", text: "51" }, " Hotfix for the checkout · executing · ", CHEN],
            [{ link: "https://gonogo.example/48", text: "48" }, " 数据库升级到 17 · 规划中 · ", CHEN],
          ],
        },
      ],
      buttons: [button("next", "Next page")],
      summary: "Three open plans.",
    },
  ];
}

export function sampleForm(lang: Lang): Form {
  const t = said(lang);
  const people = [
    { value: "ada", label: "Ada" },
    { value: "bo", label: "Bo" },
    { value: "chen", label: "Chen 陈" },
    { value: "dana", label: "Dana" },
  ];
  return {
    title: t("A new release plan", "新建发布计划"),
    intro: t(
      "Only the name and one item are needed. Everything can be changed until approval is asked for.",
      "只需名称和一项发布内容；提交审批前都可以修改。",
    ),
    fields: [
      {
        type: "text",
        name: "name",
        label: t("Name", "名称"),
        required: true,
        value: "",
        lines: 1,
        max: 200,
        placeholder: t("Release 2.4", "商城 2.4 发布"),
      },
      {
        type: "text",
        name: "window",
        label: t("Window", "发布窗口期"),
        hint: t("As you would say it: tonight 20:00-22:00", "按习惯书写：明晚8点到10点"),
        required: false,
        value: "",
        lines: 1,
        max: 200,
      },
      {
        type: "people",
        name: "manager",
        label: t("Manager", "发布负责人"),
        required: true,
        value: ["ada"],
        many: false,
        options: people,
      },
      {
        type: "people",
        name: "approvers",
        label: t("Approvers", "审批人"),
        required: false,
        value: ["bo"],
        many: true,
        options: people,
      },
      {
        type: "choice",
        name: "policy",
        label: t("Policy", "策略"),
        required: true,
        value: "standard",
        options: [
          { value: "standard", label: "standard" },
          { value: "strict", label: "strict" },
        ],
      },
      {
        type: "text",
        name: "description",
        label: t("Description", "描述"),
        required: false,
        value: "",
        lines: 4,
        max: 20_000,
      },
      {
        type: "check",
        name: "announce",
        label: t("Announce it in #releases", "在 #发布 公布"),
        required: false,
        value: true,
      },
    ],
    submit: t("Create", "创建"),
    back: t("Back", "返回"),
    style: "primary",
    action: { do: "form", form: "new" },
  };
}
