/**
 * What gonogo shows somebody who has configured nothing: a small cast, two rooms, three commands and one plan.
 *
 * The sections have the form of `gonogo.yaml`, so that the same schema reads them.
 */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../plan/content.ts";

/** Names the sample plan, so that starting again finds it instead of making a second one. */
export const SAMPLE_PLAN_KEY = "sample-shop-2.4";
/** Who makes the sample plan. */
export const SAMPLE_MANAGER = "ada";

const WINDOW_HOURS = 12;

/** Prints one step every half second, the way a real build tells how far it is. */
const STEPS = `
const steps = process.argv.slice(1);
let next = 0;
const timer = setInterval(() => next < steps.length ? console.log(steps[next++]) : clearInterval(timer), 500);
`.trim();
const FAILURE = `
console.log("[gonogo] 50% Checking the shop");
console.error("The shop answers 503.");
setTimeout(() => process.exit(2), 500);
`.trim();

const TEXTS = {
  zh: { build: "构建商城", deploy: "部署商城", fail: "检查商城（会失败）", branch: "分支", target: "环境" },
  en: {
    build: "Build the shop",
    deploy: "Deploy the shop",
    fail: "Check the shop, and fail",
    branch: "Branch",
    target: "Target",
  },
} as const;

/** The sample sections, with titles in the language of the instance. */
export function sampleSections(lang: "zh" | "en") {
  const text = TEXTS[lang];
  return {
    people: {
      ada: { name: "Ada", email: "ada@example.com", roles: ["planner"] },
      bo: { name: "Bo", email: "bo@example.com", groups: ["qa"] },
      chen: { name: "Chen 陈", email: "chen@example.com", groups: ["operations"] },
      dana: { name: "Dana", email: "dana@example.com", groups: ["qa"] },
      eve: { name: "Eve", email: "eve@example.com", groups: ["operations"], roles: ["admin"] },
    },
    groups: { qa: ["bo", "dana"], operations: ["chen", "eve"] },
    rooms: {
      releases: { title: { zh: "发布", en: "Releases" } },
      shop: { title: { zh: "商城", en: "Shop" } },
    },
    commands: {
      build: {
        title: text.build,
        run: [
          process.execPath,
          "-e",
          STEPS,
          "[gonogo] 10% Fetching {branch}",
          "Fetched {branch}.",
          "[gonogo] 40% Compiling",
          "[gonogo] 75% Testing",
          "128 tests passed.",
          "[gonogo] 100% Built",
        ],
        timeout: "1m",
        parameters: { branch: { type: "string", default: "main", pattern: "[\\w./-]{1,100}", label: text.branch } },
      },
      deploy: {
        title: text.deploy,
        run: [
          process.execPath,
          "-e",
          STEPS,
          "[gonogo] 20% Taking {target} out of the load balancer",
          "[gonogo] 60% Replacing {target}",
          "[gonogo] 100% {target} serves the new release",
        ],
        timeout: "1m",
        parameters: {
          target: { type: "string", required: true, choices: ["staging", "production"], label: text.target },
        },
      },
      fail: { title: text.fail, run: [process.execPath, "-e", FAILURE], timeout: "1m" },
    },
  };
}

/** The sample plan as a plan file; its window is open at `now` and stays open for half a day. */
export function samplePlan(lang: "zh" | "en", now: Instant, zone: string): string {
  const opens = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).round({
    smallestUnit: "hour",
    roundingMode: "floor",
  });
  const iso = (time: Temporal.ZonedDateTime) => time.toString({ smallestUnit: "minute", timeZoneName: "never" });
  const window = `${iso(opens)}/${iso(opens.add({ hours: WINDOW_HOURS }))}`;
  return lang === "zh" ? chinesePlan(window) : englishPlan(window);
}

function englishPlan(window: string): string {
  return `name: Shop 2.4
key: ${SAMPLE_PLAN_KEY}
manager: ${SAMPLE_MANAGER}
window: ${window}
description: |
  The winter sale: **new prices** and a faster checkout.

  A sample. Submit it, switch to Bo and Chen to approve, then run its items.
requirements: [SHOP-120, SHOP-131]
approval:
  levels:
    - { name: QA, rule: any, approvers: ["group:qa"] }
    - { name: Operations, rule: all, approvers: [chen] }
items:
  - name: Build
    run: command:build
    with: { branch: main }
    owner: dana
  - name: Deploy to production
    run: command:deploy
    with: { target: production }
    owner: chen
    after: [Build]
  - name: Tell the customers
    text: Post the release notes in the customers' room.
    owner: dana
    after: [Deploy to production]
announce: [releases]
tags: [shop, sample]
`;
}

function chinesePlan(window: string): string {
  return `name: 商城 2.4 发布
key: ${SAMPLE_PLAN_KEY}
manager: ${SAMPLE_MANAGER}
window: ${window}
description: |
  冬季促销：**新价格**与更快的结算。

  这是一个示例。提交后切换为 Bo 和 Chen 审批，再逐项执行。
requirements: [SHOP-120, SHOP-131]
approval:
  levels:
    - { name: 测试, rule: any, approvers: ["group:qa"] }
    - { name: 运维, rule: all, approvers: [chen] }
items:
  - name: 构建
    run: command:build
    with: { branch: main }
    owner: dana
  - name: 部署生产环境
    run: command:deploy
    with: { target: production }
    owner: chen
    after: [构建]
  - name: 通知客户
    text: 在客户群发布更新说明。
    owner: dana
    after: [部署生产环境]
announce: [releases]
tags: [shop, sample]
`;
}
