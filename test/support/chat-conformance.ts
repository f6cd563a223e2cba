/**
 * What every chat platform must do with what it is given and with what people do on it, told once: each kind of card, each
 * action, each form, each answer. The emulator refuses what the platform would refuse.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Action, FormName } from "../../src/chat/action.ts";
import { FORMS } from "../../src/chat/action.ts";
import type { Button, Card, Form, FormField } from "../../src/chat/card.ts";
import type { FormReply, IncomingAction, IncomingForm, IncomingMessage, Reply } from "../../src/chat/ports.ts";
import { sayMarkdown } from "../../src/chat/texts/say.ts";
import { CHECKPOINTS } from "../../src/plan/content.ts";
import { LANGS } from "../chat/views/reader.ts";
import { buttonsOn } from "./card-text.ts";
import type { ChatStage, Member, Where } from "./chat-stage.ts";
import { CAST, cardWith, toldWith, until } from "./chat-stage.ts";
import { everyCard } from "./every-card.ts";
import { quietInbox } from "./quiet-chat.ts";

export interface Conforming {
  readonly name: string;
  /** A fresh stage; whatever it opens is closed when the test is over. */
  readonly open: () => Promise<ChatStage>;
}

export function describeConformance({ name, open }: Conforming): void {
  describe(`${name} shows`, () => {
    for (const lang of LANGS) {
      it(`every kind of card in ${lang}, with its title, its status and its buttons`, { timeout: 60_000 }, async () => {
        const stage = await open();
        const adapter = await stage.connect(quietInbox());
        for (const [place, [kind, card]] of Object.entries(everyCard(lang)).entries()) {
          // To everybody in turn: a platform lets each chat have a few messages a second.
          const member = CAST[place % CAST.length] ?? "bo";
          await adapter.post(stage.direct(member), card, `every:${lang}:${kind}`);
          const seen = (await stage.cards(member, "direct")).at(-1);
          expect(flat(seen?.text ?? ""), kind).toContain(flat(card.label));
          expect(flat(seen?.text ?? ""), kind).toContain(flat(card.title).slice(0, 40));
          expect(missing(card, seen?.buttons.map(({ action }) => action) ?? []), kind).toEqual([]);
        }
      });
    }

    it("a card once per key, in a room and to one person", async () => {
      const stage = await open();
      const adapter = await stage.connect(quietInbox());
      for (const where of ["room", "direct"] as const) {
        const place = where === "room" ? stage.room : stage.direct("bo");
        const refs = [await adapter.post(place, plain("First"), `once:${where}`)];
        refs.push(await adapter.post(place, plain("First"), `once:${where}`));
        expect(new Set(refs).size).toBe(1);
        expect(await titles(stage, "bo", where)).toEqual(["First"]);
      }
    });

    it("what a card became, in the same message", async () => {
      const stage = await open();
      const adapter = await stage.connect(quietInbox());
      const ref = await adapter.post(stage.room, plain("Before"), "became");
      await adapter.edit(ref, plain("After", []));
      await until(async () => ((await titles(stage, "bo", "room")).includes("After") ? true : undefined), "the edit");
      expect(await titles(stage, "bo", "room")).toEqual(["After"]);
      expect((await cardWith(stage, "bo", "room", "After")).buttons).toEqual([]);
    });

    it("a line of the timeline once per key, and nothing that was typed as markup", async () => {
      const stage = await open();
      const adapter = await stage.connect(quietInbox());
      const ref = await adapter.post(stage.room, plain("Plan"), "noted");
      await adapter.note(ref, "Ada: **bold** \\*plain\\* \\<at id=all\\>", "note:1");
      await adapter.note(ref, "Ada: **bold** \\*plain\\* \\<at id=all\\>", "note:1");
      const card = await cardWith(stage, "bo", "room", "Plan");
      expect(await stage.thread(card)).toEqual(["Ada: bold *plain* <at id=all>"]);
    });

    it("what one person alone is told to nobody else", async () => {
      const stage = await open();
      const adapter = await stage.connect(quietInbox());
      await adapter.tell(stage.account("bo"), stage.room, "For your eyes only.", "tell:1");
      await toldWith(stage, "bo", "For your eyes only.");
      expect((await stage.told("chen")).filter((text) => text.includes("your eyes"))).toEqual([]);
    });
  });

  describe(`${name} hears`, () => {
    it.each(["room", "direct"] as const)(
      "what is typed in a %s, with its sender, its place and its lines",
      async (where) => {
        const stage = await open();
        const heard: IncomingMessage[] = [];
        await stage.connect(quietInbox({ message: collecting<IncomingMessage, readonly Reply[]>(heard, []) }));
        await stage.say("bo", '/plan new "A *b* <c>"\nname: 发布 & co', where);
        await until(async () => heard[0], "the message");
        expect(heard).toMatchObject([
          {
            text: '/plan new "A *b* <c>"\nname: 发布 & co',
            place: where === "room" ? stage.room : stage.direct("bo"),
            account: { id: stage.account("bo"), platform: stage.platform },
          },
        ]);
      },
    );

    it("each thing once in effect, however often it is delivered", async () => {
      const stage = await open();
      const heard: IncomingMessage[] = [];
      await stage.connect(quietInbox({ message: collecting<IncomingMessage, readonly Reply[]>(heard, []) }));
      stage.thrice();
      await stage.say("bo", "/plan", "direct");
      await stage.say("bo", "/plan list", "direct");
      await until(async () => heard.find(({ text }) => text === "/plan list"), "the second message");
      expect(new Set(heard.map(({ key }) => key)).size).toBe(2);
    });

    it("every action that a button can carry, as it was meant", { timeout: 60_000 }, async () => {
      const stage = await open();
      const heard: IncomingAction[] = [];
      const adapter = await stage.connect(
        quietInbox({ action: collecting<IncomingAction, readonly Reply[]>(heard, [good("Noted.")]) }),
      );
      for (const [place, action] of ACTIONS.entries()) {
        await adapter.post(stage.direct("bo"), plain(`Action ${place}`, [button("Go", action)]), `action:${place}`);
        await stage.press("bo", await cardWith(stage, "bo", "direct", `Action ${place}`), { do: action.do });
        await until(async () => heard[place], `action ${place}`);
      }
      expect(heard.map(({ action }) => action)).toEqual(ACTIONS);
      expect(heard[0]).toMatchObject({ account: { id: stage.account("bo") }, place: stage.direct("bo") });
    });

    it("who pressed a button in a room, and says the answer to that person alone", async () => {
      const stage = await open();
      const adapter = await stage.connect(
        quietInbox({ action: async ({ account }) => [bad(`Not you, ${account.id}.`)] }),
      );
      await adapter.post(stage.room, plain("Plan", [button("Go", ACTIONS[0])]), "answered");
      await stage.press("chen", await cardWith(stage, "chen", "room", "Plan"), { do: ACTIONS[0].do });
      await toldWith(stage, "chen", `Not you, ${stage.account("chen")}.`);
      expect((await stage.told("bo")).filter((text) => text.includes("Not you"))).toEqual([]);
    });

    it.each(LANGS)("and says every refusal in full, in %s, to its sender alone", { timeout: 60_000 }, async (lang) => {
      const stage = await open();
      const shares = shared(refusalsIn(lang));
      const left = new Map(shares.map(({ member, texts }) => [stage.account(member), [...texts]]));
      const next = (account: string) => left.get(account)?.splice(0, A_MESSAGE) ?? [];
      await stage.connect(quietInbox({ message: async ({ account }) => next(account.id).map((text) => bad(text)) }));
      // Everybody at once: a platform lets each chat have a few messages a second.
      await Promise.all(
        shares.map(async ({ member, texts }) => {
          for (let sent = 0; sent < texts.length; sent += A_MESSAGE) {
            await stage.say(member, `/plan show ${sent + 1}`, "direct");
            const last = words(texts.slice(0, sent + A_MESSAGE).at(-1) ?? "");
            await until(async () => words((await stage.told(member)).join(" ")).includes(last) || undefined, last);
          }
        }),
      );
      for (const { member, texts } of shares) {
        const heard = words((await stage.told(member)).join(" "));
        expect(texts.filter((text) => !heard.includes(words(text)))).toEqual([]);
        const others = shares.filter((share) => share.member !== member).map((share) => words(share.texts[0] ?? "-"));
        expect(others.filter((text) => heard.includes(text))).toEqual([]);
      }
    });

    it.each(FORMS)("a form for %s, filled in by field, however much it asks", { timeout: 30_000 }, async (form) => {
      const stage = await open();
      const heard: IncomingForm[] = [];
      const action = { do: "form", form, plan: 1 } as const;
      const adapter = await stage.connect(
        quietInbox({
          action: async () => [{ kind: "form", form: formOf(form) }],
          form: collecting<IncomingForm, FormReply>(heard, { kind: "taken", replies: [good("Taken.")] }),
        }),
      );
      await adapter.post(stage.direct("bo"), plain("Plan", [button("Fill in", action)]), `form:${form}`);
      const card = await cardWith(stage, "bo", "direct", "Plan");
      await stage.fill("bo", card, { do: "form", form }, { reason: "Because\nof <b>that</b>.", engine: "two" });
      await until(async () => heard[0], "the form");
      expect(heard[0]).toMatchObject({ action, values: { reason: "Because\nof <b>that</b>.", engine: "two" } });
      await toldWith(stage, "bo", "Taken.");
    });

    it("a form of what others are editing, and shows who they are and since when", { timeout: 30_000 }, async () => {
      const stage = await open();
      const others = LANGS.map((lang) =>
        sayMarkdown(lang, "form.others", { person: [{ person: "zed", name: "Zed _the_ *1st*" }], at: "12:00" }),
      );
      const heard: IncomingForm[] = [];
      const adapter = await stage.connect(
        quietInbox({
          action: async () => [{ kind: "form", form: { ...formOf("edit"), intro: others.join("\n\n") } }],
          form: collecting<IncomingForm, FormReply>(heard, { kind: "taken", replies: [] }),
        }),
      );
      const edit = { do: "form", form: "edit", plan: 1 } as const;
      await adapter.post(stage.direct("bo"), plain("Plan", [button("Edit", edit)]), "others");
      const card = await cardWith(stage, "bo", "direct", "Plan");
      const opened = flat(await stage.fill("bo", card, { do: "form" }, { reason: "A", engine: "two" }));
      expect(opened).toContain("Zed _the_ *1st* has been editing this since 12:00, too.");
      expect(opened).toContain("Zed _the_ *1st* 从 12:00 起也在编辑此处。");
      await until(async () => heard[0], "the form");
    });

    it("a form again that was not taken, with what was wrong", { timeout: 30_000 }, async () => {
      const stage = await open();
      const answers: FormReply[] = [
        { kind: "wrong", fields: { reason: "A reason is needed." } },
        { kind: "taken", replies: [] },
      ];
      const heard: IncomingForm[] = [];
      const adapter = await stage.connect(
        quietInbox({
          action: async () => [{ kind: "form", form: formOf("reject") }],
          form: async (form) => {
            heard.push(form);
            return answers.shift() ?? { kind: "taken", replies: [] };
          },
        }),
      );
      const action = { do: "form", form: "reject", plan: 1 } as const;
      await adapter.post(stage.direct("bo"), plain("Plan", [button("Reject", action, "danger")]), "wrong");
      const card = await cardWith(stage, "bo", "direct", "Plan");
      await stage.fill("bo", card, { do: "form" }, { reason: "no" });
      await until(async () => heard[0], "the form");
      await toldWith(stage, "bo", "A reason is needed.");
    });

    it("what was typed while it was cut off, when it is back", { timeout: 60_000 }, async () => {
      const stage = await open();
      const heard: IncomingMessage[] = [];
      const adapter = await stage.connect(
        quietInbox({ message: collecting<IncomingMessage, readonly Reply[]>(heard, []) }),
      );
      await stage.cut();
      await until(async () => (adapter.health() ? true : undefined), "it is connected again", 40_000);
      await stage.say("bo", "/plan", "direct");
      await until(async () => heard[0], "the message");
    });
  });

  describe(`${name} knows`, () => {
    it("everybody by email and by account", async () => {
      const stage = await open();
      const adapter = await stage.connect(quietInbox());
      for (const member of CAST) {
        const id = stage.account(member);
        expect(await adapter.find({ email: `${member}@example.com` })).toMatchObject({ platform: stage.platform, id });
        expect(await adapter.find({ id })).toMatchObject({ id, email: `${member}@example.com` });
      }
      expect(await adapter.find({ email: "nobody@example.com" })).toBeUndefined();
    });
  });
}

