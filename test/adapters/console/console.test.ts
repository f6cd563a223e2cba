import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { signInPath } from "../../../adapters/console/sign-in.ts";
import type { Card } from "../../../src/chat/card.ts";
import type { IncomingAction, IncomingForm, IncomingMessage, Place } from "../../../src/chat/ports.ts";
import { createSignIn } from "../../../src/people/sign-in.ts";
import { quietInbox } from "../../support/quiet-chat.ts";
import { follow, got, posted } from "./visitor.ts";
import { emptyStore, keeping, startWorld } from "./world.ts";

const ROOM: Place = "console:room:releases";
const SECRET_ROOM: Place = "console:room:operations";
const card = (title: string): Card => ({
  title,
  tone: "draft",
  label: "Planning",
  blocks: [],
  buttons: [],
  summary: title,
});
const has =
  (text: string) =>
  ({ data }: { readonly data: string }) =>
    data.includes(text);
const problemOf = async (response: Response) => ({
  type: response.headers.get("content-type"),
  status: response.status,
  code: (await response.json()).code,
});

describe("a link to a plan", () => {
  test("shows it in the direct messages of who opens it, once however often that is within a minute", async () => {
    const heard: IncomingMessage[] = [];
    await using world = await startWorld({ inbox: quietInbox({ message: keeping(heard, []) }) });
    for (let time = 0; time < 2; time++) {
      const { status, headers } = await got(world, "/plan/52", { "x-console-as": "bo" });
      expect([status, headers.get("location")]).toEqual([302, expect.stringContaining("console%3Adirect%3Abo")]);
    }
    expect(new Set(heard.map(({ key, text, place }) => `${key} ${text} ${place}`)).size).toBe(1);
    expect(heard[0]).toMatchObject({ text: "/plan show 52", place: "console:direct:bo", account: { id: "bo" } });
  });

  test.each(["/plan/0", "/plan/-1", "/plan/x", "/plan/9999999999999999999"])("%s shows nothing", async (path) => {
    const heard: IncomingMessage[] = [];
    await using world = await startWorld({ inbox: quietInbox({ message: keeping(heard, []) }) });
    expect([(await got(world, path)).status, heard]).toEqual([400, []]);
  });
});

describe("a message", () => {
  test("that arrives twice with one key is there once, and the inbox has the same key both times", async () => {
    const heard: IncomingMessage[] = [];
    await using world = await startWorld({
      inbox: quietInbox({
        message: keeping(heard, [{ kind: "text", text: "Taken.", tone: "good" }]),
      }),
    });
    const body = { key: randomUUID(), place: ROOM, text: "/plan\nname: Release", files: [] };
    const [first, second] = [
      await (await posted(world, "/console/message", body)).json(),
      await (await posted(world, "/console/message", body)).json(),
    ];
    expect(second).toEqual(first);
    expect(await world.needs.messages.list({ place: ROOM, viewer: "ada", limit: 10 })).toHaveLength(2);
    expect(heard.map(({ key, text }) => [key, text])).toEqual(
      new Array(2).fill([`console:ada:${body.key}`, body.text]),
    );
  });

  test("of somebody who is not known is nobody else's", async () => {
    await using world = await startWorld();
    const body = { key: randomUUID(), place: ROOM, text: "hello", files: [] };
    expect((await posted(world, "/console/message", body, { "x-console-as": "zoe" })).status).toBe(401);
    expect(await world.needs.messages.list({ place: ROOM, viewer: "ada", limit: 10 })).toEqual([]);
  });

  test("of another person with the same key is another message", async () => {
    await using world = await startWorld();
    const body = { key: "same-key-1", place: ROOM, text: "hello", files: [] };
    await posted(world, "/console/message", body);
    await posted(world, "/console/message", body, { "x-console-as": "bo" });
    expect(await world.needs.messages.list({ place: ROOM, viewer: "ada", limit: 10 })).toHaveLength(2);
  });

  test("in a room reaches the bot when it is a command, a mention or a file, and always in a direct message", async () => {
    const heard: IncomingMessage[] = [];
    await using world = await startWorld({ inbox: quietInbox({ message: keeping(heard, []) }) });
    const say = (text: string, place: string = ROOM, files: readonly unknown[] = []) =>
      posted(world, "/console/message", { key: randomUUID(), place, text, files });
    await say("Staging looks good");
    await say("@gonogo show 52");
    await say("／发布 新建");
    await say("", ROOM, [{ name: "plan.yaml", text: "name: x" }]);
    await say("hello", "console:direct:ada");
    expect(heard.map(({ text }) => text)).toEqual(["show 52", "／发布 新建", "", "hello"]);
  });

  test("of 1 MB reaches the inbox whole, and is shown to nobody else", async () => {
    const heard: IncomingMessage[] = [];
    await using world = await startWorld({
      inbox: quietInbox({
        message: keeping(heard, [{ kind: "text", text: "Too long.", tone: "bad" }]),
      }),
    });
    const response = await posted(world, "/console/message", {
      key: randomUUID(),
      place: ROOM,
      text: `/plan ${"x".repeat(1_048_576)}`,
      files: [],
    });
    expect([response.status, heard[0]?.text.length]).toEqual([200, 1_048_582]);
    expect(await world.needs.messages.list({ place: ROOM, viewer: "bo", limit: 10 })).toEqual([]);
    expect((await response.text()).length).toBeLessThan(40_000);
  });

  test("beyond the limit is refused as a problem document before it is read", async () => {
    await using world = await startWorld();
    const response = await posted(world, "/console/message", {
      key: randomUUID(),
      place: ROOM,
      text: "x".repeat(3_000_000),
      files: [],
    });
    expect(await problemOf(response)).toEqual({ type: "application/problem+json", status: 413, code: "too-large" });
  });

  test.each(["action", "reform", "seen", "lang"])("has no room for a file in %s", async (path) => {
    await using world = await startWorld();
    const response = await posted(world, `/console/${path}`, { key: "x".repeat(2_000_000) });
    expect(await problemOf(response)).toMatchObject({ status: 413, code: "too-large" });
  });

  test.each([
    ["that is no JSON", "{", "application/json"],
    ["of another type", "key=1", "application/x-www-form-urlencoded"],
    ["without a key", JSON.stringify({ place: ROOM, text: "x", files: [] }), "application/json"],
    [
      "with a stranger field",
      JSON.stringify({ key: "12345678", place: ROOM, text: "x", files: [], admin: true }),
      "application/json",
    ],
  ])("%s is refused", async (_name, body, type) => {
    await using world = await startWorld();
    const response = await fetch(`${world.url}/console/message`, {
      method: "POST",
      headers: { origin: world.url, "content-type": type },
      body,
    });
    expect(await problemOf(response)).toMatchObject({ status: 400, code: "bad-request" });
  });
});

