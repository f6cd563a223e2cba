/**
 * Sentences as people write them, and the drafts that they come to.
 */
export const SENTENCES: readonly (readonly [said: string, means: string])[] = [
  [
    "Release shop 2.4 tonight 21:00-22:00, needs approval from Bo and Chen, Ada manages.",
    "Release shop 2.4 | window 11-24T21/11-24T22 | approve all:bo+chen | manager ada",
  ],
  [
    'We plan to ship "Release 2.4" on Friday 20:00-22:00. QA approves, then ops.',
    "Release 2.4 | window 11-27T20/11-27T22 | approve any:group:qa > any:group:ops",
  ],
  [
    "Bo and QA need to approve the payment hotfix planned for tomorrow 20:00-21:00",
    "payment hotfix | window 11-25T20/11-25T21 | approve all:bo+group:qa",
  ],
  [
    "Please create a release plan for the billing service tomorrow from 8pm to 10pm, 2 of QA must sign off",
    "billing service | window 11-25T20/11-25T22 | approve 2:group:qa",
  ],
  [
    "Deploy shop tonight 22:00-23:00: first build the images, then run the migrations, finally announce it in releases.",
    "Deploy shop | window 11-24T22/11-24T23 | items build the images; run the migrations <build the images | announce releases",
  ],
  [
    "Release the gateway tomorrow 20:00-22:00, approved by Sam",
    "Release the gateway | window 11-25T20/11-25T22 | ? ambiguous-person: Sam",
  ],
  [
    "Release the gateway tomorrow 20:00-22:00, approved by Bo and Zed",
    "Release the gateway | window 11-25T20/11-25T22 | approve all:bo | ? unknown-person: Zed | - not-understood: and Zed | + description",
  ],
  [
    "Release the gateway tomorrow 20:00-22:00, approved by Sam Fox",
    "Release the gateway | window 11-25T20/11-25T22 | approve any:sam-fox",
  ],
  [
    "The change was approved by Bo yesterday; release shop tonight 21:00-22:00",
    "release shop | window 11-24T21/11-24T22 | - bad-time | - not-understood: The change was approved by Bo | + description",
  ],
  [
    "no approval needed, hotfix for checkout tonight 23:00-23:30 #hotfix #shop",
    "hotfix for checkout | window 11-24T23/11-24T23:30+08:00 | tags hotfix, shop",
  ],
  [
    "run command:build branch=main tonight 21:00-22:00 and then tell the customers",
    'run command:build branch=main tonight 21:00-22:00 and then tell the customers | window 11-24T21/11-24T22 | items Build the shop [command:build {"branch":"main"}]; tell the customers <Build the shop',
  ],
  ["Release UTF-8 support tonight 21:00", "Release UTF-8 support | - needs-end: tonight 21:00 | + description"],
  [
    "we will approve later, the search release is Monday 10:00-12:00",
    "search release is | window 11-30T10/11-30T12 | - approval-unclear: we will approve later, the search release is Monday 10:00-12:00 | - not-understood: we will approve later | + description",
  ],
  [
    "Ship it tomorrow at 20:00 for 2 hours; Dana is in charge; notify shop",
    "Ship it | window 11-25T20/11-25T22 | manager dana | announce shop",
  ],
  ["Bo or Chen can approve release 9 on Friday 9am-11am", "release 9 | window 11-27T09/11-27T11 | approve any:bo+chen"],
  ["@Zed approves release 3 tonight 21:00-22:00", "release 3 | window 11-24T21/11-24T22 | ? unknown-person: Zed"],
  [
    "@bo please approve the upgrade of redis on 2026-12-01T20:00+08:00/2026-12-01T22:00+08:00",
    "upgrade of redis | window 12-01T20/12-01T22 | approve any:bo",
  ],
  [
    "hi team, can you set up the release of Payments v3.2.1 for SHOP-120 and SHOP-121 next Monday 20:00-22:00? Chen must approve",
    "release of Payments v3.2.1 for SHOP-120 and SHOP-121 | window 11-30T20/11-30T22 | approve any:chen | for SHOP-120, SHOP-121",
  ],
  [
    "Roll out the new search index between 20:00 and 22:00 on Friday, sign-off by group:ops",
    "Roll out the new search index | window 11-27T20/11-27T22 | approve any:group:ops",
  ],
  [
    "Migrate the database on Dec 3 at 20:00 for 2 hours, needs approval",
    "Migrate the database | window 12-03T20/12-03T22 | ? no-approver: Migrate the database on Dec 3 at 20:00 for 2 hours, needs approval",
  ],
  [
    "Let's launch checkout v2 tomorrow 8-10pm, any of QA, Bo approves",
    "launch checkout v2 | window 11-25T20/11-25T22 | approve any:group:qa+bo | - not-understood: any of | + description",
  ],
  [
    "Upgrade kafka Friday 20:00-22:00, start automatically at Friday 20:30, approved by ops",
    "Upgrade kafka | window 11-27T20/11-27T22 | schedule 11-27T20:30+08:00 | approve any:group:ops",
  ],
  [
    "See https://git.example/shop/issues/7 – deploy the fix tonight 22:00-23:00",
    "See https://git.example/shop/issues/7 – deploy the fix | window 11-24T22/11-24T23 | for https://git.example/shop/issues/7",
  ],
  [
    "The rollback of 2.3 happens tonight 21:00-21:30 and everyone in QA approves it",
    "rollback of 2.3 happens and everyone in it | window 11-24T21/11-24T21:30+08:00 | approve all:group:qa",
  ],
  ["Release 24 on Friday 20:00-22:00", "Release 24 | window 11-27T20/11-27T22"],
  ["release tonight", "release | - bad-time | + description"],
  ["hello", "hello"],
  ["Release yesterday 20:00-22:00", "Release | - bad-time | + description"],
  [
    "After QA's approval release shop 2.5 tomorrow 20:00-21:00",
    "After release shop 2.5 | window 11-25T20/11-25T21 | approve any:group:qa",
  ],
  ["Deploy command:missing tonight 21:00-22:00", "Deploy command:missing | window 11-24T21/11-24T22"],
  [
    "Release the shop tonight 21:00-22:00 and again tomorrow 21:00-22:00",
    "Release the shop and again | window 11-24T21/11-24T22 | - second-time: tomorrow 21:00-22:00 | + description",
  ],
  [
    "周五晚上8点到10点发布支付服务 v3.2，让 Bo 审批，Ada 负责",
    "发布支付服务 v3.2 | window 11-27T20/11-27T22 | approve any:bo | manager ada",
  ],
  ["今晚8点半到10点上线购物车，需要QA的批准", "上线购物车 | window 11-24T20:30+08:00/11-24T22 | approve any:group:qa"],
  [
    "明晚8点到10点发布《商城 2.4》，先由 QA 审批，再由 Chen 审批，关联 SHOP-120 和 SHOP-121",
    "商城 2.4 | window 11-25T20/11-25T22 | approve any:group:qa > any:chen | for SHOP-120, SHOP-121",
  ],
  [
    "今晚10点到11点发布订单系统：先构建镜像，再执行数据库变更，最后通知客服",
    "发布订单系统 | window 11-24T22/11-24T23 | items 构建镜像; 执行数据库变更 <构建镜像; 通知客服 <执行数据库变更",
  ],
  [
    "帮我建一个发布计划，明天晚上9点到11点，王小明和李雷审批",
    "发布计划 | window 11-25T21/11-25T23 | approve all:wang+li",
  ],
  ["无需审批，今晚11点到11点半修复支付回调", "修复支付回调 | window 11-24T23/11-24T23:30+08:00"],
  ["定时明晚8点自动执行，窗口明晚8点到10点，发布网关", "发布网关 | window 11-25T20/11-25T22 | schedule 11-25T20"],
  [
    "请 @bo 审批，@ada 负责，周六20:00-22:00 发布搜索服务",
    "发布搜索服务 | window 11-28T20/11-28T22 | approve any:bo | manager ada",
  ],
  [
    "发布会员系统，时间：2026年12月1日 20:00-22:00，审批人：Bo、Chen，负责人：Ada",
    "发布会员系统 | window 12-01T20/12-01T22 | approve all:bo+chen | manager ada",
  ],
  ["明天晚上8点到10点发布网关，王小明或李雷审批即可", "发布网关 | window 11-25T20/11-25T22 | approve any:wang+li"],
  [
    "周五20点到22点升级 Redis，QA 至少两人审批，通知到 releases 群",
    "升级 Redis | window 11-27T20/11-27T22 | approve 2:group:qa | announce releases",
  ],
  [
    "我们打算下周一晚上8点到10点上线会员中心，请张三审批",
    "上线会员中心 | window 11-30T20/11-30T22 | ? no-approver: 我们打算下周一晚上8点到10点上线会员中心，请张三审批 | - not-understood: 请张三 | + description",
  ],
  [
    "今晚9点到10点发布商城 #生产 #商城，ops 审批后 Chen 再审批",
    "发布商城 | window 11-24T21/11-24T22 | approve any:group:ops > any:chen | tags 生产, 商城",
  ],
  [
    "审批流程优化上线，明晚8点到9点",
    "审批流程优化上线 | window 11-25T20/11-25T21 | - approval-unclear: 审批流程优化上线，明晚8点到9点 | + description",
  ],
  [
    "把订单库迁移到新集群，11月30日 20:00-23:00，由李雷负责，QA审批",
    "把订单库迁移到新集群 | window 11-30T20/11-30T23 | approve any:group:qa | manager li",
  ],
  ["请@陈审批今晚9点到10点的网关切换", "网关切换 | window 11-24T21/11-24T22 | approve any:chen"],
  [
    "今晚九点到十点半发布推荐服务，让王小明、李雷、QA都审批",
    "发布推荐服务 | window 11-24T21/11-24T22:30+08:00 | approve all:wang+li+group:qa",
  ],
  ["明晚8点发布网关", "发布网关 | - needs-end: 明晚8点 | + description"],
  ["回滚到 2.3，今晚21:00至21:30", "回滚到 2.3 | window 11-24T21/11-24T21:30+08:00"],
  [
    "已经审批过了，今晚9点到10点发布结算服务",
    "发布结算服务 | window 11-24T21/11-24T22 | - not-understood: 已经审批过了 | + description",
  ],
  [
    "需要审批，今晚9点到10点发布结算服务",
    "发布结算服务 | window 11-24T21/11-24T22 | ? no-approver: 需要审批，今晚9点到10点发布结算服务",
  ],
  [
    "明早10点到11点发布文档站，运行 command:deploy replicas=3",
    '发布文档站 | window 11-25T10/11-25T11 | items Deploy [command:deploy {"replicas":3}]',
  ],
  ["你好，帮忙安排一下后天下午2点到4点的发布，谢谢", "发布 | window 11-26T14/11-26T16"],
  [
    "Release 2.4\nWindow: Friday 20:00-22:00\nApprovers: Bo, then QA\nManager: Ada\nTags: shop, production\n\nSteps:\n1. command:build branch=main (Bo)\n2. Run the migrations by Chen\n3. Deploy replicas=3\n4. Tell the customers @dana",
    'Release 2.4 | window 11-27T20/11-27T22 | approve any:bo > any:group:qa | manager ada | items Build the shop [command:build {"branch":"main"}] (bo); Run the migrations (chen); Deploy [command:deploy {"replicas":3}]; Tell the customers (dana) | tags shop, production',
  ],
  [
    "# 商城 2.4\n- 时间：明晚8点到10点\n- 审批人：\n  - QA\n  - Chen\n- 步骤：\n  1. 构建镜像（Bo）\n  2. 由 Chen 执行数据库变更\n  3. 公告 李雷负责\n\n这次包含新的优惠券。",
    "商城 2.4 | window 11-25T20/11-25T22 | approve any:group:qa > any:chen | items 构建镜像 (bo); 执行数据库变更 (chen); 公告 (li) | - not-understood: 这次包含新的优惠券 | + description",
  ],
  [
    "Name: Shop 2.5\nWhen: tomorrow 20:00-22:00\nDescription: New coupons.\nApproval: any of QA\nEditors: Dana, Bo\nAnnounce: releases, nowhere\nPolicy: strict\nJira: SHOP-9, sprint:SHOP/42",
    "Shop 2.5 | window 11-25T20/11-25T22 | approve any:group:qa | for SHOP-9, sprint:SHOP/42 | announce releases | editors dana, bo | policy strict | - unknown-word: nowhere | + description",
  ],
  [
    "> Please release the shop tonight 21:00-22:00.\n> - Build the shop branch=release\n> - Smoke test (Dana)\n> Bo approves.",
    'release the shop | window 11-24T21/11-24T22 | approve any:bo | items Build the shop [command:build {"branch":"release"}]; Smoke test (dana)',
  ],
  [
    "紧急：支付回调失败\n名称：支付修复\n时间：今晚9点到10点\n步骤：\n① 回滚配置\n② 重启服务 由 ops 执行\n审批人：Bo 或 Chen",
    "支付修复 | window 11-24T21/11-24T22 | approve any:bo+chen | items 回滚配置; 重启服务 (group:ops) | emergency 支付回调失败",
  ],
  [
    "步骤一：备份数据库\n步骤二：升级 MySQL\n步骤三：验证（Sam）",
    "步骤一：备份数据库 | items 备份数据库; 升级 MySQL; 验证 | ? ambiguous-person: Sam",
  ],
];
