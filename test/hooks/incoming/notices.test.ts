import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Action } from "../../../src/chat/action.ts";
import { ChatError } from "../../../src/chat/ports.ts";
import { createZadigHooks } from "../../../src/http/hooks/zadig.ts";
import { buttonsOn, cardText } from "../../support/card-text.ts";
import { describeEachStore } from "../../support/stores.ts";
import { CODE, PLAN_ID, planHook, taskHook } from "./zadig-bodies.ts";
import type { ZadigWorld } from "./zadig-world.ts";
import { ROOM, START, zadigWorld } from "./zadig-world.ts";

const WAITS = "wait_for_execute_external_check";

function waitingAt(world: ZadigWorld, status = WAITS): void {
  world.zadig.plans.set(PLAN_ID, { status, instance_code: CODE });
}

/** Ada subscribes the room, and Zadig waits for an answer. */
async function waiting(world: ZadigWorld): Promise<void> {
  await world.say("ada", "/plan subscribe zadig");
  waitingAt(world);
  expect((await world.hook(planHook())).status).toBe(200);
  await world.settle();
}

function button(world: ZadigWorld, id: string): Action {
  const found = buttonsOn(world.card()).find((each) => each.id === id);
  if (!found) throw new Error(`there is no button ${id}`);
  return found.action;
}

const ids = (world: ZadigWorld) => buttonsOn(world.card()).map(({ id }) => id);
const told = async (replies: ReturnType<ZadigWorld["press"]>) =>
  (await replies).map((reply) => (reply.kind === "text" ? reply.text : reply.kind)).join("\n");

let world: ZadigWorld;
let broken: readonly string[] = [];
beforeEach(async () => {
  world = await zadigWorld();
  broken = world.zadig.violations();
});
afterEach(() => expect(broken).toEqual([]));

describe("what a chat hears", () => {
  it("is chosen by somebody who may plan, listed, and ended", async () => {
    expect(await world.say("chen", "订阅 zadig")).toBe("bad: 只有可以编写发布计划的人才能为群聊选择通知。");
    expect(await world.say("ada", "/plan subscribe")).toBe("plain: This chat hears nothing from other systems.");
    expect(await world.say("ada", '/plan subscribe zadig project:shop plan:"release 2" events:start_execute')).toBe(
      "good: This chat hears from Zadig from now on: start of execution of plans named “release 2” in the project shop.",
    );
    expect(await world.say("chen", "订阅")).toContain("- 项目 shop 中名称含「release 2」的计划的开始执行");
    expect(await world.say("ada", "/plan unsubscribe zadig")).toContain("good: This chat hears nothing more");
    expect(await world.say("ada", "/plan unsubscribe zadig")).toContain("plain: This chat heard nothing");
  });

  it("is everybody's own choice in a direct chat", async () => {
    expect(await world.say("chen", "订阅 zadig 事件:工作流", "console:direct:chen")).toBe(
      "good: 此会话将收到 Zadig 的通知：工作流任务。",
    );
    await world.hook(taskHook());
    await world.hook(planHook());
    await world.settle();
    expect(world.posts).toEqual(["zadig-card:task:shop/build-shop/20:console:direct:chen"]);
    expect(world.card("console:direct:chen").label).toBe("运行中");
  });

  it.each([
    ["project:other", 0],
    ["project:Shop", 1],
    ['plan:"2.4 release"', 1],
    ["plan:hotfix", 0],
    ["events:finish_planning", 0],
    ["events:start_execute,workflow", 1],
  ])("with %s is %d of this plan", async (words, cards) => {
    await world.say("ada", `/plan subscribe zadig ${words}`);
    await world.hook(planHook());
    await world.settle();
    expect(world.posts).toHaveLength(cards);
  });
});

