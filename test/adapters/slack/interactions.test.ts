import { describe, expect, it, vi } from "vitest";
import type { Card, Form } from "../../../src/chat/card.ts";
import type {
  Arrivals,
  FormReply,
  Inbox,
  IncomingAction,
  IncomingForm,
  IncomingMessage,
  Joining,
  Reply,
} from "../../../src/chat/ports.ts";
import type { SlackOptions } from "../../emulators/slack/slack.ts";
import { BOT_USER } from "../../emulators/slack/world.ts";
import { until } from "../../support/chat-stage.ts";
import { quietInbox } from "../../support/quiet-chat.ts";
import { ACCOUNTS, openWorkspace, ROOM, startAdapter } from "./stage.ts";

const FORM: Form = {
  title: "Reject plan 52",
  fields: [
    { type: "text", name: "reason", label: "Reason", required: true, value: "", lines: 3, max: 2_000 },
    { type: "text", name: "name", label: "Name", required: false, value: "Kept", lines: 1, max: 200 },
  ],
  submit: "Reject",
  back: "Back",
  style: "danger",
  action: { do: "form", form: "reject", plan: 52 },
};
const good = (text: string): Reply => ({ kind: "text", tone: "good", text });

function card(title: string, more: Partial<Card> = {}): Card {
  return { title, tone: "active", label: "Executing", blocks: [], buttons: [], summary: title, ...more };
}

type Options = Parameters<typeof startAdapter>[2];

interface Heard {
  readonly messages: IncomingMessage[];
  readonly actions: IncomingAction[];
  readonly forms: IncomingForm[];
  readonly joinings: Joining[];
}

async function world(parts: Partial<Inbox> = {}, more: Options = {}, options: SlackOptions = {}) {
  const slack = await openWorkspace(options);
  const heard: Heard = { messages: [], actions: [], forms: [], joinings: [] };
  const noting =
    <Given, Answer>(list: Given[], answer: (given: Given) => Promise<Answer>) =>
    async (given: Given) => {
      list.push(given);
      return answer(given);
    };
  const inbox = quietInbox({
    ...parts,
    message: noting(heard.messages, parts.message ?? (async () => [])),
    action: noting(heard.actions, parts.action ?? (async () => [])),
    form: noting(heard.forms, parts.form ?? (async (): Promise<FormReply> => ({ kind: "taken", replies: [] }))),
    joined: noting(heard.joinings, parts.joined ?? (async () => [])),
  });
  const { adapter, errors } = await startAdapter(slack, inbox, more);
  const room: `slack:room:${string}` = `slack:room:${slack.world.channel(ROOM).id}`;
  return { slack, heard, adapter, errors, room, bo: slack.person(ACCOUNTS.bo), chen: slack.person(ACCOUNTS.chen) };
}

describe("what is said to the bot", () => {
  it("in a channel is a mention, answered to its sender alone, in its thread", async () => {
    const { heard, bo, chen, room } = await world({ message: async () => [good("Only you.")] });
    await bo.say("good morning", ROOM);
    await bo.say("@gonogo show 52 to @chen", ROOM);
    await vi.waitFor(() => expect(bo.hears(ROOM)).toHaveLength(1));
    expect(heard.messages).toMatchObject([
      {
        text: `show 52 to @${ACCOUNTS.chen}`,
        place: room,
        account: { email: "bo@example.com", zone: "Asia/Shanghai", lang: "en" },
      },
    ]);
    expect(chen.hears(ROOM)).toEqual([]);
  });

  it("directly is answered as a message that stays, once", async () => {
    const { slack, bo } = await world({
      message: async () => [{ kind: "card", card: card("Help") }, good("Done."), good("And more.")],
    });
    slack.repeat(3);
    await bo.say("help");
    await vi.waitFor(() => expect(bo.hears()).toHaveLength(2));
    expect(bo.hears().map(({ title, lines }) => title ?? lines)).toEqual(["Help", ["✅ Done.", "✅ And more."]]);
  });

  it("by itself or by other bots, or edited, is nothing", async () => {
    const { slack, heard, bo } = await world();
    const { id } = slack.world.direct(ACCOUNTS.bo);
    const message = { type: "message", channel_type: "im", channel: id, ts: "1.1", text: "new x" };
    await slack.event({ ...message, user: BOT_USER, bot_id: "B0GONOGO1" });
    await slack.event({ ...message, user: "U0OTHER", bot_id: "B0OTHER" });
    await slack.event({ ...message, user: ACCOUNTS.bo, subtype: "message_changed" });
    await slack.event({ ...message, user: ACCOUNTS.bo, channel: "C1", channel_type: "channel" });
    await bo.say("list");
    await vi.waitFor(() => expect(heard.messages).toHaveLength(1));
  });

  it("with a file is a plan as a file; what is no text goes along as it is", async () => {
    const { slack, heard, bo } = await world();
    const plan = slack.file({ name: "plan.yaml", content: "name: 发布", user: ACCOUNTS.bo, mimetype: "text/plain" });
    const photo = slack.file({ name: "x.png", content: "PNG", user: ACCOUNTS.bo, mimetype: "image/png" });
    await bo.say("new", undefined, [plan, photo]);
    await vi.waitFor(() => expect(heard.messages).toHaveLength(1));
    expect(heard.messages).toMatchObject([
      {
        text: "new",
        files: [{ name: "plan.yaml", text: "name: 发布" }],
        uploads: [{ name: "plan.yaml" }, { name: "x.png", declared: "image/png" }],
      },
    ]);
  });
});

