import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/chat/action.ts";
import type { Form } from "../../../src/chat/card.ts";
import type { Values } from "../../../src/chat/forms/values.ts";
import type { ChatNeeds } from "../../../src/chat/inbox/needs.ts";
import { openForm } from "../../../src/chat/inbox/open-form.ts";
import { submitForm } from "../../../src/chat/inbox/submit-form.ts";
import type { Talk } from "../../../src/chat/inbox/talk.ts";
import type { FormReply } from "../../../src/chat/ports.ts";
import type { Lang } from "../../../src/chat/texts/catalogue.ts";
import type { Person } from "../../../src/people/person.ts";
import { decide } from "../../../src/plan/decide.ts";
import type { PlanEvent } from "../../../src/plan/event.ts";
import { replay } from "../../../src/plan/evolve.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { versionsIn } from "../../../src/plan/versions.ts";
import { ada, bo, build, contextOf, fay, MORNING, mallory, tell, WORKFLOWS, WORLD } from "../../support/cast.ts";
import type { Given } from "../../support/given.ts";
import { drafted, executing, submitted } from "../../support/given.ts";

/** A chat about one plan, whose commands go straight to the domain. */
class Chat {
  readonly #log: PlanEvent[] = [];
  readonly #world: Given["world"];
  readonly #lang: Lang;
  #keys = 0;

  constructor(story?: Given, lang: Lang = "en") {
    this.#log.push(...(story?.log ?? []));
    this.#world = story?.world ?? { ...WORLD, now: MORNING };
    this.#lang = lang;
  }

