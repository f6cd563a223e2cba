import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createGithubEngine } from "../../../adapters/github/engine.ts";
import { githubSectionSchema } from "../../../adapters/github/settings.ts";
import type { Heard } from "../../../src/flow/engine.ts";

const SECRET = "It's a Secret to Everybody";
const REPO = { id: 15, full_name: "Shop/Web", private: true };
const RUN = { action: "completed", workflow_run: { id: 47, run_attempt: 1, status: "completed" }, repository: REPO };
const JOB = { action: "in_progress", workflow_job: { id: 9, run_id: 47, run_attempt: 3 }, repository: REPO };

const sign = (body: string, secret = SECRET) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

async function hear(
  body: unknown,
  headers?: Readonly<Record<string, string>>,
  webhookSecret: string | undefined = SECRET,
): Promise<Heard | undefined> {
  const section = githubSectionSchema.parse({ workflows: ["shop/web"] });
  const url = "https://api.github.com";
  const secret = webhookSecret || undefined;
  const engine = createGithubEngine({ url, token: "t", section, now: () => 0, webhookSecret: secret });
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const given = headers ?? { "x-hub-signature-256": sign(text), "content-type": "application/json" };
  return await engine.hear?.({ headers: given, body: new TextEncoder().encode(text) });
}

describe("A webhook of GitHub", () => {
  it("names the run, and the attempt of it", async () => {
    expect(await hear(RUN)).toEqual({ heard: "runs", refs: ["shop/web/runs/47"] });
    expect(await hear(JOB)).toEqual({ heard: "runs", refs: ["shop/web/runs/47/3"] });
  });

  it("may come as a form", async () => {
    const form = new URLSearchParams({ payload: JSON.stringify(RUN) }).toString();
    const headers = { "x-hub-signature-256": sign(form), "content-type": "application/x-www-form-urlencoded" };
    expect(await hear(form, headers)).toEqual({ heard: "runs", refs: ["shop/web/runs/47"] });
  });

  it.each([
    "not JSON",
    "null",
    { zen: "Design for failure.", hook_id: 1, repository: REPO },
    { ...RUN, repository: { full_name: "../.." } },
    { ...RUN, repository: { full_name: "a/b/c" } },
    { ...RUN, workflow_run: { id: "47" } },
    { ...JOB, workflow_job: { id: 9 } },
  ])("that says %j is none of gonogo's", async (body) => {
    expect(await hear(body)).toEqual({ heard: "nothing" });
  });

  it("is signed as GitHub's own example has it", async () => {
    const signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    expect(await hear("Hello, World!", { "x-hub-signature-256": signature })).toEqual({ heard: "nothing" });
  });

  it.each([
    ["no signature", {}],
    ["the older signature alone", { "x-hub-signature": "sha1=b2bdc2c1d6a8b0ae3f7a3b8bb2f4e7c3a1c9d5e4" }],
    ["another secret's signature", { "x-hub-signature-256": sign(JSON.stringify(RUN), "another") }],
    ["another body's signature", { "x-hub-signature-256": sign(`${JSON.stringify(RUN)} `) }],
    ["an empty signature", { "x-hub-signature-256": "" }],
  ])("with %s is refused", async (_, headers) => {
    expect(await hear(RUN, headers)).toMatchObject({ heard: "refused" });
  });

  it("is refused when no secret is configured", async () => {
    expect(await hear(RUN, undefined, "")).toMatchObject({ heard: "refused" });
  });
});
