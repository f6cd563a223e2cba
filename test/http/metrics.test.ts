import { expect, it } from "vitest";
import type { Asking } from "./api-world.ts";
import { apiWorld } from "./api-world.ts";

const here = { from: "127.0.0.1", headers: { host: "127.0.0.1:4664" } } as const;

it("the metrics count what is to be sent and the plans", async () => {
  const world = await apiWorld();
  await world.ask("/api/v1/plans", { as: "ci", json: { name: "R", manager: "ada", items: [{ name: "x" }] } });
  world.now += 2_500;
  const response = await world.ask("/metrics", here);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  const rows = Number(/^gonogo_outbox_rows\{state="due"\} (\d+)$/m.exec(text)?.[1]);
  expect(rows).toBeGreaterThan(0);
  expect(text).toContain('gonogo_plans{status="planning"} 1\n');
  expect(text).toContain('gonogo_plans{status="success"} 0\n');
  expect(text).toContain("gonogo_outbox_oldest_seconds 2.5\n");
  expect(text).toContain('gonogo_outbox_rows{state="dead"} 0\n');
  expect(text).toMatch(/^gonogo_build_info\{version="1\.2\.3",node="[\d.]+"\} 1$/m);
  for (const line of text.trimEnd().split("\n")) {
    expect(line).toMatch(
      /^(?:# (?:HELP|TYPE) gonogo_\w+ .+|gonogo_\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})? [\d.e+-]+)$/,
    );
  }
});

const askers: readonly (readonly [number, string, Asking])[] = [
  [200, "this machine", here],
  [200, "this machine by IPv6", { from: "::1", headers: { host: "[::1]:4664" } }],
  [200, "a token that may read", { as: "reader", from: "10.0.0.9" }],
  [401, "a token that may only write", { as: "writer", from: "10.0.0.9" }],
  [401, "another machine", { from: "10.0.0.9", headers: { host: "127.0.0.1:4664" } }],
  [401, "a proxy on this machine", { from: "127.0.0.1", headers: { host: "127.0.0.1", "x-forwarded-for": "9.9.9.9" } }],
  [401, "a page that another name led here", { from: "127.0.0.1", headers: { host: "evil.example" } }],
  [401, "an unknown connection", { headers: { host: "127.0.0.1" } }],
];
it.each(askers)("the metrics answer %i to %s", async (status, _who, init) => {
  const world = await apiWorld();
  expect((await world.ask("/metrics", init)).status).toBe(status);
});

it("an unreachable mail server leaves gonogo ready for everybody in chat, and says so", async () => {
  const world = await apiWorld();
  const ready = async () => {
    const answer = await world.ask("/readyz");
    return { code: answer.status, body: await answer.json() };
  };
  expect(await ready()).toEqual({ code: 200, body: { status: "ready", parts: { store: true, email: true } } });
  world.mail = false;
  expect(await ready()).toEqual({ code: 200, body: { status: "degraded", parts: { store: true, email: false } } });
  expect(await (await world.ask("/metrics", here)).text()).toContain('gonogo_part_up{part="email"} 0\n');
});
