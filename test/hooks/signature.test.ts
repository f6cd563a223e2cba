import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { Signed } from "../../src/hooks/signature.ts";
import { isSecret, signatureHeaders, verifySignature } from "../../src/hooks/signature.ts";

const NOW = 1_756_893_023_456;
const KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const PLAIN = "a shared secret, 共享";
const BODY = '{"name":"发布 2.4"}';

/** What the package says of headers made at the machine's time, by which alone it verifies. */
function verifiedByPackage(secret: string, headers: Readonly<Record<string, string>>, body: string): boolean {
  const key = secret.startsWith("whsec_") ? secret : Buffer.from(secret).toString("base64");
  try {
    new Webhook(key).verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

function signedBy(secrets: readonly string[], change: Partial<Signed> = {}): Signed {
  const headers = signatureHeaders({ id: "msg_1", at: NOW, body: BODY, secrets });
  return {
    id: headers["webhook-id"],
    timestamp: headers["webhook-timestamp"],
    signature: headers["webhook-signature"],
    body: BODY,
    secrets,
    now: NOW,
    ...change,
  };
}

describe("a signature", () => {
  it.each([KEY, PLAIN])("made with %s is verified by the package of Standard Webhooks", (secret) => {
    const headers = signatureHeaders({ id: "msg_1", at: Date.now(), body: BODY, secrets: [secret] });
    expect(verifiedByPackage(secret, headers, BODY)).toBe(true);
    expect(verifiedByPackage(secret, headers, `${BODY} `)).toBe(false);
    expect(verifiedByPackage(`${secret}BBBB`, headers, BODY)).toBe(false);
  });

  it("made with any secret for any body is verified by the package", () => {
    const secrets = fc.oneof(
      fc.uint8Array({ minLength: 24, maxLength: 64 }).map((key) => `whsec_${Buffer.from(key).toString("base64")}`),
      fc.string({ unit: "grapheme", minLength: 1 }).filter(isSecret),
    );
    fc.assert(
      fc.property(secrets, fc.string({ unit: "grapheme" }), fc.uuid(), (secret, body, id) =>
        verifiedByPackage(secret, signatureHeaders({ id, at: Date.now(), body, secrets: [secret] }), body),
      ),
    );
  });

  it("is the one of the specification's reference for this message", () => {
    const at = 1_614_265_330_000;
    const body = '{"test": 2432232314}';
    const headers = signatureHeaders({ id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, secrets: [KEY] });
    expect(headers).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  it("holds one signature for each secret, and each is enough", () => {
    const headers = signatureHeaders({ id: "msg_1", at: Date.now(), body: BODY, secrets: [PLAIN, KEY] });
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    expect([PLAIN, KEY].map((secret) => verifiedByPackage(secret, headers, BODY))).toEqual([true, true]);
  });

  it("is left out where there is no secret", () => {
    expect(signatureHeaders({ id: "msg_1", at: NOW, body: BODY, secrets: [] })).toEqual({
      "webhook-id": "msg_1",
      "webhook-timestamp": "1756893023",
    });
  });

  it.each(["a.b", "", "a b", "a\n"])("is not made for the id %j", (id) => {
    expect(() => signatureHeaders({ id, at: NOW, body: BODY, secrets: [KEY] })).toThrow(RangeError);
  });

  it.each(["", "whsec_", "whsec_!!!", "whsec_A", "line\nbreak"])("is not made with the secret %j", (secret) => {
    expect(isSecret(secret)).toBe(false);
    expect(() => signatureHeaders({ id: "msg_1", at: NOW, body: BODY, secrets: [secret] })).toThrow(RangeError);
  });
});

describe("verifying", () => {
  it("takes what was signed, with any of the secrets, in text or bytes", () => {
    expect(verifySignature(signedBy([KEY]))).toBe("ok");
    expect(verifySignature(signedBy([PLAIN], { body: Buffer.from(BODY) }))).toBe("ok");
    expect(verifySignature(signedBy([KEY, PLAIN], { secrets: [PLAIN] }))).toBe("ok");
    expect(verifySignature(signedBy([KEY], { secrets: ["", "whsec_!", PLAIN, KEY] }))).toBe("ok");
  });

  it("takes what the package signs", () => {
    const signature = new Webhook(KEY).sign("msg_1", new Date(NOW), BODY);
    expect(verifySignature(signedBy([KEY], { signature: `v1a,AAAA ${signature} v2,x` }))).toBe("ok");
  });

  it.each<[string, Partial<Signed>]>([
    ["no id", { id: undefined }],
    ["an empty id", { id: "" }],
    ["no timestamp", { timestamp: undefined }],
    ["no signature", { signature: undefined }],
  ])("misses %s", (_, change) => expect(verifySignature(signedBy([KEY], change))).toBe("missing"));

  it.each<[string, Partial<Signed>]>([
    ["another id", { id: "msg_2" }],
    ["an id with the timestamp's dot", { id: "msg_1.1" }],
    ["another timestamp", { timestamp: "1756893024" }],
    ["a timestamp that is none", { timestamp: "soon" }],
    ["a timestamp before all time", { timestamp: "-1" }],
    ["another body", { body: `${BODY}\n` }],
    ["another secret", { secrets: [PLAIN] }],
    ["no secret", { secrets: [] }],
    ["unusable secrets", { secrets: ["", "whsec_", "whsec_!"] }],
    ["a signature of another version", { signature: signedBy([KEY]).signature?.replace("v1,", "v2,") }],
    ["a signature cut short", { signature: signedBy([KEY]).signature?.slice(0, -1) }],
    ["a version alone", { signature: "v1," }],
  ])("refuses %s", (_, change) => expect(verifySignature(signedBy([KEY], change))).toBe("wrong"));

  it("tells clocks that are apart by more than the tolerance", () => {
    const at = (seconds: number, tolerance?: number) =>
      verifySignature(signedBy([KEY], { now: NOW + seconds * 1000, tolerance }));
    expect([at(300), at(301), at(-300), at(-301)]).toEqual(["ok", "too-old", "ok", "too-new"]);
    expect([at(10, 10_000), at(11, 10_000), at(-11, 10_000)]).toEqual(["ok", "too-old", "too-new"]);
  });

  it("counts the bytes of a body that is no text", () => {
    const body = Uint8Array.of(0xff, 0xfe, 0x00);
    const headers = signatureHeaders({ id: "msg_1", at: NOW, body, secrets: [KEY] });
    const signed = signedBy([KEY], { signature: headers["webhook-signature"], body });
    expect(verifySignature(signed)).toBe("ok");
    // As text, both are the same two replacement characters.
    expect(verifySignature({ ...signed, body: Uint8Array.of(0xfe, 0xff, 0x00) })).toBe("wrong");
  });

  it("never throws, and never takes garbage", () => {
    const text = fc.option(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("v1,", "v1", ",", " ", "1756893023")),
      {
        nil: undefined,
      },
    );
    const garbage = fc.record({
      id: text,
      timestamp: text,
      signature: text,
      body: fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array()),
      secrets: fc.array(fc.string({ unit: "binary" })),
      now: fc.oneof(fc.constant(NOW), fc.double()),
    });
    fc.assert(
      fc.property(garbage, (signed) => verifySignature(signed) !== "ok"),
      { numRuns: 5_000 },
    );
  });

  it("refuses every signature with one character changed", () => {
    const { signature = "", ...signed } = signedBy([KEY]);
    for (let at = 0; at < signature.length; at++) {
      const other = signature[at] === "A" ? "B" : "A";
      const changed = `${signature.slice(0, at)}${other}${signature.slice(at + 1)}`;
      expect(verifySignature({ ...signed, signature: changed })).toBe("wrong");
    }
  });
});