describe("a reply", () => {
  test("is seen by the one who asked, and by nobody else", async () => {
    await using world = await startWorld({
      inbox: quietInbox({ message: async () => [{ kind: "text", text: "No such plan.", tone: "bad" }] }),
    });
    await posted(world, "/console/message", { key: randomUUID(), place: ROOM, text: "/plan show 99", files: [] });
    const seenBy = async (person: string) =>
      (await got(world, `/?as=${person}&place=${ROOM}`, { "x-console-as": person })).text();
    expect(await seenBy("ada")).toContain("No such plan.");
    expect(await seenBy("ada")).toContain("Only you can see this");
    expect(await seenBy("bo")).not.toContain("No such plan.");
  });

  test("does not reach another person's stream, which carries what comes after it", async () => {
    await using world = await startWorld();
    await using bo = await follow(world, "bo", ROOM);
    await world.adapter.tell("ada", ROOM, "For Ada alone", "t1");
    await world.adapter.post(ROOM, card("For all"), "c1");
    await bo.next(has("For all"));
    expect(bo.taken.some(has("For Ada alone"))).toBe(false);
  });
});

describe("a button", () => {
  test("sends its action with the person, the place and a key", async () => {
    const heard: IncomingAction[] = [];
    await using world = await startWorld({ inbox: quietInbox({ action: keeping(heard, []) }) });
    await posted(
      world,
      "/console/action",
      { key: "press-0001", place: ROOM, action: { do: "approve", plan: 52, seen: "d1" } },
      { "x-console-as": "bo" },
    );
    expect(heard).toMatchObject([
      {
        key: "console:bo:press-0001",
        place: ROOM,
        account: { id: "bo", platform: "console" },
        action: { do: "approve", plan: 52, seen: "d1" },
      },
    ]);
  });

  test("with an action that gonogo does not know is refused", async () => {
    await using world = await startWorld();
    const response = await posted(world, "/console/action", {
      key: "press-0001",
      place: ROOM,
      action: { do: "approve", plan: "52; drop" },
    });
    expect(await problemOf(response)).toMatchObject({ status: 400, code: "bad-request" });
  });
});

describe("a form", () => {
  test("that is wrong answers with what is wrong at which field", async () => {
    const heard: IncomingForm[] = [];
    await using world = await startWorld({
      inbox: quietInbox({
        form: keeping(heard, { kind: "wrong", fields: { reason: "Say why." } }),
      }),
    });
    const values = { reason: "", people: ["bo"], tell: true };
    const response = await posted(world, "/console/form", {
      key: "form-00001",
      place: ROOM,
      action: { do: "form", form: "reject", plan: 52 },
      values,
    });
    expect(await response.json()).toEqual({ taken: false, problem: null, fields: { reason: "Say why." } });
    expect(heard[0]?.values).toEqual(values);
  });
});

