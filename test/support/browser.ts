/**
 * A real browser for tests: one per test file, a new profile each time, closed by itself.
 */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { chromium as playwright } from "playwright-core";
import { afterAll, onTestFinished } from "vitest";
import { loadChinese } from "./chinese-font.ts";
import { chromium } from "./chromium.ts";

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
  readonly lang?: "zh-CN" | "en-US";
  readonly zone?: string;
  readonly touch?: boolean;
}

/** Nothing that the browser might want from the network on its own account; what a page asks for still works. */
const quiet = [
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-pings",
  "--no-first-run",
  "--font-render-hinting=none",
  "--dns-over-https-mode=off",
];

let shared: Promise<Browser> | undefined;

afterAll(async () => {
  const browser = await shared?.catch(() => undefined);
  shared = undefined;
  await browser?.close();
});

/** Starts a browser that the caller closes. Tests want `openPage`. */
export async function launchBrowser(): Promise<Browser> {
  const { executable, env } = await chromium();
  return await playwright.launch({
    executablePath: executable,
    args: quiet,
    chromiumSandbox: false,
    env: { ...process.env, ...env },
  });
}

/** The test file's browser, started by the first who asks. */
export async function browser(): Promise<Browser> {
  shared ??= launchBrowser();
  return await shared;
}

/** A fresh profile of the file's browser: no cookies, no storage. Closed after the test if opened inside one. */
export async function openContext(look: Look = {}): Promise<BrowserContext> {
  const context = await (await browser()).newContext({
    viewport: { width: look.width ?? 1280, height: look.height ?? 900 },
    colorScheme: look.scheme ?? "light",
    locale: look.lang ?? "en-US",
    timezoneId: look.zone ?? "Asia/Shanghai",
    hasTouch: look.touch ?? false,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  return context;
}

/** A page in a fresh profile, gone when the test is. Call it inside a test. */
export async function openPage(url: string, look: Look = {}): Promise<Page> {
  const context = await openContext(look);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** A picture of the page as a person with Chinese fonts sees it. */
export async function picture(page: Page, path: string, options: { readonly fullPage?: boolean } = {}): Promise<void> {
  await loadChinese(page);
  await page.screenshot({ path, fullPage: options.fullPage ?? false, animations: "disabled" });
}
