import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import type { IncomingAction, IncomingForm, IncomingMessage } from "../../../src/chat/ports.ts";
import { openContext, openPage } from "../../support/browser.ts";
import { quietInbox } from "../../support/quiet-chat.ts";
import { approvalCards, awkwardCards, planCards, sampleForm } from "./sample-cards.ts";
import type { World, WorldOptions } from "./world.ts";
import { keeping, startWorld } from "./world.ts";

const ROOM = "console:room:releases";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function world(options: WorldOptions = {}): Promise<World> {
  const started = await startWorld(options);
  onTestFinished(() => started[Symbol.asyncDispose]());
  return started;
}

async function open(started: World, path: string, look: Parameters<typeof openPage>[1] = {}): Promise<Page> {
  const page = await openPage(`${started.url}${path}`, look);
  await page.locator("body[data-live]").waitFor();
  return page;
}

const room = (person = "ada") => `/?as=${person}&place=${ROOM}`;
const plain = (title: string, buttons: Card["buttons"] = []): Card => ({
  title,
  tone: "active",
  label: "Executing",
  summary: `${title} is executing.`,
  blocks: [
    {
      kind: "items",
      title: "Items",
      rows: [
        {
          number: "1.1",
          name: "Build",
          tone: "active",
          label: "Running",
          kind: "command:build",
          details: [],
          percent: 10,
          output: "line 1",
          buttons,
        },
      ],
    },
  ],
  buttons: [],
});
const run = (label = "Run", confirm = false): Card["buttons"][number] => ({
  id: "run",
  label,
  style: "primary",
  action: { do: "run", plan: 1, item: "i1" },
  confirm: confirm
    ? { title: "Release to production?", text: "It starts at once.", ok: "Release", back: "Back" }
    : undefined,
});

async function fillGallery(started: World): Promise<void> {
  const cards = [...planCards("en"), ...approvalCards("zh"), ...awkwardCards()];
  for (const [index, card] of cards.entries()) {
    const ref = await started.adapter.post(ROOM, card, `c${index}`);
    await started.adapter.note(ref, "**Ada** made the plan", `n${index}`);
  }
}

