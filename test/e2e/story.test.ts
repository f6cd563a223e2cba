/**
 * The whole life of a plan, as people see it: in a real browser, on the real server.
 */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { Seat } from "./seat.ts";
import { answer, button, cards, confirm, fillIn, live, press, row, say, shows, thread } from "./seat.ts";
import type { Stage } from "./stage.ts";
import { stage } from "./stage.ts";
import { openWindow } from "./windows.ts";

const PLAN = `/plan new
name: Winter release
window: ${openWindow()}
description: The **winter sale**.
approval:
  levels:
    - { name: QA, rule: any, approvers: [bo, dana] }
    - { name: Operations, rule: all, approvers: [chen] }
items:
  - name: Build
    run: command:build
    with: { branch: release/2.5 }
  - name: Tell the customers
    text: Post the notes in the customers' room.
    owner: dana
    after: [Build]`;

const NOT_YOURS = "You are not an approver of “QA”";

test("a plan goes from a typed message to success, and every card of it says so", { timeout: 90_000 }, async () => {
  const { server, enter } = await stage();
  const [ada, chen, bo, dana, chenDirect] = await Promise.all([
    enter("ada"),
    enter("chen"),
    enter("bo", "direct"),
    enter("dana", "direct"),
    enter("chen", "direct"),
  ]);
  const people = [ada, chen, bo, dana, chenDirect];

  await adaWritesAPlan(ada, chen);
  const [danas, bos] = [approvalCard(dana), approvalCard(bo)];
  await refusedPrivately(ada, chen);
  await boApprovesInHisDirectMessages(bo, dana, ada);
  await say(ada, "/plan show 2");
  await ada.page.locator("[data-private] .card").waitFor();
  await chenApprovesInTheRoom(chen, chenDirect);
  await shows(planCard(ada), "Executing");

  await server.restart();
  await Promise.all(people.map(({ page }) => live(page)));
  await Promise.all(people.map(({ page }) => page.reload()));
  await Promise.all(people.map(({ page }) => live(page)));
  expect(await buttons(bos)).toEqual([]);

  await adaBuilds(ada, chen);
  await danaTellsTheCustomers(dana, chen);
  await fillIn(row(planCard(ada), "Update the wiki"), "skip", { reason: "The wiki moves next week." });

  await Promise.all([ada, chen].map((seat) => shows(planCard(seat), "Success")));
  await everyCardSaysSo(people, [bos, danas, approvalCard(chenDirect)]);
  await theThreadTellsItAll(chen);
});

const planCard = (seat: Seat): Locator => cards(seat, /^2 · Winter release$/u).first();
const approvalCard = (seat: Seat): Locator => cards(seat, /2 · Winter release/u).first();
const itemCard = (seat: Seat): Locator => cards(seat, /^2\.2 · Tell the customers$/u);

function buttons(card: Locator): Promise<readonly string[]> {
  return card.locator("[data-button]").evaluateAll((all) => all.map((each) => each.getAttribute("data-button") ?? ""));
}

async function adaWritesAPlan(ada: Seat, chen: Seat): Promise<void> {
  await say(ada, PLAN);
  await answer(ada, /Plan 2 .*Winter release.* is created/u).waitFor();
  await shows(planCard(chen), "Planning");
  await say(ada, `/plan add 2 text "Update the wiki" after:1 -- The page "Releases".`);
  await row(planCard(chen), "Update the wiki").waitFor();
  await press(planCard(ada), "submit");
  await shows(planCard(chen), "Waiting for approval");
}

/** Chen's level is not asked yet; Ada manages the plan, and has no part in deciding. */
async function refusedPrivately(ada: Seat, chen: Seat): Promise<void> {
  for (const seat of [chen, ada]) {
    await press(planCard(seat), "approve");
    await answer(seat, NOT_YOURS).waitFor();
  }
  await Promise.all([ada, chen].map(({ page }) => page.reload()));
  for (const { page } of [ada, chen]) {
    await live(page);
    expect(await page.locator("[data-private]", { hasText: NOT_YOURS }).count()).toBe(1);
    expect(await page.getByText(NOT_YOURS).count()).toBe(1);
  }
}

async function boApprovesInHisDirectMessages(bo: Seat, dana: Seat, ada: Seat): Promise<void> {
  await button(approvalCard(bo), "approve").dblclick();
  await approvalCard(bo).getByText("Approved by @Bo").waitFor();
  await approvalCard(dana).getByText("Approved by @Bo").waitFor();
  expect([await buttons(approvalCard(bo)), await buttons(approvalCard(dana))]).toEqual([[], []]);
  await row(planCard(ada), "Operations").getByText("Deciding now").waitFor();
}

async function chenApprovesInTheRoom(chen: Seat, chenDirect: Seat): Promise<void> {
  await button(approvalCard(chenDirect), "approve").waitFor();
  await confirm(planCard(chen), "approve");
  await shows(planCard(chen), "Executing");
  await approvalCard(chenDirect).getByText("Approved by @Chen 陈").waitFor();
}

/** Chen watches, and touches nothing. */
async function adaBuilds(ada: Seat, chen: Seat): Promise<void> {
  const [hers, his] = [row(planCard(ada), "Build"), row(planCard(chen), "Build")];
  await confirm(hers, "run");
  await his.getByText("Running").waitFor();
  const seen = new Set<string>();
  await expect
    .poll(
      async () => {
        const [percent] = await his.locator("progress").evaluateAll((all) => all.map((each) => String(Reflect.get(each, "value"))));
        if (percent !== undefined) seen.add(percent);
        return his.locator(".row-state").innerText();
      },
      { timeout: 20_000, interval: 50 },
    )
    .toBe("Done");
  expect(seen.size).toBeGreaterThan(1);
}

async function danaTellsTheCustomers(dana: Seat, chen: Seat): Promise<void> {
  await fillIn(itemCard(dana), "done", { remark: "Told them in <b>both</b> rooms." });
  await row(planCard(chen), "Tell the customers").getByText("Told them in <b>both</b> rooms.").waitFor();
  await shows(itemCard(dana), "Done");
}

async function everyCardSaysSo(people: readonly Seat[], approvals: readonly Locator[]): Promise<void> {
  for (const { page } of people) await page.reload();
  for (const card of approvals) await card.getByText("Success").waitFor();
  for (const { page } of people) {
    const ours = page.locator("#messages .card", { hasText: "Winter release" });
    expect(await ours.locator("[data-button]").count()).toBe(0);
    expect(await ours.filter({ hasText: "Success" }).count()).toBe(await ours.count());
  }
}

async function theThreadTellsItAll(seat: Seat): Promise<void> {
  expect(await thread(planCard(seat))).toEqual([]);
}