describe("an answer", () => {
  it("to a command comes by its address, and when that is used up in another way", async () => {
    const replies = Array.from({ length: 7 }, (_, place): Reply => ({ kind: "card", card: card(`Card ${place}`) }));
    const { slack, bo, chen } = await world({ message: async () => replies });
    await bo.command("list", ROOM);
    await vi.waitFor(() => expect(bo.hears(ROOM)).toHaveLength(7));
    expect(slack.answers).toHaveLength(5);
    expect(bo.hears(ROOM).every(({ alone }) => alone)).toBe(true);
    expect(chen.hears(ROOM)).toEqual([]);
  });

  it("in a channel that the bot is not in still comes by its address", async () => {
    const { slack, bo } = await world({ message: async () => [good("Here.")] });
    slack.channel("elsewhere", [ACCOUNTS.bo]);
    await bo.command("list", "elsewhere");
    await vi.waitFor(() => expect(bo.hears("elsewhere").map(({ lines }) => lines)).toEqual([["✅ Here."]]));
  });

  it("that Slack loses is given again", async () => {
    const { slack, bo } = await world({ message: async () => [good("Here.")] });
    slack.faults.add("response_url", { kind: "refused", error: "expired_url" }, 0);
    slack.faults.add("response_url", { kind: "status", status: 404 });
    await bo.command("list", ROOM);
    await vi.waitFor(() => expect(bo.hears(ROOM).map(({ lines }) => lines)).toEqual([["✅ Here."]]));
  });

  it("that is nothing but a card elsewhere says where to look", async () => {
    const { bo } = await world();
    await bo.command("show 52", ROOM);
    await vi.waitFor(() => expect(bo.hears(ROOM)[0]?.lines.join()).toContain("I sent it to you directly"));
  });

  it("to turning a page takes the page's place", async () => {
    const list = (page: number): Card =>
      card(`Page ${page}`, {
        buttons: [
          {
            id: "next",
            label: "Next",
            style: "plain",
            action: { do: "list", scope: "all", words: "", page: page + 1 },
          },
        ],
      });
    const { bo } = await world({
      message: async () => [{ kind: "card", card: list(1) }],
      action: async ({ action }) => [{ kind: "card", card: list(action.do === "list" ? action.page : 0) }],
    });
    await bo.command("list", ROOM);
    const first = await until(async () => bo.hears(ROOM)[0], "the list");
    await bo.press(first, "Next");
    await vi.waitFor(() => expect(bo.hears(ROOM).map(({ title }) => title)).toEqual(["Page 2"]));
  });
});

