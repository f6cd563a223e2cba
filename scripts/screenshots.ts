/**
 * Plays the sample plan in a real browser and takes the README's pictures of it: `node scripts/screenshots.ts [folder]`.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { chromium as playwright } from "playwright-core";
import type { Seat } from "../test/e2e/seat.ts";
import { button, cards, confirm, fillIn, press, row, say, shows, sit } from "../test/e2e/seat.ts";
import type { Server } from "../test/e2e/server.ts";
import { startServer } from "../test/e2e/server.ts";
import { loadChinese } from "../test/support/chinese-font.ts";
import { chromium } from "../test/support/chromium.ts";

type Lang = "en" | "zh";
const folder = process.argv[2] ?? join(import.meta.dirname, "..", "docs", "screenshots");

interface Scene {
  readonly server: Server;
  readonly browser: Browser;
  readonly lang: Lang;
}

const TEXTS = {
  en: {
    plan: /^1 · Shop 2\.4$/u,
    waiting: "Waiting for approval",
    success: "Success",
    build: "Build",
    deploy: "Deploy",
    tell: "Tell the customers",
    running: "Running",
    done: "Done",
    skip: "The load balancer is being replaced tonight.",
    remark: "Posted in both rooms.",
    looks: "/plan approve 1 Smoke tests pass.",
  },
  zh: {
    plan: /^1 · 商城 2\.4 发布$/u,
    waiting: "等待审批",
    success: "成功",
    build: "构建",
    deploy: "部署生产环境",
    tell: "通知客户",
    running: "运行中",
    done: "完成",
    skip: "今晚更换负载均衡，改为明日部署。",
    remark: "已在两个客户群发布。",
    looks: "/发布 批准 1 冒烟测试已通过",
  },
} as const;

async function enter(
  { server, browser, lang }: Scene,
  person: string,
  where: "room" | "direct",
  look: { width?: number; scheme?: "light" | "dark" } = {},
): Promise<Seat> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: look.width === undefined ? 1180 : 844 },
    colorScheme: look.scheme ?? "light",
    locale: lang === "zh" ? "zh-CN" : "en-US",
    reducedMotion: "reduce",
  });
  return sit(context, server, person, where);
}

async function take(page: Page, name: string): Promise<void> {
  await loadChinese(page);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
  await page.context().close();
}

/** The card alone, however long it is. */
async function takeCard(seat: Seat, title: RegExp, name: string): Promise<void> {
  await seat.page.setViewportSize({ width: 1280, height: 1600 });
  await loadChinese(seat.page);
  await cards(seat, title)
    .first()
    .screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}

/** The sample plan from submitted to success, with a picture at each moment worth one. */
async function play(scene: Scene): Promise<void> {
  const { lang } = scene;
  const texts = TEXTS[lang];
  const ada = await enter(scene, "ada", "room");
  await press(cards(ada, texts.plan), "submit");
  await shows(cards(ada, texts.plan), texts.waiting);
  await take((await enter(scene, "chen", "room")).page, lang === "zh" ? "waiting-zh" : "waiting");
  const bo = await enter(scene, "bo", "direct");
  await button(cards(bo, "2.4"), "approve").waitFor();
  if (lang === "en") await take((await enter(scene, "bo", "direct")).page, "approval");
  await say(bo, texts.looks);
  const chen = await enter(scene, "chen", "direct");
  await button(cards(chen, "2.4"), "approve").waitFor();
  if (lang === "zh") await take((await enter(scene, "chen", "direct", { width: 390, scheme: "dark" })).page, "phone");
  await confirm(cards(chen, "2.4").first(), "approve");
  await confirm(row(cards(ada, texts.plan), texts.build), "run");
  await row(cards(ada, texts.plan), texts.build).getByText(texts.running).waitFor();
  if (lang === "en") {
    await row(cards(ada, texts.plan), texts.build).locator("progress").waitFor();
    await takeCard(ada, texts.plan, "executing");
  }
  await button(row(cards(ada, texts.plan), texts.deploy), "run").waitFor();
  await fillIn(row(cards(ada, texts.plan), texts.deploy), "skip", { reason: texts.skip });
  await button(row(cards(ada, texts.plan), texts.tell), "done").waitFor();
  await fillIn(row(cards(ada, texts.plan), texts.tell), "done", { remark: texts.remark });
  await shows(cards(ada, texts.plan), texts.success);
  if (lang === "zh") await takeCard(await enter(scene, "ada", "room"), texts.plan, "success-zh");
}

const { executable, env } = await chromium();
const args = ["--disable-quic", "--disable-background-networking", "--disable-sync", "--no-first-run"];
const browser = await playwright.launch({
  executablePath: executable,
  chromiumSandbox: false,
  env: { ...process.env, ...env },
  args,
});
await mkdir(folder, { recursive: true });
for (const lang of ["en", "zh"] as const) {
  await using server = await startServer({ lang });
  await play({ server, browser, lang });
}
await browser.close();