describe("the page", () => {
  test.each(["light", "dark"] as const)("has no serious fault of accessibility in %s colours", async (scheme) => {
    const started = await world({
      waiting: new Map([["bo", 2]]),
      inbox: quietInbox({ message: async () => [{ kind: "form", form: sampleForm("en") }] }),
    });
    await fillGallery(started);
    const page = await open(started, room(), { scheme });
    expect(await faults(page)).toEqual([]);
    await page.locator(".thread-open").first().click();
    await page.locator(".note").first().waitFor();
    expect(await faults(page)).toEqual([]);
    await page.locator("#compose-text").fill("/plan new");
    await page.locator(".send").click();
    await page.locator("dialog form").waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test("fits a phone without scrolling sideways, with everything big enough for a thumb", async () => {
    const started = await world();
    await fillGallery(started);
    const page = await open(started, room(), { width: 390, height: 844, touch: true });
    const wide = await page.evaluate(() => {
      const scroll = document.querySelector(".scroll");
      return [document.documentElement.scrollWidth, scroll?.scrollWidth ?? 0, scroll?.clientWidth ?? 0];
    });
    expect(wide).toEqual([390, 390, 390]);
    const small = await page
      .locator(".btn:visible, .send:visible, .icon-btn:visible, .thread-open:visible")
      .evaluateAll((buttons) =>
        buttons.filter((button) => button.getBoundingClientRect().height < 43).map((button) => button.outerHTML),
      );
    expect(small).toEqual([]);
    await page.locator("[data-side-open]").click();
    await page.locator('[data-persona="bo"]').click();
    await page.waitForURL(/as=bo/u);
  });

  test("logs no error while everything on it is used", async () => {
    const errors: string[] = [];
    const started = await world();
    const page = await open(started, room());
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    await fillGallery(started);
    await page.locator(".card").nth(8).waitFor();
    await page.reload();
    await page.locator("[data-theme-toggle]").click();
    expect([await page.locator("html").getAttribute("data-theme"), errors, started.errors]).toEqual(["dark", [], []]);
  });
});

describe("with the keyboard alone", () => {
  test("a plan is written, a form filled in, a button confirmed and a thread read", async () => {
    const heard: (IncomingMessage | IncomingAction | IncomingForm)[] = [];
    const started = await world({
      inbox: quietInbox({
        message: keeping(heard, [{ kind: "form", form: sampleForm("en") }]),
        action: keeping(heard, [{ kind: "text", text: "Started.", tone: "good" }]),
        form: async (form) => {
          heard.push(form);
          return form.values.name === ""
            ? { kind: "wrong", fields: { name: "A plan needs a name." } }
            : { kind: "taken", replies: [] };
        },
      }),
    });
    const ref = await started.adapter.post(ROOM, plain("Release", [run("Run", true)]), "c1");
    await started.adapter.note(ref, "Ada made the plan", "n1");
    const page = await open(started, room());
    const keys = page.keyboard;
    await keys.type("/plan ne");
    await keys.press("Tab");
    expect(await page.locator("#compose-text").inputValue()).toBe("/plan new ");
    await keys.press("Shift+Enter");
    await keys.type("name: Release");
    await keys.press("Enter");
    await page.locator("dialog form").waitFor();
    await keys.press("Enter");
    await page.locator(".field-problem", { hasText: "A plan needs a name." }).waitFor();
    expect(await focused(page)).toBe("name");
    await keys.type("Release 2.4");
    await keys.press("Enter");
    await page.locator("dialog form").waitFor({ state: "detached" });
    expect(
      heard.map((each) => ("text" in each ? each.text : "values" in each ? each.values.name : each.action.do)),
    ).toEqual(["/plan new \nname: Release", "", "Release 2.4"]);

    await tabTo(page, '[data-button="run"]', "Shift+Tab");
    await keys.press("Enter");
    await page.locator("#confirm[open]").waitFor();
    await keys.press("Escape");
    expect(heard).toHaveLength(3);
    await page.locator('[data-button="run"]:focus').waitFor();
    await keys.press("Enter");
    await page.locator("#confirm[open]").waitFor();
    await keys.press("Tab");
    await keys.press("Enter");
    await page.locator(".text", { hasText: "Started." }).waitFor();
    expect(heard.at(-1)).toMatchObject({ action: { do: "run", plan: 1, item: "i1" } });

    await tabTo(page, ".thread-open", "Tab");
    await keys.press("Enter");
    await page.locator(".note").waitFor();
    await keys.press("Escape");
    await page.locator(".thread-open:focus").waitFor();
  });

  test("a question asked while the last one still closes is a question of its own", async () => {
    const heard: (IncomingMessage | IncomingAction | IncomingForm)[] = [];
    const started = await world({
      inbox: quietInbox({ action: keeping(heard, [{ kind: "text", text: "Started.", tone: "good" }]) }),
    });
    await started.adapter.post(ROOM, plain("Release", [run("Run", true)]), "c1");
    const page = await open(started, room());
    await page.locator('[data-button="run"]').click();
    await page.locator("#confirm[open]").waitFor();
    await page.evaluate(() => {
      document.querySelector("dialog")?.close();
      document.querySelector<HTMLElement>('[data-button="run"]')?.click();
    });
    await page.locator("#confirm-ok").click();
    await page.locator(".text", { hasText: "Started." }).waitFor();
    expect(heard).toHaveLength(1);
  });

  test("earlier messages come back with the arrow", async () => {
    const started = await world();
    const page = await open(started, room());
    for (const words of ["first", "second"]) {
      await page.keyboard.type(words);
      await page.keyboard.press("Enter");
    }
    const value = () => page.locator("#compose-text").inputValue();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    expect(await value()).toBe("first");
    await page.keyboard.press("ArrowDown");
    expect(await value()).toBe("second");
    await page.keyboard.press("ArrowDown");
    expect(await value()).toBe("");
  });
});

describe("a card that is edited while somebody is in it", () => {
  test("keeps the focus and the opened output, and shows what is new", async () => {
    const started = await world();
    const ref = await started.adapter.post(ROOM, plain("Release", [run()]), "c1");
    const page = await open(started, room());
    await page.locator(".output summary").click();
    await page.locator('[data-button="run"]').focus();
    await started.adapter.edit(ref, plain("Release 2", [{ ...run("Run it"), id: "skip" }, run("Run again")]));
    await page.getByRole("heading", { name: "Release 2" }).waitFor();
    expect(await page.locator(":focus").textContent()).toBe("Run again");
    expect(await page.locator(".output[open] pre").isVisible()).toBe(true);
    await started.adapter.edit(ref, plain("Release 3"));
    await page.getByRole("heading", { name: "Release 3" }).waitFor();
    expect(await page.locator("[data-action]").count()).toBe(0);
  });
});

describe("what is pressed or sent", () => {
  test("twice in a hurry counts once", async () => {
    const keys: string[] = [];
    const gate = Promise.withResolvers<void>();
    const started = await world({
      inbox: quietInbox({
        action: async ({ key }) => {
          keys.push(key);
          await gate.promise;
          return [];
        },
      }),
    });
    await started.adapter.post(ROOM, plain("Release", [run()]), "c1");
    const page = await open(started, room());
    await page.locator('[data-button="run"]').dblclick();
    gate.resolve();
    await page.locator('[data-button="run"]:not([aria-busy])').waitFor();
    expect(keys).toHaveLength(1);
  });

  test("is sent again with the same key when the network fails in between", async () => {
    const heard: IncomingAction[] = [];
    const started = await world({
      inbox: quietInbox({
        action: keeping(heard, [{ kind: "text", text: "Started.", tone: "good" }]),
      }),
    });
    await started.adapter.post(ROOM, plain("Release", [run()]), "c1");
    const page = await open(started, room());
    let lost = false;
    await page.route("**/console/action", async (route) => {
      if (lost) return route.continue();
      lost = true;
      await route.fetch();
      return route.abort("connectionreset");
    });
    await page.locator('[data-button="run"]').click();
    await page.locator(".text", { hasText: "Started." }).waitFor();
    await page.locator('[data-button="run"]:not([aria-busy])').waitFor();
    expect([heard.length, new Set(heard.map(({ key }) => key)).size, await page.locator(".text").count()]).toEqual([
      2, 1, 1,
    ]);
  });

  test("again after it seemed to fail is the same press", async () => {
    const heard: IncomingAction[] = [];
    const started = await world({ inbox: quietInbox({ action: keeping(heard, []) }) });
    await started.adapter.post(ROOM, plain("Release", [run()]), "c1");
    const page = await open(started, room());
    await page.route("**/console/action", async (route) => {
      await route.fetch();
      await route.fulfill({ status: 429, contentType: "application/problem+json", body: '{"code":"too-many"}' });
    });
    await page.locator('[data-button="run"]').click();
    await page.locator(".toast").waitFor();
    await page.unroute("**/console/action");
    await page.locator('[data-button="run"]').click();
    await page.locator('[data-button="run"]:not([data-press-key])').waitFor();
    expect([heard.length, new Set(heard.map(({ key }) => key)).size]).toEqual([2, 1]);
  });

  test("appears at once, and can be tried again when it could not be sent", async () => {
    const started = await world();
    const page = await open(started, room());
    await page.route("**/console/message", (route) =>
      route.fulfill({ status: 413, contentType: "application/problem+json", body: '{"code":"bad-request"}' }),
    );
    await page.keyboard.type("hello there");
    await page.keyboard.press("Enter");
    await page.locator(".pending", { hasText: "hello there" }).waitFor();
    await page.unroute("**/console/message");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator("[data-message]", { hasText: "hello there" }).waitFor();
    expect(await page.locator(".pending").count()).toBe(0);
  });

  test("keeps the lines of a pasted plan, and takes a file along", async () => {
    const heard: IncomingMessage[] = [];
    const started = await world({ inbox: quietInbox({ message: keeping(heard, []) }) });
    const page = await open(started, room());
    const plan = '/plan new\nname: Release\nitems:\n  - name: Build\n    text: "go"';
    await page.locator("#compose-text").fill(plan);
    await page.locator("#attach").setInputFiles([
      { name: "plan.yaml", mimeType: "text/yaml", buffer: Buffer.from("name: 发布") },
      { name: "photo.png", mimeType: "image/png", buffer: Buffer.from("x") },
      { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(1_000_001) },
    ]);
    await page.getByText("too large").waitFor();
    await expect.poll(() => page.locator("#files .file").count()).toBe(2);
    await page.locator(".send").click();
    await page.locator("[data-message] .said-block").waitFor();
    expect(heard).toMatchObject([{ text: plan, files: [{ name: "plan.yaml", text: "name: 发布" }] }]);
    expect(heard[0]?.uploads?.map(({ name }) => name)).toEqual(["plan.yaml", "photo.png"]);
    expect(await heard[0]?.uploads?.[1]?.read(10)).toEqual(new Uint8Array(Buffer.from("x")));
  });
});

describe("people in one browser", () => {
  test("can be two in two tabs, and see each other's messages at once", async () => {
    const started = await world();
    const context = await openContext();
    onTestFinished(() => context.close());
    const [ada, bo] = [await context.newPage(), await context.newPage()];
    await ada.goto(`${started.url}${room("ada")}`);
    await bo.goto(`${started.url}${room("bo")}`);
    await bo.locator("body[data-live]").waitFor();
    await ada.locator("#compose-text").fill("Ready when you are");
    await ada.keyboard.press("Enter");
    await bo.locator("[data-author=ada]", { hasText: "Ready when you are" }).waitFor();
    await bo.goto(started.url);
    await bo.waitForURL(/as=bo/u);
    expect(await bo.locator("[data-persona][aria-current]").getAttribute("data-persona")).toBe("bo");
  });

  test("are shown with what waits for them, and becoming one opens what they were sent", async () => {
    const started = await world({ waiting: new Map([["bo", 2]]) });
    await started.adapter.post("console:direct:bo", plain("For Bo"), "c1");
    const page = await open(started, room());
    const bo = page.locator('[data-persona="bo"]');
    expect(await bo.locator(".wait-badge").textContent()).toBe("2 waiting");
    await bo.click();
    await page.getByRole("heading", { name: "For Bo" }).waitFor();
  });

  test("read the page in their own language, and can change it", async () => {
    const started = await world();
    const page = await open(started, room("chen"));
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    await page.getByRole("button", { name: "Switch to English" }).click();
    await page.locator('html[lang="en"]').waitFor();
    expect(await page.locator("#compose-text").getAttribute("placeholder")).toContain("Message #releases");
  });
});

describe("a newcomer", () => {
  test("finds three things to try, and one click puts a command into the message box", async () => {
    const started = await world();
    const page = await open(started, "/");
    expect(await page.locator(".tries li").count()).toBe(3);
    await page.getByRole("button", { name: "/plan new" }).click();
    expect(await page.locator("#compose-text").inputValue()).toBe("/plan new ");
    expect(await focused(page)).toBe("compose-text");
  });
});

describe("a lost connection", () => {
  test("is said, comes back by itself, and brings what was missed", async () => {
    const { store } = await world();
    const first = await startWorld({ store });
    const page = await open(first, room());
    const { port } = first;
    await first.stop();
    await page.locator("#offline:not([hidden])").waitFor();
    const second = await startWorld({ store, port });
    onTestFinished(() => second.stop());
    await second.adapter.post(ROOM, plain("Missed"), "c1");
    await page.getByRole("heading", { name: "Missed" }).waitFor();
    await page.locator("#offline").waitFor({ state: "hidden" });
  });
});

async function focused(page: Page): Promise<string | null> {
  return page.locator(":focus").evaluate((element) => element.getAttribute("name") ?? element.id);
}

async function tabTo(page: Page, selector: string, key: "Tab" | "Shift+Tab"): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${selector} cannot be reached with ${key}`);
}

/** What axe finds serious, with where. */
async function faults(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      readonly axe: {
        run(): Promise<{
          violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => ({
        id,
        nodes: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
      }));
  });
}