describe("a button", () => {
  it("of another version, or of nobody, is acknowledged and does nothing", async () => {
    const { slack, bo, heard, adapter, room } = await world();
    await adapter.post(
      room,
      card("Plan", { buttons: [{ id: "x", label: "Go", style: "plain", action: { do: "submit", plan: 1 } }] }),
      "card:1",
    );
    const [seen] = bo.hears(ROOM);
    if (!seen) throw new Error("no card");
    const strange = (value: string) => ({ ...seen, buttons: seen.buttons.map((button) => ({ ...button, value })) });
    for (const value of ["", "{", "null", '{"do":"destroy","plan":1}', '{"do":"submit","plan":-1}']) {
      expect(await bo.press(strange(value), "Go")).toMatchObject({ ok: true });
    }
    expect(heard.actions).toEqual([]);
    expect(slack.violations()).toEqual([]);
  });

  it("pressed twice at once is heard as two presses, and delivered three times as one", async () => {
    const { slack, bo, heard, adapter, room } = await world({ action: async () => [good("Noted.")] });
    await adapter.post(
      room,
      card("Plan", { buttons: [{ id: "x", label: "Go", style: "primary", action: { do: "submit", plan: 1 } }] }),
      "card:1",
    );
    slack.repeat(3);
    const [seen] = bo.hears(ROOM);
    if (!seen) throw new Error("no card");
    await Promise.all([bo.press(seen, "Go"), bo.press(seen, "Go")]);
    await vi.waitFor(() => expect(bo.hears(ROOM).filter(({ alone }) => alone)).toHaveLength(2));
    expect(new Set(heard.actions.map(({ key }) => key)).size).toBe(2);
  });
});