describe("the card of a plan of Zadig", () => {
  it.each(["en", "zh"] as const)("shows in %s what Zadig waits for", async (lang) => {
    const here = lang === "en" ? world : await zadigWorld({ lang });
    await waiting(here);
    const text = cardText(here.card()).replaceAll(here.zadig.url, "https://zadig.example");
    await expect(text.replaceAll(/zadig-(no-)?go [0-9a-f]{16}/gu, "zadig-$1go GATE")).toMatchFileSnapshot(
      `__cards__/waiting.${lang}.txt`,
    );
  });

  it("is one per plan and chat, edited as more is told", async () => {
    await waiting(world);
    await world.hook(planHook({ status: "executing", executing_time: START / 1000 }));
    await world.settle();
    expect(world.posts).toHaveLength(1);
    expect(world.card().label).toBe("Executing");
    expect(ids(world)).toEqual([]);
  });

  it("is shown to a chat that begins to listen while Zadig waits, and not when it is over", async () => {
    await waiting(world);
    await world.say("chen", "订阅 zadig", "console:direct:chen");
    await world.settle();
    expect(world.card("console:direct:chen").label).toBe("等待执行的外部检测");
    await world.press("bo", button(world, "zadig-go"));
    await world.settle();
    expect(cardText(world.card("console:direct:chen"))).toContain("Bo 于 11月24日 12:00 放行");
    await world.say("bo", "/plan subscribe zadig", "console:direct:bo");
    await world.settle();
    expect(world.posts).toHaveLength(2);
  });

  it("comes to the truth after the chat was away for long", async () => {
    await waiting(world);
    world.weather(() => {
      throw new ChatError("unreachable", "the platform is away");
    });
    await world.hook(planHook({ status: "executing", executing_time: START / 1000 }));
    await world.settle(7_200_000);
    world.weather(() => {});
    await world.settle(600_000);
    expect(world.card().label).not.toBe("Executing");
    expect(await world.reconcile()).toBe(1);
    await world.settle();
    expect(world.card().label).toBe("Executing");
    expect(await world.reconcile()).toBe(0);
  });

  it("that is gone is not asked for again and again", async () => {
    await waiting(world);
    world.weather(() => {
      throw new ChatError("gone", "the message was deleted");
    });
    await world.hook(planHook({ status: "executing", executing_time: START / 1000 }));
    await world.settle();
    expect(await world.reconcile()).toBe(0);
  });

  it("offers no answer without an instance code, and says so", async () => {
    await world.say("ada", "/plan subscribe zadig");
    await world.hook(planHook({ instance_code: undefined }));
    await world.settle();
    expect(ids(world)).toEqual([]);
    expect(cardText(world.card())).toContain("no instance code");
  });

  it("offers no answer without access to Zadig, and says so", async () => {
    const here = await zadigWorld({ access: false });
    await waiting(here);
    expect(ids(here)).toEqual([]);
    expect(cardText(here.card())).toContain("the address and the token of Zadig are not set");
  });

  it("stays with what is newer when an old hook comes late", async () => {
    await waiting(world);
    await world.hook(planHook({ status: "finish_planning", planning_time: 1, update_time: 1, jobs: [] }));
    await world.settle();
    expect(world.card().label).toBe("Waiting for the external check before execution");
  });

  it.each([
    ["release_plan", "wait_for_success_external_check"],
    ["all_job_done", "wait_for_all_done_external_check"],
  ])("reads the event %s and the status %s", async (event, status) => {
    await world.say("ada", "/plan subscribe zadig");
    await world.hook(planHook({ event_name: "all_job_done", status }, event));
    await world.settle();
    expect(world.card().title).toBe("Zadig · Release 2.4 · All items done");
    expect(ids(world)).toEqual(["zadig-go", "zadig-no-go"]);
  });
});

it("a workflow task has one card, edited as it goes on", async () => {
  await world.say("ada", "/plan subscribe zadig");
  await world.hook(taskHook());
  await world.hook(taskHook({ status: "failed", error: "exit status 1", end_time: START / 1000 }));
  await world.settle();
  expect(world.posts).toHaveLength(1);
  const text = cardText(world.card()).replaceAll(world.zadig.url, "https://zadig.example");
  await expect(text).toMatchFileSnapshot("__cards__/task.en.txt");
});