const ACTIONS: readonly [Action, ...Action[]] = [
  { do: "submit", plan: 1 },
  { do: "approve", plan: 123_456, seen: "f".repeat(64), level: 3 },
  { do: "run", plan: 52, item: "i3" },
  { do: "retry", plan: 52, item: "i999999" },
  { do: "send-again", plan: 52, delivery: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W" },
  { do: "show", what: "log", plan: 52 },
  { do: "show", what: "waiting" },
  { do: "list", scope: "mine", words: "发布 & <b>", page: 2 },
  { do: "zadig-go", gate: "0123456789abcdef" },
  ...CHECKPOINTS.map((checkpoint) => ({ do: "form", form: "override", plan: 52, checkpoint }) as const),
];

/** Each member's share of what is to be said. */
function shared(all: readonly string[]): readonly { readonly member: Member; readonly texts: readonly string[] }[] {
  return CAST.map((member, place) => ({ member, texts: all.filter((_, index) => index % CAST.length === place) }));
}

function collecting<Heard, Answer>(heard: Heard[], answer: Answer): (given: Heard) => Promise<Answer> {
  return async (given) => {
    heard.push(given);
    return answer;
  };
}

function good(text: string): Reply {
  return { kind: "text", tone: "good", text };
}

function bad(text: string): Reply {
  return { kind: "text", tone: "bad", text };
}

function button(label: string, action: Action, style: Button["style"] = "primary"): Button {
  const confirm = { title: "Really?", text: "It goes to production.", ok: "Yes", back: "No" };
  return { id: action.do, label, style, action, confirm: action.do === "run" ? confirm : undefined };
}

function plain(title: string, buttons: readonly Button[] = [button("Submit", { do: "submit", plan: 1 })]): Card {
  return { title, tone: "active", label: "Executing", blocks: [], buttons, summary: title };
}

/** A form of every kind of field; what is not filled in stays as it is. */
function formOf(name: FormName): Form {
  const fields: readonly FormField[] = [
    { type: "text", name: "reason", label: "Reason", required: true, value: "", lines: 3, max: 2_000 },
    { type: "text", name: "name", label: "Name", required: false, value: "Kept as it is", lines: 1, max: 200 },
    {
      type: "choice",
      name: "engine",
      label: "Engine",
      required: true,
      value: "one",
      options: [
        { value: "one", label: "The first" },
        { value: "two", label: "The second" },
      ],
    },
    { type: "check", name: "urgent", label: "Urgent", required: false, value: false },
  ];
  return {
    title: "A form",
    intro: "Something to fill in.",
    fields,
    submit: "Send",
    back: "Back",
    style: "primary",
    action: { do: "form", form: name, plan: 1 },
  };
}

async function titles(stage: ChatStage, member: Member, where: Where): Promise<readonly string[]> {
  return (await stage.cards(member, where)).map(
    ({ text }) => text.split("\n")[0]?.replace(/\s*Executing.*$/u, "") ?? "",
  );
}

/** Refusals that one answer tells. */
const A_MESSAGE = 6;

/** Every refusal there is, as it is kept beside the texts. */
function refusalsIn(lang: string): readonly string[] {
  const kept = readFileSync(join(import.meta.dirname, `../chat/texts/__texts__/refusals.${lang}.txt`), "utf8");
  return [...new Set(kept.split("\n").flatMap((line) => (line.startsWith("    ") ? [line.trim()] : [])))];
}

/** Letters and digits: marks of Markdown, where it breaks and how a link shows its address are the platform's affair. */
function words(text: string): string {
  return text.replace(/https?:\/\/[^\s)>]+/gu, "").replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Words alone: where lines break and what is in bold is the platform's affair. */
function flat(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

/** Buttons of a card that cannot be pressed there. */
function missing(card: Card, offered: readonly Action[]): readonly string[] {
  const there = offered.map((action) => JSON.stringify(sorted(action)));
  return buttonsOn(card)
    .filter(({ action }) => !there.includes(JSON.stringify(sorted(action))))
    .map(({ label }) => label);
}

function sorted(action: Action): unknown {
  return Object.fromEntries(Object.entries(action).toSorted(([one], [other]) => one.localeCompare(other)));
}
