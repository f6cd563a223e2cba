import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { DeliveryParts } from "../../src/hooks/delivery-request.ts";
import { deliveryRequest, responseHead, verdictOf } from "../../src/hooks/delivery-request.ts";
import type { Answer } from "../../src/hooks/guarded-request.ts";
import type { RequestProblemCode } from "../../src/hooks/request-problem.ts";
import { RequestProblem } from "../../src/hooks/request-problem.ts";

const NOW = 1_756_893_023_456;

function partsWith(change: Partial<DeliveryParts> = {}): DeliveryParts {
  return {
    url: "https://ci.example/hook",
    event: "all_job_done",
    eventId: "0b9c0f0e-0000-4000-8000-000000000001",
    deliveryId: "0b9c0f0e-0000-4000-8000-000000000002",
    body: '{"object_kind":"release_plan"}',
    secrets: ["hush"],
    instance: "https://gonogo.example",
    version: "1.2.3",
    at: NOW,
    ...change,
  };
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}, body = ""): Answer {
  return { status, headers, body, latency: 1, url: "https://ci.example/hook" };
}

describe("the request of a delivery", () => {
  it("has Zadig's headers and those of Standard Webhooks", () => {
    const { headers, ...request } = deliveryRequest(partsWith());
    expect(request).toEqual({
      method: "POST",
      url: "https://ci.example/hook",
      body: '{"object_kind":"release_plan"}',
      redirects: "same-method",
    });
    expect(headers).toEqual({
      "Content-Type": "application/json",
      "User-Agent": "gonogo/1.2.3",
      "X-Zadig-Token": "hush",
      "X-Zadig-Event": "all_job_done",
      "X-Zadig-Event-UUID": "0b9c0f0e-0000-4000-8000-000000000001",
      "X-Zadig-Webhook-UUID": "0b9c0f0e-0000-4000-8000-000000000002",
      "X-Zadig-Instance": "https://gonogo.example",
      "webhook-id": "0b9c0f0e-0000-4000-8000-000000000002",
      "webhook-timestamp": "1756893023",
      "webhook-signature": expect.stringMatching(/^v1,[\w+/]{43}=$/),
    });
  });

  it("is verified by the package of Standard Webhooks", () => {
    const { headers, body } = deliveryRequest(partsWith({ at: Date.now() }));
    const webhook = new Webhook(Buffer.from("hush").toString("base64"));
    expect(webhook.verify(String(body), headers)).toEqual({ object_kind: "release_plan" });
  });

  it("changes only its time and signature from attempt to attempt", () => {
    const first = deliveryRequest(partsWith());
    const second = deliveryRequest(partsWith({ at: NOW + 60_000 }));
    const changed = Object.keys(first.headers).filter((name) => first.headers[name] !== second.headers[name]);
    expect(changed).toEqual(["webhook-timestamp", "webhook-signature"]);
  });

  it("shows the newest secret and signs with each", () => {
    const { headers } = deliveryRequest(partsWith({ secrets: ["new", "old"] }));
    expect(headers["X-Zadig-Token"]).toBe("new");
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
  });

  it("has no token, signature or instance where there is none", () => {
    const { headers } = deliveryRequest(partsWith({ secrets: [], instance: undefined }));
    expect(Object.keys(headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/token|signature|instance/i)]),
    );
    expect(headers["webhook-id"]).toBeDefined();
  });

  it("writes a Chinese secret in the bytes of UTF-8", () => {
    const { headers } = deliveryRequest(partsWith({ secrets: ["共享"] }));
    expect(Buffer.from(headers["X-Zadig-Token"] ?? "", "latin1").toString("utf8")).toBe("共享");
  });
});

describe("what came of an attempt", () => {
  it.each([200, 201, 202, 204, 299])("%i is accepted", (status) => {
    expect(verdictOf(answer(status), NOW)).toEqual({ kind: "accepted" });
  });

  it("410 wants nothing more", () => {
    expect(verdictOf(answer(410, { "retry-after": "5" }), NOW)).toEqual({ kind: "gone" });
  });

  it.each([301, 302, 304, 307, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504, 599])(
    "%i is tried again",
    (status) => {
      expect(verdictOf(answer(status), NOW)).toEqual({ kind: "retry", retryAfter: undefined });
      expect(verdictOf(answer(status, { "retry-after": "120" }), NOW)).toEqual({ kind: "retry", retryAfter: 120_000 });
      const date = new Date(Math.floor(NOW / 1000) * 1000 + 60_000).toUTCString();
      expect(verdictOf(answer(status, { "retry-after": date }), NOW)).toEqual({ kind: "retry", retryAfter: 59_544 });
    },
  );

  it.each<RequestProblemCode>([
    "forbidden-address",
    "dns",
    "connect",
    "timeout",
    "tls",
    "redirect",
    "too-large",
    "aborted",
  ])("%s is tried again", (code) => {
    const problem = new RequestProblem(code, "why", { latency: 1, url: "https://ci.example/hook" });
    expect(verdictOf(problem, NOW)).toEqual({ kind: "retry", retryAfter: undefined });
  });
});

describe("what the log keeps of an answer", () => {
  it("is its status, a few headers and the start of its body", () => {
    const headers = { "content-type": "text/html", "set-cookie": "session=hush", server: "nginx", "retry-after": "5" };
    expect(responseHead(answer(500, headers, "x".repeat(5_000)))).toEqual({
      status: 500,
      headers: { "content-type": "text/html", server: "nginx", "retry-after": "5" },
      body: "x".repeat(1_000),
    });
  });

  it("has no characters that forge what a reader sees", () => {
    const body = "a\u0000b\u001b[31mc\r\nd\te\u202Ef\u2066g\u0085h\ud800";
    const head = responseHead(answer(200, { server: "a\u009bb\u202e" }, body));
    expect(head.body).toBe("ab[31mc\nd\tefgh\ufffd");
    expect(head.headers).toEqual({ server: "ab" });
  });

  it("cuts no character in two", () => {
    const { body } = responseHead(answer(200, {}, `x${"🚀".repeat(600)}`));
    expect(body).toBe(`x${"🚀".repeat(499)}`);
  });

  it("bounds headers", () => {
    expect(responseHead(answer(200, { server: "x".repeat(5_000) })).headers.server).toHaveLength(200);
  });
});