describe("an answer", () => {
  it("Go goes to Zadig once, however often it is pressed", async () => {
    await waiting(world);
    const go = button(world, "zadig-go");
    expect(await told(world.press("bo", go))).toBe("Go: I’m telling Zadig.");
    expect(await told(world.press("ada", go))).toBe("Already answered Go by Bo at 12:00.");
    expect(await told(world.press("bo", go))).toBe("You already answered Go at 12:00.");
    await world.settle();
    expect(world.zadig.callbacks).toEqual([
      {
        release_plan_id: PLAN_ID,
        hook_event: "start_execute",
        instance_code: CODE,
        result: "success",
        failed_reason: "",
      },
    ]);
    expect(cardText(world.card())).toContain("✔ Go by Bo, ");
    expect(ids(world)).toEqual([]);
    expect(await told(world.press("ada", go))).toBe("Already answered Go by Bo at 12:00.");
  });

  it("is taken once of two people who press at the same time", async () => {
    await waiting(world);
    const go = button(world, "zadig-go");
    const both = await Promise.all([told(world.press("bo", go)), told(world.press("ada", go))]);
    expect(both.filter((text) => text.startsWith("Go:"))).toHaveLength(1);
    await world.settle();
    expect(world.zadig.callbacks).toHaveLength(1);
  });

  it("No-go takes a reason, and Zadig is told who gave it", async () => {
    await waiting(world);
    const noGo = button(world, "zadig-no-go");
    expect(await world.press("bo", noGo)).toMatchObject([{ kind: "form", form: { style: "danger", action: noGo } }]);
    expect(await world.fill("bo", noGo, { reason: " " })).toMatchObject({
      kind: "wrong",
      fields: { reason: expect.any(String) },
    });
    expect(await world.fill("bo", noGo, { reason: "The canary burns." })).toMatchObject({ kind: "taken" });
    expect(await world.fill("ada", noGo, { reason: "Me too." })).toMatchObject({
      kind: "wrong",
      problem: "Already answered No-go by Bo at 12:00.",
    });
    await world.settle();
    expect(world.zadig.callbacks).toMatchObject([{ result: "failed", failed_reason: "Bo: The canary burns." }]);
    expect(cardText(world.card())).toContain("✘ No-go by Bo");
    expect(cardText(world.card())).toContain("Reason: The canary burns.");
  });

  it("is refused to whom the settings do not name, privately, with who may", async () => {
    await waiting(world);
    expect(await told(world.press("chen", button(world, "zadig-go")))).toBe("只有 Ada、Bo 可以答复 Zadig。");
    expect(await told(world.press("chen", button(world, "zadig-no-go")))).toBe("只有 Ada、Bo 可以答复 Zadig。");
    await world.settle();
    expect(world.zadig.callbacks).toEqual([]);
  });

  it("on a card of an earlier wait changes nothing", async () => {
    await waiting(world);
    const old = button(world, "zadig-go");
    await world.hook(planHook({ planning_time: START / 1000, instance_code: "fedcba9876543210" }));
    await world.settle();
    expect(await told(world.press("bo", old))).toBe("Zadig no longer waits for this answer; nothing changed.");
    expect(button(world, "zadig-go")).not.toEqual(old);
  });

  it.each([
    ["was planned anew with the same instance code", { planning_time: START / 1000 }],
    ["reached the same gate once more after a retry", { executing_time: START / 1000 }],
  ])("can be given again where the plan %s", async (_, more) => {
    await waiting(world);
    const old = button(world, "zadig-go");
    await world.press("bo", old);
    await world.settle();
    waitingAt(world);
    await world.hook(planHook(more));
    await world.settle();
    expect(await told(world.press("ada", old))).toBe("Already answered Go by Bo at 12:00.");
    await world.press("ada", button(world, "zadig-go"));
    await world.settle();
    expect(world.zadig.callbacks).toHaveLength(2);
    expect(cardText(world.card())).toContain("✔ Go by Ada");
  });

  it("is tried again while Zadig is away, and once more by hand", async () => {
    await waiting(world);
    world.zadig.fail("down", "gateway", "html", "down", "down", "down");
    await world.press("bo", button(world, "zadig-go"));
    await world.settle(600_000);
    expect(cardText(world.card())).toContain("Zadig could not be told");
    expect(ids(world)).toEqual(["zadig-again"]);
    expect(await told(world.press("ada", button(world, "zadig-again")))).toBe("I’m telling Zadig once more.");
    await world.settle();
    expect(cardText(world.card())).toContain("✔ Go by Bo");
    expect(world.zadig.callbacks).toHaveLength(1);
  });

  it("counts when its answer was lost and the repeat is refused", async () => {
    await waiting(world);
    world.zadig.fail("lost-answer");
    await world.press("bo", button(world, "zadig-go"));
    await world.settle(60_000);
    expect(world.zadig.callbacks).toHaveLength(2);
    expect(cardText(world.card())).toContain("✔ Go by Bo");
  });

  it("shows Zadig's words when Zadig refuses it, and has no buttons when nothing waits", async () => {
    await waiting(world);
    waitingAt(world, "planning");
    await world.press("bo", button(world, "zadig-go"));
    await world.settle();
    expect(cardText(world.card())).toContain("Zadig refused it: status is not correct");
    expect(ids(world)).toEqual([]);
  });

  it("can be given again when Zadig took it and did not move", async () => {
    await waiting(world);
    world.zadig.turnOff();
    await world.press("bo", button(world, "zadig-go"));
    await world.settle();
    expect(cardText(world.card())).toContain("callbacks seem to be turned off");
    expect(ids(world)).toEqual(["zadig-go", "zadig-no-go"]);
    expect(await told(world.press("ada", button(world, "zadig-go")))).toBe("Go: I’m telling Zadig.");
  });

  it("never tells the instance code that Zadig tells", async () => {
    await waiting(world);
    world.zadig.plans.set(PLAN_ID, { status: WAITS, instance_code: "fedcba9876543210" });
    await world.press("bo", button(world, "zadig-go"));
    await world.settle();
    expect(cardText(world.card())).toContain("instance code is not correct, expected …");
    expect(ids(world)).toEqual([]);
  });

  it("says that Zadig does not know the token", async () => {
    await waiting(world);
    world.zadig.forgetToken();
    await world.press("bo", button(world, "zadig-go"));
    await world.settle();
    expect(cardText(world.card())).toContain("Zadig could not be told: HTTP 401");
    expect(ids(world)).toEqual(["zadig-again"]);
  });

  it("counts as the document says as well", async () => {
    world.zadig.answerAsDocumented();
    await waiting(world);
    await world.press("bo", button(world, "zadig-go"));
    await world.settle();
    expect(cardText(world.card())).toContain("✔ Go by Bo");
  });
});

