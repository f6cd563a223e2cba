import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createWebhook } from "../../../adapters/feishu/webhook/routes.ts";
import type { WebhookKeys } from "../../../adapters/feishu/webhook/verify.ts";
import { encrypt, signed } from "../../emulators/feishu/webhook.ts";

const KEYS = { appId: "cli_0123456789abcdef", encryptKey: "test key", verificationToken: "v-token" };
const NOW = Date.parse("2026-11-24T12:00:00Z");
const SECONDS = NOW / 1_000;

function envelope(change: Readonly<Record<string, unknown>> = {}): string {
  const header = {
    event_id: "ev1",
    event_type: "im.message.receive_v1",
    app_id: KEYS.appId,
    token: KEYS.verificationToken,
    create_time: String(NOW),
    tenant_key: "t",
    ...change,
  };
  return JSON.stringify({ schema: "2.0", header, event: { text: "发布" } });
}

function webhook(keys: WebhookKeys = KEYS) {
  const taken: unknown[] = [];
  const told: string[] = [];
  let fails = false;
  const routes = createWebhook({
    keys,
    now: () => NOW,
    log: { info: () => undefined, warn: (message) => void told.push(message) },
    take: async (json) => {
      if (fails) throw new Error("the disk is full");
      taken.push(json);
      return {};
    },
  });
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) =>
    Promise.resolve(routes.request("/events", { method: "POST", body, headers }));
  const send = (plain: string, at = SECONDS, key = KEYS.encryptKey) => {
    const body = encrypt(plain, key);
    return post(body, signed(body, key, at));
  };
  const fail = (failing: boolean): void => {
    fails = failing;
  };
  return { taken, told, post, send, fail };
}

test("an event that is encrypted, signed, fresh and ours is taken", async () => {
  const { taken, send } = webhook();
  const response = await send(envelope());
  expect([response.status, await response.json()]).toEqual([200, {}]);
  expect(taken).toEqual([JSON.parse(envelope())]);
});

test("the known vector of the encryption is read", async () => {
  const { decrypt } = await import("../../../adapters/feishu/webhook/decrypt.ts");
  expect(decrypt("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=", "test key")).toBe("hello world");
});

test("the address is confirmed when it is saved, to who knows the key", async () => {
  const { send, post } = webhook();
  const challenge = (token: string) => JSON.stringify({ type: "url_verification", challenge: "c-1", token });
  const body = encrypt(challenge(KEYS.verificationToken), KEYS.encryptKey);
  expect(await (await post(body)).json()).toEqual({ challenge: "c-1" });
  expect((await send(challenge("another"))).status).toBe(401);
  expect((await post(challenge(KEYS.verificationToken))).status).toBe(401);
});

test.each([
  ["too old", SECONDS - 301],
  ["from the future", SECONDS + 301],
])("a request that is %s is refused, however well it is signed", async (_what, at) => {
  const { taken, send } = webhook();
  expect((await send(envelope(), at)).status).toBe(401);
  expect(taken).toEqual([]);
});

test("the same request is taken once, and again where it could not be taken", async () => {
  const { taken, post, fail } = webhook();
  const body = encrypt(envelope(), KEYS.encryptKey);
  const headers = signed(body, KEYS.encryptKey, SECONDS);
  fail(true);
  expect((await post(body, headers)).status).toBe(500);
  fail(false);
  for (let times = 0; times < 3; times++) expect((await post(body, headers)).status).toBe(200);
  expect(taken).toHaveLength(1);
});

test.each([
  ["another app", { app_id: "cli_ffffffffffffffff" }],
  ["another token", { token: "w-token" }],
  ["no token", { token: "" }],
])("an event of %s is refused", async (_what, change) => {
  const { taken, send } = webhook();
  expect((await send(envelope(change))).status).toBe(401);
  expect(taken).toEqual([]);
});

test("the signature is of the bytes that came, whatever their spaces", async () => {
  const { taken, post } = webhook();
  const body = ` ${encrypt(envelope(), KEYS.encryptKey)}\n`;
  expect((await post(body, signed(body, KEYS.encryptKey, SECONDS))).status).toBe(200);
  expect(taken).toHaveLength(1);
});

test("without an Encrypt Key the token must be right and the event not old", async () => {
  const { taken, post } = webhook({ appId: KEYS.appId, verificationToken: KEYS.verificationToken });
  expect((await post(envelope())).status).toBe(200);
  expect((await post(envelope({ token: "wrong" }))).status).toBe(401);
  expect((await post(envelope({ create_time: String(NOW - 9 * 3_600_000) }))).status).toBe(401);
  expect((await post(envelope({ create_time: "" }))).status).toBe(401);
  expect(taken).toHaveLength(1);
});

test("a body beyond all measure is not read", async () => {
  const { post, taken } = webhook();
  expect((await post("x".repeat(1_100_000))).status).toBe(413);
  expect(taken).toEqual([]);
});

/** Bodies that crash others, and what is nearly right. */
const HOSTILE = [
  '{"encrypt":"AAAA"}',
  '{"encrypt":123}',
  '{"encrypt":null}',
  "{}",
  "[]",
  "null",
  '"',
  "",
  '{"type":"url_verification"}',
  '{"schema":"2.0"}',
  '{"schema":"2.0","header":null,"event":{}}',
  '{"__proto__":{"schema":"2.0"}}',
];
const body = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE).map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text)) },
  {
    weight: 2,
    arbitrary: fc.base64String({ maxLength: 120 }).map((text) => Buffer.from(JSON.stringify({ encrypt: text }))),
  },
  { weight: 1, arbitrary: fc.constant(Buffer.from(encrypt(envelope(), KEYS.encryptKey))) },
  { weight: 1, arbitrary: fc.constant(Buffer.from(encrypt(envelope({ token: "x" }), "another key"))) },
  { weight: 1, arbitrary: fc.constant(Buffer.from(envelope())) },
);
const header = fc.option(fc.oneof(fc.string({ unit: "grapheme-ascii", maxLength: 20 }), fc.constant(String(SECONDS))), {
  nil: undefined,
});

test("of 100,000 requests that nobody signed none crashes and none is taken", { timeout: 120_000 }, async () => {
  const { taken, post } = webhook();
  const statuses = new Set<number>();
  const forged = createHash("sha256").update(randomBytes(8)).digest("hex");
  const requests = fc.sample(
    fc.tuple(body, header, header, fc.option(fc.constant(forged), { nil: undefined })),
    100_000,
  );
  for (const [bytes, timestamp, nonce, signature] of requests) {
    const headers = Object.fromEntries(
      [
        ["x-lark-request-timestamp", timestamp],
        ["x-lark-request-nonce", nonce],
        ["x-lark-signature", signature],
      ].flatMap(([name, value]) =>
        name !== undefined && value !== undefined && /^[\x21-\x7e]*$/u.test(value) ? [[name, value]] : [],
      ),
    );
    statuses.add((await post(new Uint8Array(bytes), headers)).status);
  }
  expect([...statuses].toSorted()).toEqual([400, 401]);
  expect(taken).toEqual([]);
});
