/**
 * Shows the console with cards of every kind and takes pictures of it, so that its looks can be judged:
 * `node scripts/console-gallery.ts [folder]`. It serves on loopback and ends by itself.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { chromium as playwright } from "playwright-core";
import type { Inbox } from "../src/chat/ports.ts";
import { approvalCards, awkwardCards, planCards, sampleForm } from "../test/adapters/console/sample-cards.ts";
import type { World } from "../test/adapters/console/world.ts";
import { startWorld } from "../test/adapters/console/world.ts";
import { loadChinese } from "../test/support/chinese-font.ts";
import { chromium } from "../test/support/chromium.ts";
import { quietInbox } from "../test/support/quiet-chat.ts";

type Lang = "zh" | "en";
const folder = process.argv[2] ?? "test-results/gallery";
const PLAN =
  "/plan new\nname: Release 2.4\nwindow: tonight 20:00-22:00\nitems:\n  - name: Build\n    run: command:build\n    with: { branch: main }";

function inboxIn(lang: Lang): Inbox {
  const zh = lang === "zh";
  return quietInbox({
    message: async ({ text }) => {
      if (text.includes("new")) return [{ kind: "form", form: sampleForm(lang) }];
      const refusal = zh
        ? "没有 `aprove` 这个命令，你是想输入 **approve** 吗？\n\n现在可以：`/plan show 52`、`/plan remind 52`。"
        : "There is no verb `aprove`. Did you mean **approve**?\n\nPossible now: `/plan show 52`, `/plan remind 52`.";
      return [{ kind: "text", tone: "bad", text: refusal }];
    },
    form: async () => ({
      kind: "wrong",
      problem: zh ? "还不能创建这个计划。" : "This plan cannot be created yet.",
      fields: { window: zh ? "这个时间已经过去：11月23日 20:00–22:00" : "That is over: Mon 23 Nov, 20:00–22:00" },
    }),
  });
}

async function fill({ adapter, needs }: World, lang: Lang): Promise<void> {
  const zh = lang === "zh";
  const room = "console:room:releases";
  await needs.messages.insert({
    key: "said-1",
    place: room,
    author: "ada",
    body: { kind: "said", text: PLAN, files: [] },
    at: needs.now() - 90_000,
  });
  for (const [index, card] of planCards(lang).entries()) {
    const ref = await adapter.post(room, card, `plan-${index}`);
    if (index === 2) {
      const notes = zh
        ? [
            "**Ada** 创建了计划",
            "**Bo** 通过了测试审批：预发布环境冒烟测试通过。",
            "**Chen 陈** 通过了运维审批",
            "检测 `start_execute` 已发送，第 1 次",
            "**Ada** 执行了“构建商城”",
          ]
        : [
            "**Ada** made the plan",
            "**Bo** approved QA: smoke test is green on staging.",
            "**Chen 陈** approved Operations",
            "Check `start_execute` sent, attempt 1",
            "**Ada** ran “Build the shop”",
          ];
      for (const [at, note] of notes.entries()) await adapter.note(ref, note, `note-${at}`);
    }
  }
  await needs.messages.insert({
    key: "said-2",
    place: room,
    author: "bo",
    body: { kind: "said", text: zh ? "预发布环境没问题 👍" : "Staging looks good 👍", files: [] },
    at: needs.now(),
  });
  for (const [index, card] of awkwardCards().entries())
    await adapter.post("console:room:releases", card, `awkward-${index}`);
  for (const [index, card] of approvalCards(lang).entries())
    await adapter.post("console:direct:bo", card, `approval-${index}`);
}

async function opened(
  browser: Browser,
  world: World,
  path: string,
  width: number,
  scheme: "light" | "dark",
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme: scheme,
    reducedMotion: "reduce",
    hasTouch: width < 500,
    deviceScaleFactor: width < 500 ? 2 : 1,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(`page: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") console.error(`page: ${message.text()}`);
  });
  await page.goto(`${world.url}${path}`);
  await page.locator("body[data-live]").waitFor();
  return page;
}

async function take(page: Page, name: string): Promise<void> {
  await loadChinese(page);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
  console.log(`${folder}/${name}.png`);
}

/** The whole list: the page is made as tall as what it holds, and shown in parts that can be looked at. */
async function takeAll(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 1280;
  await loadChinese(page);
  const height = await page.evaluate(() => (document.querySelector(".scroll-inner")?.clientHeight ?? 0) + 260);
  await page.setViewportSize({ width, height });
  const part = width < 500 ? 1_300 : 1_400;
  for (let top = 0; top < height; top += part) {
    const path = join(folder, `${name}-${1 + top / part}.png`);
    await page.screenshot({
      path,
      animations: "disabled",
      clip: { x: 0, y: top, width, height: Math.min(part, height - top) },
    });
    console.log(path);
  }
}

async function pictures(browser: Browser, lang: Lang, width: number, scheme: "light" | "dark"): Promise<void> {
  await using world = await startWorld({
    lang,
    inbox: inboxIn(lang),
    waiting: new Map([
      ["bo", 1],
      ["chen", 2],
    ]),
  });
  const name = (what: string) => `${what}-${width}-${scheme}-${lang}`;
  const empty = await opened(browser, world, "/?as=ada&place=console:direct:ada", width, scheme);
  await take(empty, name("welcome"));
  await fill(world, lang);
  const room = "/?as=ada&place=console:room:releases";
  const full = await opened(browser, world, room, width, scheme);
  await takeAll(full, name("cards"));
  await takeAll(await opened(browser, world, "/?as=bo&place=console:direct:bo", width, scheme), name("direct"));

  const page = await opened(browser, world, room, width, scheme);
  await page.locator("#compose-text").fill("/plan aprove 52");
  await page.keyboard.press("Enter");
  await page.locator("[data-private]").last().waitFor();
  await take(page, name("refusal"));
  await page.locator("#compose-text").fill("/plan ");
  await take(page, name("suggest"));
  await page.keyboard.press("Escape");
  await page.locator(".thread-open").first().click();
  await page.locator(".note").first().waitFor();
  await take(page, name("thread"));
  await page.keyboard.press("Escape");
  await page.locator('[data-button="run"]').first().click();
  await page.locator("#confirm[open]").waitFor();
  await take(page, name("confirm"));
  await page.keyboard.press("Escape");
  await page.locator("#compose-text").fill("/plan new");
  await page.locator(".send").click();
  await page.locator("dialog form").waitFor();
  await take(page, name("form"));
  await page.locator("dialog form button[type=submit]").click();
  await page.locator(".form-problem:visible").waitFor();
  await take(page, name("form-wrong"));
  await page.keyboard.press("Escape");
  if (width < 500) {
    await page.locator("[data-side-open]").click();
    await take(page, name("side"));
  }
  for (const context of browser.contexts()) await context.close();
  if (world.errors.length > 0) console.error(world.errors);
}

await mkdir(folder, { recursive: true });
const { executable, env } = await chromium();
const browser = await playwright.launch({
  executablePath: executable,
  chromiumSandbox: false,
  env: { ...process.env, ...env },
  args: ["--font-render-hinting=none"],
});
try {
  const only = process.argv[3];
  for (const width of [1280, 390]) {
    for (const [scheme, lang] of [
      ["light", "en"],
      ["dark", "zh"],
      ["light", "zh"],
      ["dark", "en"],
    ] as const) {
      if (only === undefined || `${width}-${scheme}-${lang}`.includes(only))
        await pictures(browser, lang, width, scheme);
    }
  }
} finally {
  await browser.close();
}