describe("a room", () => {
  test("is not there for somebody who is not in it, whatever they ask", async () => {
    await using world = await startWorld();
    const ref = await world.adapter.post(SECRET_ROOM, card("Secret"), "c1");
    const answers = await Promise.all([
      got(world, `/console/history?place=${SECRET_ROOM}&before=99`),
      got(world, `/console/events?place=${SECRET_ROOM}`),
      got(world, `/console/thread?message=${ref}`),
      posted(world, "/console/message", { key: randomUUID(), place: SECRET_ROOM, text: "x", files: [] }),
      posted(world, "/console/action", { key: randomUUID(), place: SECRET_ROOM, action: { do: "start", plan: 1 } }),
    ]);
    expect(await Promise.all(answers.map(async (answer) => (await problemOf(answer)).code))).toEqual(
      new Array(5).fill("not-here"),
    );
    expect((await got(world, `/console/thread?message=${ref}`, { "x-console-as": "eve" })).status).toBe(200);
  });

  test("and a direct message of somebody else are not shown either", async () => {
    await using world = await startWorld();
    expect((await got(world, "/console/history?place=console:direct:bo&before=9")).status).toBe(404);
    expect((await got(world, "/?as=ada&place=console:direct:bo")).headers.get("location")).toContain("releases");
  });
});

describe("a card", () => {
  test("is posted once per key and edited in place", async () => {
    await using world = await startWorld();
    const refs = [await world.adapter.post(ROOM, card("One"), "k1"), await world.adapter.post(ROOM, card("One"), "k1")];
    expect(refs[0]).toBe(refs[1]);
    await world.adapter.edit(refs[0] ?? "", card("Two"));
    const [message, ...others] = await world.needs.messages.list({ place: ROOM, viewer: "bo", limit: 10 });
    expect([message?.body, others]).toMatchObject([{ card: { title: "Two" } }, []]);
  });

  test("that is not there can never be edited", async () => {
    await using world = await startWorld();
    await expect(world.adapter.edit("999", card("x"))).rejects.toMatchObject({ code: "gone" });
    await expect(world.adapter.note("nonsense", "x", "n1")).rejects.toMatchObject({ code: "gone" });
  });

  test("shows how many entries its thread has, and opens them in order", async () => {
    await using world = await startWorld();
    const ref = await world.adapter.post(ROOM, card("One"), "k1");
    for (const note of ["first", "second", "second"]) await world.adapter.note(ref, `the ${note}`, note);
    expect(await (await got(world, `/?as=bo&place=${ROOM}`)).text()).toContain("2 entries");
    const { html } = await (await got(world, `/console/thread?message=${ref}`)).json();
    expect(html.indexOf("the first")).toBeLessThan(html.indexOf("the second"));
  });
});

describe("the stream", () => {
  test("brings new cards, edits and notes as they happen", async () => {
    await using world = await startWorld();
    await using bo = await follow(world, "bo", ROOM);
    const ref = await world.adapter.post(ROOM, card("Fresh"), "c1");
    expect(JSON.parse((await bo.next(has("Fresh"))).data)).toMatchObject({ id: Number(ref), thread: null });
    await world.adapter.edit(ref, card("Changed"));
    await bo.next(has("Changed"));
    await world.adapter.note(ref, "it happened", "n1");
    await bo.next(has("1 entry"));
    expect(JSON.parse((await bo.next(has("it happened"))).data).thread).toBe(Number(ref));
  });

  test("goes on after a restart where it stopped, and leaves nothing out", async () => {
    await using store = await emptyStore();
    const before = await startWorld({ store });
    const ada = await follow(before, "ada", ROOM);
    await before.adapter.post(ROOM, card("Seen"), "c1");
    const { id } = await ada.next(has("Seen"));
    await before.stop();
    await ada.ended;
    await using after = await startWorld({ store });
    await after.adapter.post(ROOM, card("Missed meanwhile"), "c2");
    await using again = await follow(after, "ada", ROOM, id);
    await again.next(has("Missed meanwhile"));
    await after.adapter.post(ROOM, card("And on"), "c3");
    await again.next(has("And on"));
  });

  test("says what is unread elsewhere, and that it is read", async () => {
    await using world = await startWorld();
    await using bo = await follow(world, "bo", ROOM);
    await world.adapter.post("console:direct:bo", card("For Bo"), "c1");
    expect(JSON.parse((await bo.next(has("direct:bo"))).data).unread).toEqual({ "console:direct:bo": 1 });
    const marks = await posted(
      world,
      "/console/seen",
      { place: "console:direct:bo", message: 1 },
      { "x-console-as": "bo" },
    );
    expect((await marks.json()).unread).toEqual({});
  });

  test("tells a browser that missed too much to read the page again", async () => {
    await using world = await startWorld();
    for (let count = 0; count < 210; count += 1) {
      await world.needs.messages.insert({
        key: `k${count}`,
        place: ROOM,
        author: "bo",
        body: { kind: "said", text: "x", files: [] },
        at: count,
      });
    }
    await using ada = await follow(world, "ada", ROOM, "0");
    await ada.next(({ event }) => event === "reset");
  });
});