describe("a modal", () => {
  const opening = {
    action: async (): Promise<readonly Reply[]> => [{ kind: "form", form: FORM }],
    reform: async () => FORM,
  };

  async function withModal(parts: Partial<Inbox> = {}, more: Options = {}) {
    const set = await world({ ...opening, ...parts }, more);
    const { adapter, room, bo } = set;
    const button = { id: "r", label: "Reject", style: "danger" as const, action: FORM.action };
    await adapter.post(room, card("Plan", { buttons: [button] }), "card:1");
    const [seen] = bo.hears(ROOM);
    if (!seen) throw new Error("no card");
    const openForm = async (): Promise<void> => {
      await bo.press(seen, "Reject");
      await until(async () => bo.modal?.submit, "the form");
    };
    return { ...set, openForm };
  }

  it("is there at once, and filled when the form is ready", async () => {
    const slow = Promise.withResolvers<void>();
    const { bo, slack, adapter, room } = await world({
      action: async () => {
        await slow.promise;
        return [{ kind: "form", form: FORM }];
      },
    });
    await adapter.post(
      room,
      card("Plan", { buttons: [{ id: "r", label: "Reject", style: "danger", action: FORM.action }] }),
      "card:1",
    );
    const [seen] = bo.hears(ROOM);
    if (!seen) throw new Error("no card");
    await bo.press(seen, "Reject");
    await vi.waitFor(() => expect(bo.modal?.lines).toEqual(["One moment…"]));
    slow.resolve();
    await vi.waitFor(() => expect(bo.modal).toMatchObject({ title: "Reject plan 52", submit: "Reject" }));
    expect(slack.violations()).toEqual([]);
  });

  it("says what stands in the way instead of a form", async () => {
    const { bo, adapter, room } = await world({
      action: async () => [{ kind: "text", tone: "bad", text: "There is no plan 52." }],
    });
    await adapter.post(
      room,
      card("Plan", { buttons: [{ id: "r", label: "Reject", style: "danger", action: FORM.action }] }),
      "card:1",
    );
    const [seen] = bo.hears(ROOM);
    if (!seen) throw new Error("no card");
    await bo.press(seen, "Reject");
    await vi.waitFor(() => expect(bo.modal?.lines).toEqual(["❌ There is no plan 52."]));
  });

  it("that takes longer than Slack waits says so, then what was wrong, with what was typed", async () => {
    const slow = Promise.withResolvers<FormReply>();
    const answers = [slow.promise, Promise.resolve<FormReply>({ kind: "taken", replies: [good("Rejected.")] })];
    const { bo, openForm, heard } = await withModal(
      {
        form: async () => (await answers.shift()) ?? { kind: "taken", replies: [] },
        reform: async ({ values }) => ({
          ...FORM,
          fields: FORM.fields.map((field) =>
            field.type === "text" ? { ...field, value: String(values[field.name] ?? "") } : field,
          ),
        }),
      },
      { tempo: { answer: 30 } },
    );
    await openForm();
    await bo.fill({ reason: "Because." });
    await bo.submit();
    expect(bo.modal?.lines.join()).toContain("longer than Slack waits");
    slow.resolve({ kind: "wrong", problem: "Nothing was done.", fields: { reason: "A better reason." } });
    const again = await until(async () => (bo.modal?.submit ? bo.modal : undefined), "the form again");
    expect(again.lines).toEqual(["> ❌ Nothing was done.", "> ❌ A better reason."]);
    expect(again.fields[0]).toMatchObject({ value: "Because." });
    await bo.submit();
    await vi.waitFor(() =>
      expect(
        bo
          .hears(ROOM)
          .filter(({ alone }) => alone)
          .map(({ lines }) => lines),
      ).toEqual([["✅ Rejected."]]),
    );
    expect(new Set(heard.forms.map(({ key }) => key)).size).toBe(2);
  });

  it("that was closed before it turned out to be wrong says so in a message, and is not sent again", async () => {
    const slow = Promise.withResolvers<FormReply>();
    const { bo, openForm, heard } = await withModal({ form: () => slow.promise }, { tempo: { answer: 30 } });
    await openForm();
    await bo.fill({ reason: "Because." });
    await bo.submit();
    bo.close();
    slow.resolve({ kind: "wrong", problem: "Nothing was done.", fields: {} });
    await vi.waitFor(() => expect(bo.hears(ROOM).filter(({ alone }) => alone)).toHaveLength(2));
    const [said, offer] = bo.hears(ROOM).filter(({ alone }) => alone);
    expect(said?.lines).toEqual(["❌ Nothing was done."]);
    expect(offer?.buttons.map(({ label }) => label)).toEqual(["Open the form"]);
    expect(heard.forms).toHaveLength(1);
  });

  it("sent again because nobody answered is the same submission; after a refusal it is another", async () => {
    const answers: FormReply[] = [{ kind: "wrong", fields: { reason: "No." } }];
    const { slack, bo, openForm, heard } = await withModal({
      form: async () => answers.shift() ?? { kind: "taken", replies: [] },
    });
    await openForm();
    await bo.fill({ reason: "Because." });
    const lost = bo.submission();
    await slack.carrier.deliver("interactive", lost);
    await slack.carrier.deliver("interactive", lost);
    await bo.submit();
    await bo.submit().catch(() => undefined);
    const keys = heard.forms.map(({ key }) => key);
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(2);
  });

  it("whose answer fails keeps what was sent, and answers later", async () => {
    const kept: unknown[] = [];
    const arrivals: Arrivals = {
      keep: async () => true,
      hold: async ({ payload }) => {
        kept.push(payload);
        return { again: false, done: async () => void kept.pop() };
      },
    };
    let failures = 1;
    const { bo, openForm, heard, adapter } = await withModal(
      {
        form: async () => {
          if (failures-- > 0) throw new Error("the database is away");
          return { kind: "taken", replies: [good("Rejected.")] };
        },
      },
      { arrivals },
    );
    await openForm();
    await bo.fill({ reason: "Because." });
    await bo.submit();
    expect(bo.modal?.lines.join()).toContain("is tried again");
    expect(kept).toHaveLength(1);
    await adapter.hear(JSON.parse(JSON.stringify(kept[0])));
    expect(
      bo
        .hears(ROOM)
        .filter(({ alone }) => alone)
        .map(({ lines }) => lines),
    ).toEqual([["✅ Rejected."]]);
    expect(new Set(heard.forms.map(({ key }) => key)).size).toBe(1);
  });
});

describe("shortcuts", () => {
  it("begin a plan, and a message's shortcut begins it with the message", async () => {
    const { bo, chen, heard } = await world({
      action: async () => [{ kind: "form", form: { ...FORM, title: "New plan" } }],
    });
    await bo.shortcut("new_plan");
    await vi.waitFor(() => expect(bo.modal?.title).toBe("New plan"));
    await chen.say("Release 2.5 & more\nwith @bo", ROOM);
    const said = bo.sees(ROOM).at(-1);
    if (!said) throw new Error("nothing was said");
    await bo.shortcutOn(said, "plan_from_message");
    await vi.waitFor(() => expect(heard.actions).toHaveLength(2));
    expect(heard.actions).toMatchObject([
      { action: { do: "form", form: "new" } },
      { action: { do: "form", form: "new" }, about: "Release 2.5 & more\nwith @Bo" },
    ]);
  });
});

