/**
 * What people type by mistake, or to see what happens: refused clearly, to them alone, and without any effect.
 */
import { expect, test } from "vitest";
import { answer, button, cards, press, row, say, shows } from "./seat.ts";
import { sharedStage } from "./stage.ts";
import { openWindow, pastWindow } from "./windows.ts";

const table = sharedStage();
/** Made with the sample; the others talk about it. */
const PLAN = /^1 · Shop 2\.4$/u;

async function everything(): Promise<readonly string[]> {
  const { gonogo } = table().server;
  return Promise.all([gonogo("list", "all", "--json"), gonogo("log", "1", "--json")]);
}

/** Ada says it, is told why not, and nobody else learns of it. */
async function refused(text: string, words: readonly (string | RegExp)[]): Promise<void> {
  const { enter } = table();
  const [ada, bo, before] = await Promise.all([enter("ada"), enter("bo"), everything()]);
  const refusals = ada.page.locator('#messages [data-private] .text[data-tone="bad"]');
  const earlier = await refusals.count();
  await say(ada, text);
  const told = refusals.nth(earlier);
  for (const each of words) await told.filter({ hasText: each }).waitFor();
  expect(await everything()).toEqual(before);
  await bo.page.reload();
  expect(await bo.page.locator("[data-private]").count()).toBe(0);
}

test("malformed YAML is refused with the line and the column", () =>
  refused("/plan new\nname: Broken\nitems:\n  - name: Build\n    run: [command:build", [/line 5/iu, /column \d+/iu]));

test("an unknown key is refused with the key that was meant", () =>
  refused("/plan new\nname: Typo\nitmes:\n  - name: Build\n    text: go", ["itmes", "items", /3/u]));

test("an unknown person is refused by name", () =>
  refused("/plan new\nname: Who\nmanager: zoe\nitems:\n  - name: Build\n    text: go", ["zoe"]));

test("an impossible date is refused", () =>
  refused('/plan new "Leap" window:"2027-02-30 20:00-22:00"', [/2027-02-30/u]));

test("a window that ended is refused", () => refused(`/plan edit 1 window:${pastWindow()}`, [/over|past|ended/u]));

test.each(["/plan show 99", "/plan approve 99", "/plan run 1.99", "/plan skip 99999999999999999999.1 because"])(
  "a number that does not exist is refused: %s",
  (text) => refused(text, [/no such plan|no item|not a number/u]),
);

test("control characters are refused", () => refused("/plan cancel 1 be\u0007cause", [/character/u]));

test("a message of a megabyte is refused", () => refused(`/plan comment 1 ${"x".repeat(1_000_000)}`, [/too long/u]));

test("markup in names is shown as text, and becomes no element", async () => {
  const { enter } = table();
  const [ada, bo] = await Promise.all([enter("ada"), enter("bo")]);
  const name = `<img src=x onerror="document.title='broken'"> <b>bold</b> [a](javascript:alert(1))`;
  await say(
    ada,
    `/plan new\nname: ${JSON.stringify(name)}\nwindow: ${openWindow()}\nitems:\n  - name: "<s>Build</s>"\n    text: "<script>1</script>"`,
  );
  const card = cards(bo, "<b>bold</b>");
  await card.waitFor();
  expect(await card.locator(".card-title").innerText()).toContain(name);
  expect(await card.locator("img, b, s, script, a[href^=javascript]").count()).toBe(0);
  await row(card, "<s>Build</s>").getByText("<script>1</script>").waitFor();
  expect(await bo.page.title()).not.toContain("broken");
});

test("a rejection without a reason stays in its form, and changes nothing", async () => {
  const { enter } = table();
  const [ada, bo] = await Promise.all([enter("ada"), enter("bo", "direct")]);
  await press(cards(ada, PLAN), "submit");
  const asked = cards(bo, "Shop 2.4");
  await button(asked, "reject").waitFor();
  const before = await everything();
  await press(asked, "reject");
  await bo.page.locator("dialog form button[type=submit]").click();
  await bo.page.locator("dialog .field-problem:visible").waitFor();
  await bo.page.keyboard.press("Escape");
  await say(bo, "/plan reject 1");
  await answer(bo, /reason/u).waitFor();
  expect(await everything()).toEqual(before);
  await shows(cards(ada, PLAN), "Waiting for approval");
});