describe("a request", () => {
  test.each([
    ["from another site", { origin: "https://evil.example" }],
    ["from another port of this host", { origin: "http://127.0.0.1:1" }],
    ["from nowhere", { origin: "null" }],
    ["that the browser says is another site's", { "sec-fetch-site": "cross-site" }],
  ])("%s changes nothing", async (_name, headers) => {
    await using world = await startWorld();
    const response = await posted(
      world,
      "/console/message",
      { key: randomUUID(), place: ROOM, text: "x", files: [] },
      headers,
    );
    expect(await problemOf(response)).toEqual({ type: "application/problem+json", status: 403, code: "other-origin" });
    expect(await world.needs.messages.list({ place: ROOM, viewer: "ada", limit: 1 })).toEqual([]);
  });

  test("without any sign of where it comes from changes nothing", async () => {
    await using world = await startWorld();
    const response = await fetch(`${world.url}/console/lang`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"lang":"zh"}',
    });
    expect(response.status).toBe(403);
  });

  test("for a name that only leads here is refused, so that no foreign page can read the console", async () => {
    await using world = await startWorld();
    const { routes } = await consoleOf(world);
    const response = await routes.request("http://evil.example/", { headers: { host: "evil.example" } });
    expect(await problemOf(response)).toMatchObject({ status: 421, code: "wrong-host" });
  });

  test("gets headers that let nothing in and keep what is private", async () => {
    await using world = await startWorld();
    const { headers } = await got(world, `/?as=ada&place=${ROOM}`);
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/u);
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
  });

  test("for a file outside the page's folder finds nothing", async () => {
    await using world = await startWorld();
    for (const name of ["..%2fconsole.ts", "nothing.js", "%2e%2e/needs.ts"])
      expect((await got(world, `/console/page/${name}`)).status).toBe(404);
  });
});

describe("signing in", () => {
  const closed = (now: () => number = Date.now) =>
    startWorld({ doors: (store) => ({ mode: "sign-in", signIn: createSignIn({ store, now }) }) });

  test("is asked of everybody, whoever they say they are", async () => {
    await using world = await closed();
    const page = await got(world, "/?as=ada");
    expect([page.status, (await page.text()).includes("gonogo login")]).toEqual([401, true]);
    expect(await problemOf(await got(world, `/console/events?place=${ROOM}&as=ada`))).toMatchObject({
      status: 401,
      code: "signed-out",
    });
  });

  test.each(["message", "form"])("is asked before a %s is read, however large", async (path) => {
    await using world = await closed();
    const response = await posted(world, `/console/${path}`, { text: "x".repeat(4_000_000) });
    expect(await problemOf(response)).toMatchObject({ status: 401, code: "signed-out" });
  });

  test("works by a link that looking at does not burn, once, until signing out", async () => {
    await using world = await closed();
    const { secret } = await createSignIn({ store: world.store, now: Date.now }).createLoginLink("ada");
    for (let look = 0; look < 2; look += 1) expect((await got(world, signInPath(secret))).status).toBe(200);
    const confirm = (origin = world.url) =>
      fetch(`${world.url}/console/sign-in`, {
        method: "POST",
        redirect: "manual",
        headers: { origin },
        body: new URLSearchParams({ token: secret }),
      });
    expect((await confirm("https://evil.example")).status).toBe(403);
    const done = await confirm();
    const cookie = done.headers.get("set-cookie") ?? "";
    expect([done.status, cookie]).toEqual([
      303,
      expect.stringMatching(/^gonogo_session=[\w-]{43}; .*HttpOnly; SameSite=Lax/u),
    ]);
    expect((await confirm()).status).toBe(410);
    const headers = { cookie: cookie.split(";", 1)[0] ?? "", "x-console-as": "eve" };
    const page = await (await got(world, `/?place=${ROOM}`, headers)).text();
    expect(page).toContain("You are Ada");
    expect(page).not.toContain("data-persona");
    await fetch(`${world.url}/console/sign-out`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: world.url, cookie: headers.cookie },
    });
    expect((await got(world, `/?place=${ROOM}`, headers)).status).toBe(401);
  });
});

async function consoleOf(world: {
  readonly needs: Parameters<typeof import("../../../adapters/console/console.ts").createConsole>[0];
}) {
  const { createConsole } = await import("../../../adapters/console/console.ts");
  return createConsole({ ...world.needs, onChange: () => () => undefined });
}
