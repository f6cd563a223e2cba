/**
 * The whole life of a plan, as people see it: in a real browser, on the real server.
 */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { Seat } from "./seat.ts";
import { answer, button, cards, confirm, fillIn, live, press, row, say, shows, thread } from "./seat.ts";
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
        const [percent] = await his
          .locator("progress")
          .evaluateAll((all) => all.map((each) => String(Reflect.get(each, "value"))));
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
  expect(await thread(planCard(seat))).toEqual([
    "Ada created plan 2 “Winter release”; its manager is Ada",
    "Ada changed the content: items",
    "Ada submitted the plan",
    "Approval asked, round 1",
    "Bo approved (level “QA”)",
    "Approval level “QA” passed",
    "Chen 陈 approved (level “Operations”)",
    "Approval level “Operations” passed",
    "The plan is approved",
    "Execution began: items can be carried out",
    "Ada started 2.1 “Build”",
    expect.stringContaining("2.1 “Build” is done"),
    "Dana: 2.2 “Tell the customers” is done: Told them in <b>both</b> rooms.",
    "Ada skipped 2.3 “Update the wiki”: The wiki moves next week.",
    "The plan succeeded",
  ]);
}

test("the same in Chinese, typed with Chinese words", { timeout: 60_000 }, async () => {
  const { enter } = await stage({ lang: "zh" });
  const [ada, bo] = await Promise.all([enter("ada"), enter("bo", "direct")]);
  const card = cards(ada, /^2 · 冬季发布$/u).first();

  await say(ada, `/发布 新建 "冬季发布" 窗口期:${openWindow()} 审批:"测试：任一 bo" -- 新价格上线。`);
  await shows(card, "规划中");
  await say(ada, '/发布 添加 2 运行 command:build branch=main "构建商城"');
  await say(ada, '/发布 添加 2 文本 "通知客户" 依赖:1 -- 在客户群发布更新说明。');
  await row(card, "通知客户").waitFor();
  await press(card, "submit");
  await confirm(cards(bo, "2 · 冬季发布").first(), "approve");
  await shows(card, "执行中");
  await confirm(row(card, "构建商城"), "run");
  await fillIn(row(card, "通知客户"), "done", { remark: "两个群都通知了。" });
  await shows(card, "成功");

  await cards(bo, "2 · 冬季发布").getByText("成功").waitFor();
  expect(await card.innerText()).not.toMatch(/[a-z]{3,} (?:by|is|of|and) /iu);
  expect((await thread(card)).at(-1)).toBe("发布计划成功");
});