  get plan(): Plan {
    const plan = replay(this.#log);
    if (!plan) throw new Error("there is no plan yet");
    return plan;
  }

  async open(action: Extract<Action, { do: "form" }>, as = ada): Promise<Form> {
    const [reply] = await openForm(action, this.talk(as), this.needs);
    if (reply?.kind !== "form") throw new Error(JSON.stringify(reply));
    return reply.form;
  }

  async fill(action: Extract<Action, { do: "form" }>, typed: Values, as = ada): Promise<FormReply> {
    const form = await this.open(action, as);
    const shown = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
    return this.send(form.action, { ...shown, ...typed }, as);
  }

  send(action: Action, values: Values, as = ada): Promise<FormReply> {
    return submitForm(action, values, this.talk(as), this.needs);
  }

  talk(id: string): Talk {
    const lang = this.#lang;
    const reader = { lang, zone: "Asia/Shanghai", now: this.#world.now, name: (person: string) => person };
    const account = { platform: "console", id };
    return {
      person: person(id),
      account,
      place: "console:room:releases",
      key: `k${this.#keys++}`,
      lang,
      reader,
      files: [],
      uploads: [],
    };
  }

  get needs(): ChatNeeds {
    const world = this.#world;
    const never = () => {
      throw new Error("a form does not need this");
    };
    const found = async () => replay(this.#log);
    return {
      approvalChanged: never,
      files: { limits: { most: 0 }, keep: never, link: never, waiting: never, wait: never, stopWaiting: never },
      series: { list: never, begin: never, pause: never, resume: never, stop: never },
      calendar: { between: never, freezes: never, feeds: never, begin: never, link: never, end: never },
      lang: "en",
      submit: async ({ actor, request }) => {
        const command = request.plan === undefined ? { ...request.command, id: "p1", index: 52 } : request.command;
        const decision = decide(replay(this.#log), command, contextOf(world, actor, `fresh-${this.#log.length}`));
        if (!decision.accepted) return { taken: false, refusal: decision.refusal };
        this.#log.push(...decision.events);
        return {
          taken: true,
          plan: { id: "p1", index: 52 },
          version: this.#log.length,
          events: decision.events.map(({ type }) => type),
        };
      },
      plans: {
        pageLength: 10,
        byId: found,
        byIndex: found,
        byKey: async () => undefined,
        list: never,
        log: never,
        versions: async () => versionsIn(this.#log),
        versionOf: async (_, digest) => versionsIn(this.#log).findLast((each) => each.digest === digest),
      },
      show: never,
      loginLink: never,
      templates: { list: never, find: never, save: never, remove: never },
      drafts: { keep: never, find: never, made: never, drop: never, again: never },
      desks: ["card"],
      hooks: { ofPlan: never, again: never },
      editors: { begin: async () => [], end: async () => undefined },
      directory: {
        meet: never,
        person: (id) => person(id),
        everybody: () => world.people.map(person),
        nameOf: (id) => id,
        langOf: () => this.#lang,
        zoneOf: () => "Asia/Shanghai",
        roles: (id) => contextOf(world, id).roles,
        groups: () => world.groups,
        roomsOf: (id) => world.rooms[id] ?? [],
        resolve: (text) =>
          world.people.includes(text) ? { kind: "person", person: person(text) } : { kind: "unknown", text },
        delegate: never,
        endDelegation: never,
        setLang: never,
        view: () => contextOf(world, ada).people,
      },
      now: () => world.now,
      engines: async () => ({ command: WORKFLOWS }),
      policies: world.policies,
      custom: world.custom,
      hookNames: world.hooks,
      freezes: () => world.freezes,
      rooms: ["releases"],
      roomAt: () => "releases",
      defaults: { announce: [], policy: "standard" },
    };
  }
}

function person(id: string): Person {
  return { id, name: id, roles: [], source: "settings", active: true };
}

describe("the form of a new plan", () => {
  it("makes the plan with its items at once", async () => {
    const chat = new Chat();
    const reply = await chat.fill(
      { do: "form", form: "new" },
      {
        name: "Release 2.5",
        window: "tonight 20:00-22:00",
        "level1-approvers": ["bo", "group:qa"],
        items: 'run command:build branch=main owner:@dana\ntext "Announce" after:1 -- Post it.',
      },
    );
    expect(reply).toMatchObject({ kind: "taken", replies: [{ tone: "good" }] });
    expect(chat.plan.content).toMatchObject({
      name: "Release 2.5",
      approval: { levels: [{ name: "Level 1", approvers: ["bo", "group:qa"] }] },
      items: [
        { name: "build", owners: ["dana"] },
        { name: "Announce", after: ["i1"] },
      ],
      announce: ["releases"],
    });
    expect(chat.plan.manager).toBe("ada");
  });

  it("stays open with what is wrong at its fields, or with why it was refused", async () => {
    const chat = new Chat(undefined, "zh");
    expect(await chat.fill({ do: "form", form: "new" }, { name: "" })).toEqual({
      kind: "wrong",
      problem: "还没有执行，请查看下面标出的问题。",
      fields: { name: "请填写此项。" },
    });
    const refused = await chat.fill({ do: "form", form: "new" }, { name: "A", window: "_soon_" });
    expect(refused).toMatchObject({ kind: "wrong", fields: {} });
    expect(refused.kind === "wrong" && refused.problem).toContain("窗口期：看不懂时间「_soon_」");
  });
});

describe("the form of an edit", () => {
  const edit = { do: "form", form: "edit", plan: 52 } as const;

  it("changes what was touched, clears what was emptied and leaves the rest", async () => {
    const chat = new Chat(drafted());
    const before = chat.plan.content;
    const reply = await chat.fill(edit, { name: "Release 2.6", window: "", "level1-rule": "all" });
    expect(reply).toMatchObject({ kind: "taken", replies: [{ tone: "good" }] });
    const { window: _window, ...rest } = before;
    expect(chat.plan.content).toEqual({
      ...rest,
      name: "Release 2.6",
      approval: { via: "card", levels: [{ name: "QA", rule: "all", approvers: ["bo", "chen"] }] },
    });
  });

  it("says what a plan is released for, and leaves that where the form does not show it", async () => {
    const chat = new Chat(drafted());
    await chat.fill(edit, { requirements: "SHOP-120, sprint:SHOP/42\nhttps://git.example/a,b" });
    expect(chat.plan.content.requirements).toEqual(["SHOP-120", "sprint:SHOP/42", "https://git.example/a,b"]);
    const { action } = await chat.open(edit);
    await chat.send(action, { name: "Release 2.6" });
    expect(chat.plan.content).toMatchObject({ name: "Release 2.6", requirements: { length: 3 } });
    const refused = await chat.fill(edit, { requirements: "shop-120" });
    expect(refused).toMatchObject({ kind: "wrong", problem: expect.stringContaining("SHOP-120") });
    await chat.fill(edit, { requirements: "" });
    expect(chat.plan.content.requirements).toEqual([]);
  });

  it("does nothing when nothing was touched", async () => {
    const chat = new Chat(drafted());
    const before = chat.plan;
    expect(await chat.fill(edit, {})).toMatchObject({ kind: "taken", replies: [{ tone: "plain" }] });
    expect(chat.plan).toEqual(before);
  });

  it("hands the plan over by its manager field", async () => {
    const chat = new Chat(drafted());
    expect(await chat.fill(edit, { manager: ["dana"] })).toMatchObject({ kind: "taken" });
    expect(chat.plan.manager).toBe("dana");
  });

  it("is saved beside what somebody else changed meanwhile in other fields", async () => {
    const chat = new Chat(drafted());
    const form = await chat.open(edit);
    await chat.fill(edit, { description: "Other." }, fay);
    const shown = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
    expect(await chat.send(form.action, { ...shown, name: "Mine" })).toMatchObject({ replies: [{ tone: "good" }] });
    expect(chat.plan.content).toMatchObject({ name: "Mine", description: "Other." });
  });

  it("asks with both versions when the same field was changed, and saves what is meant then", async () => {
    const chat = new Chat(drafted());
    const form = await chat.open(edit);
    const shown = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
    await chat.fill(edit, { name: "Theirs" }, fay);
    const asked = await chat.send(form.action, { ...shown, name: "Mine", description: "Mine too." });
    if (asked.kind !== "taken" || asked.replies[0]?.kind !== "form") throw new Error(JSON.stringify(asked));
    const [{ form: question }] = asked.replies;
    expect(question.intro).toContain("fay changed this at");
    expect(question.intro).toContain("**Name** – now: Theirs – yours: Mine");
    expect(question.intro).not.toContain("Description");
    expect(question.fields).toContainEqual(expect.objectContaining({ name: "name", value: "Mine" }));
    expect(chat.plan.content).toMatchObject({ name: "Theirs", description: "What and why." });
    const mine = Object.fromEntries(question.fields.map(({ name, value }) => [name, value]));
    expect(await chat.send(question.action, mine)).toMatchObject({ replies: [{ tone: "good" }] });
    expect(chat.plan.content).toMatchObject({ name: "Mine", description: "Mine too." });
  });

  it("does not hand the plan back that somebody handed over meanwhile", async () => {
    const chat = new Chat(drafted());
    const form = await chat.open(edit, fay);
    const shown = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
    await chat.fill({ do: "form", form: "handover", plan: 52 }, { to: ["dana"] });
    expect(await chat.send(form.action, { ...shown, name: "Mine" }, fay)).toMatchObject({ kind: "taken" });
    expect(chat.plan).toMatchObject({ manager: "dana", content: { name: "Mine" } });
  });
});

describe("the forms of items", () => {
  it("add one after those that are there", async () => {
    const chat = new Chat(drafted());
    const values = { type: "run", workflow: "command:deploy", parameters: "stage=test\nreplicas=3", after: "1, 2" };
    expect(await chat.fill({ do: "form", form: "add", plan: 52 }, values)).toMatchObject({ kind: "taken" });
    expect(chat.plan.content.items.at(-1)).toMatchObject({
      name: "deploy",
      after: ["i1", "i2"],
      work: { type: "workflow", with: { stage: "test", replicas: 3 } },
    });
  });

  it("change one, and forget a parameter whose line was taken out", async () => {
    const work = {
      type: "workflow",
      engine: "command",
      workflow: "build",
      with: { branch: "main", clean: true },
    } as const;
    const chat = new Chat(drafted({ items: [build("i1", { work }), tell("i2", { after: ["i1"] })] }));
    const form = { do: "form", form: "edit-item", plan: 52, item: "i1" } as const;
    expect(await chat.fill(form, { parameters: "branch=next", owners: [] })).toMatchObject({ kind: "taken" });
    expect(chat.plan.content.items[0]).toMatchObject({
      name: "Build i1",
      owners: [],
      work: { with: { branch: "next" } },
    });
    expect(chat.plan.content.items[0]?.work).not.toHaveProperty("with.clean");
  });

  it("mark one done with remark and evidence, or skip it with a reason", async () => {
    const chat = new Chat(executing({ items: [tell("i1"), tell("i2")] }));
    const done = { remark: "Posted.", evidence: "https://chat.example/1" };
    await chat.fill({ do: "form", form: "done", plan: 52, item: "i1" }, done);
    await chat.fill({ do: "form", form: "skip", plan: 52, item: "i2" }, { reason: "Not needed." });
    expect(chat.plan.items).toMatchObject({
      i1: { state: "done", remark: "Posted.", evidence: ["https://chat.example/1"] },
      i2: { state: "skipped", reason: "Not needed." },
    });
  });
});

describe("the forms of decisions", () => {
  it("count once for what was shown", async () => {
    const chat = new Chat(submitted());
    expect(await chat.fill({ do: "form", form: "reject", plan: 52 }, { reason: "" }, bo)).toMatchObject({
      kind: "wrong",
      fields: { reason: "Please fill this in." },
    });
    const old = { do: "form", form: "approve", plan: 52, seen: "old" } as const;
    expect(await chat.fill(old, { comment: "Good." }, bo)).toMatchObject({ kind: "wrong" });
    const reply = await chat.fill({ do: "form", form: "approve", plan: 52 }, { comment: "Good." }, bo);
    expect(reply).toMatchObject({ kind: "taken", replies: [{ tone: "good" }] });
    expect(chat.plan.round?.votes).toMatchObject([{ by: "bo", comment: "Good." }]);
  });

  it("tell somebody without a part in the plan as much as if there were none", async () => {
    const chat = new Chat(drafted());
    const action = { do: "form", form: "cancel", plan: 52 } as const;
    expect(await chat.send(action, { reason: "x" }, mallory)).toMatchObject({
      kind: "wrong",
      problem: "There is no such plan, or you can’t see it.",
    });
    await expect(chat.open(action, mallory)).rejects.toThrow("no such plan");
  });
});

it("a click sent as a form does nothing", async () => {
  const chat = new Chat(drafted());
  expect(await chat.send({ do: "finish", plan: 52 }, {})).toMatchObject({ kind: "wrong" });
  expect(chat.plan.status).toBe("planning");
});