describe("the App Home", () => {
  const home = (count: number) =>
    card("Release plans", {
      label: `${count} things wait for you.`,
      buttons: [
        { id: "new", label: "New plan", style: "primary", action: { do: "form", form: "new" } },
        { id: "list", label: "All plans", style: "plain", action: { do: "list", scope: "all", words: "", page: 1 } },
      ],
    });

  it("shows what waits when it is opened, and soon after something came", async () => {
    let count = 1;
    const { bo, adapter } = await world({ action: async () => [{ kind: "card", card: home(count) }] });
    await bo.openHome();
    await vi.waitFor(() => expect(bo.home?.lines[0]).toContain("1 things wait"));
    count = 2;
    await adapter.post(`slack:direct:${ACCOUNTS.bo}`, card("Approve?"), "card:1");
    await vi.waitFor(() => expect(bo.home?.lines[0]).toContain("2 things wait"));
  });

  it("says why to whom nothing is shown", async () => {
    const { bo } = await world({
      action: async () => [{ kind: "text", tone: "bad", text: "You are not of this team." }],
    });
    await bo.openHome();
    await vi.waitFor(() => expect(bo.home?.lines).toEqual(["You are not of this team."]));
  });

  it("answers clicks in a modal, and turns pages in it", async () => {
    const { bo } = await world({
      action: async ({ action }) => {
        if (action.do === "form") return [{ kind: "form", form: FORM }];
        if (action.do !== "list") return [{ kind: "card", card: home(1) }];
        const next = { ...action, page: action.page + 1 };
        const more = [
          { id: "next", label: "Next", style: "plain" as const, action: next },
          { id: "reject", label: "Reject", style: "danger" as const, action: FORM.action },
        ];
        return [{ kind: "card", card: card(`Page ${action.page}`, { buttons: more }) }];
      },
    });
    await bo.openHome();
    await vi.waitFor(() => expect(bo.home).toBeDefined());
    await bo.pressAtHome("All plans");
    await vi.waitFor(() => expect(bo.modal?.lines[0]).toBe("Page 1"));
    await bo.pressInModal("Next");
    await vi.waitFor(() => expect(bo.modal?.lines[0]).toBe("Page 2"));
    await bo.pressInModal("Reject");
    await vi.waitFor(() => expect(bo.modal?.submit).toBe("Reject"));
    bo.close();
    expect(bo.modal?.lines[0]).toBe("Page 2");
  });
});

describe("coming somewhere", () => {
  it("is greeted in the channel, once, and directly once for each person", async () => {
    const { slack, bo, chen, heard } = await world({ joined: async () => [good("Hello.")] });
    slack.channel("new", [ACCOUNTS.bo]);
    slack.repeat(2);
    await slack.invite("new", ACCOUNTS.bo);
    await vi.waitFor(() =>
      expect(bo.hears("new").map(({ lines, alone }) => [lines, alone])).toEqual([[["✅ Hello."], false]]),
    );
    for (const person of [bo, bo, chen]) await person.openHome("messages");
    await vi.waitFor(() => expect(chen.hears()).toHaveLength(1));
    expect(bo.hears()).toHaveLength(1);
    expect(heard.joinings[0]).toMatchObject({
      place: `slack:room:${slack.world.channel("new").id}`,
      account: { name: "Bo" },
    });
  });
});

describe("links to plans", () => {
  it("are shown where everybody may see the plan, and only these", async () => {
    const asked: number[] = [];
    const { slack, bo } = await world(
      {
        preview: async ({ plan }) => {
          asked.push(plan);
          return plan === 52 ? card("52 · Winter release") : undefined;
        },
      },
      { publicUrl: "https://gonogo.example/releases" },
      { unfurled: ["gonogo.example"] },
    );
    const link = (path: string) => `https://gonogo.example/releases${path}`;
    await bo.say(
      `see ${link("/plan/52")} and ${link("/plan/53")} and ${link("/plan/x")} and https://gonogo.example/plan/54`,
      ROOM,
    );
    await vi.waitFor(() => expect(Object.keys(bo.sees(ROOM)[0]?.message.unfurls ?? {})).toEqual([link("/plan/52")]));
    expect(asked).toEqual([52, 53]);
    expect(slack.violations()).toEqual([]);
  });
});