describe("the address of Zadig's hooks", () => {
  it("takes nothing while no secret is set", async () => {
    const app = createZadigHooks({ secret: undefined, take: () => Promise.reject(new Error("nothing is taken")) });
    const response = await app.request("/", { method: "POST", body: "{}", headers: { "x-zadig-token": "" } });
    expect([response.status, await response.json()]).toMatchObject([404, { code: "hooks-off" }]);
  });

  it("takes no other method", async () => {
    const app = createZadigHooks({ secret: "x", take: () => Promise.reject(new Error("nothing is taken")) });
    const response = await app.request("/");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("a request", () => {
  it("without the secret is refused, whatever it carries", async () => {
    expect(await world.hook(planHook(), { "x-zadig-token": "what Zadig sents" })).toMatchObject({
      status: 401,
      json: { code: "unknown-token" },
    });
    expect(await world.hook("{", { "x-zadig-token": "" })).toMatchObject({ status: 401 });
  });

  it.each([
    ["no JSON", "{", 400, "bad-json"],
    ["no object", "[]", 422, "unknown-kind"],
    ["another kind", { object_kind: "pipeline" }, 422, "unknown-kind"],
    ["a plan without id", planHook({ id: "" }), 422, "invalid-notice"],
    ["a plan that is missing", { object_kind: "release_plan", release_plan: null }, 422, "invalid-notice"],
    ["a task without number", taskHook({ task_id: null }), 422, "invalid-notice"],
    ["more than 1 MB", JSON.stringify("x".repeat(1_100_000)), 413, "too-large"],
  ])("with %s is refused", async (_, body, status, code) => {
    expect(await world.hook(body)).toMatchObject({ status, json: { code } });
  });

  it("with any body in place of what Zadig sends is answered, and never by a 500", async () => {
    await world.say("ada", "/plan subscribe zadig");
    const fields = ["id", "index", "name", "status", "jobs", "start_time", "instance_code", "planning_time", "manager"];
    const value = fc.oneof(
      fc.anything({ withNullPrototype: false }),
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.constant("\0"),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), value, fc.boolean(), async (field, odd, task) => {
        const body = task ? taskHook({ [field]: odd }) : planHook({ [field]: odd });
        const { status } = await world.hook(body);
        expect([200, 422]).toContain(status);
      }),
      { numRuns: 150 },
    );
    await world.settle();
    const dead = await world.store.read.selectFrom("outbox").select("error").where("error", "is not", null).execute();
    expect(dead).toEqual([]);
  });

  it("with a body that is nothing of Zadig's is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (body) => {
        const { status } = await world.hook(body);
        expect([400, 422]).toContain(status);
      }),
      { numRuns: 100 },
    );
  });
});

describeEachStore("Zadig's hooks", (stores) => {
  it("that say the same are one, also after a restart", async () => {
    const here = await zadigWorld({ url: await stores.url() });
    await here.say("ada", "/plan subscribe zadig");
    const headers = { "x-zadig-webhook-uuid": "one" };
    const first = await here.hook(planHook(), headers);
    const repeats = [await here.hook(planHook()), await here.hook(planHook({ name: "Another" }), headers)];
    await here.restart();
    repeats.push(await here.hook(planHook()));
    expect(repeats).toEqual([first, first, first]);
    const both = await Promise.all([1, 2, 3, 4].map(() => here.hook(planHook({ name: "At once" }))));
    expect(new Set(both.map(({ json }) => JSON.stringify(json))).size).toBe(1);
    await here.settle();
    // Posting may have been cut off; the platform knows the repeat by its key.
    expect(here.messages.size).toBe(1);
  });

  it("and an answer survive a process that ends before it sends", async () => {
    const here = await zadigWorld({ url: await stores.url() });
    await here.say("ada", "/plan subscribe zadig");
    waitingAt(here);
    await here.stopSending();
    await here.hook(planHook());
    expect(here.posts).toEqual([]);
    await here.restart();
    await here.settle();
    const go = button(here, "zadig-go");
    await here.stopSending();
    await here.press("bo", go);
    expect(here.zadig.callbacks).toEqual([]);
    await here.restart();
    await here.settle();
    expect(here.zadig.callbacks).toHaveLength(1);
    expect(cardText(here.card())).toContain("✔ Go by Bo");
    expect(await told(here.press("ada", go))).toBe("Already answered Go by Bo at 12:00.");
    expect([...here.messages.keys()]).toEqual([`zadig-card:plan:${PLAN_ID}:${ROOM}`]);
  });

  it("of odd characters are kept", async () => {
    const here = await zadigWorld({ url: await stores.url() });
    await here.say("ada", "/plan subscribe zadig");
    const { status } = await here.hook(planHook({ name: "a\0b\ud800c", manager: "\0", instance_code: "\0x" }));
    expect(status).toBe(200);
    await here.settle();
    expect(here.card().title).toContain("Zadig · ab");
  });
});
