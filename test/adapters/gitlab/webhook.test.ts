import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { createGitlabEngine } from "../../../adapters/gitlab/engine.ts";
import { gitlabSectionSchema } from "../../../adapters/gitlab/settings.ts";
import type { Heard } from "../../../src/flow/engine.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const SECRET = "a secret token";
const SIGNING = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
const PROJECT = { id: 15, path_with_namespace: "shop/web/frontend" };
const PIPELINE = { object_kind: "pipeline", object_attributes: { id: 47, status: "success" }, project: PROJECT };
const JOB = { object_kind: "build", build_id: 1977, build_status: "running", pipeline_id: 47, project: PROJECT };

async function hear(
  body: unknown,
  headers: Readonly<Record<string, string>> = { "x-gitlab-token": SECRET },
  webhookSecret: string | undefined = SECRET,
): Promise<Heard | undefined> {
  const engine = createGitlabEngine({
    url: "https://ci.example/gitlab",
    token: "t",
    section: gitlabSectionSchema.parse({ projects: ["shop/web/frontend"] }),
    now: () => NOW,
    webhookSecret: webhookSecret || undefined,
  });
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return await engine.hear?.({ headers, body: new TextEncoder().encode(text) });
}

function signed(body: string, at: number, secret = SIGNING): Readonly<Record<string, string>> {
  const signature = new Webhook(secret).sign("f5e5f430", new Date(at), body);
  return { "webhook-id": "f5e5f430", "webhook-timestamp": String(at / 1_000), "webhook-signature": signature };
}

describe("A webhook of GitLab", () => {
  it.each([
    ["Pipeline Hook", PIPELINE],
    ["Job Hook", JOB],
    [
      "Job Hook of an older GitLab",
      { ...JOB, project: undefined, repository: { homepage: "https://ci.example/gitlab/shop/web/frontend" } },
    ],
  ])("of the kind %s names the pipeline, in whatever round it is", async (_, body) => {
    const heard = await hear(body);
    const refs = heard?.heard === "runs" ? heard.refs : [];
    expect(refs.slice(0, 3)).toEqual([
      "shop/web/frontend/-/47",
      "shop/web/frontend/-/47/2",
      "shop/web/frontend/-/47/3",
    ]);
  });

  it("of a pipeline that another one started names that one as well", async () => {
    const source = { pipeline_id: 30, project: { path_with_namespace: "shop/release" } };
    const heard = await hear({ ...PIPELINE, source_pipeline: source });
    expect(heard?.heard === "runs" && heard.refs).toContain("shop/release/-/30");
  });

  it.each([
    "not JSON",
    "null",
    { object_kind: "push" },
    { ...PIPELINE, project: { path_with_namespace: "../.." } },
    { ...PIPELINE, object_attributes: { id: "47" } },
    { ...JOB, project: undefined },
  ])("that says %j is none of gonogo's", async (body) => {
    expect(await hear(body)).toEqual({ heard: "nothing" });
  });

  it.each([
    ["no token", {}],
    ["another token", { "x-gitlab-token": "another" }],
    ["an empty token", { "x-gitlab-token": "" }],
  ])("with %s is refused", async (_, headers) => {
    expect(await hear(PIPELINE, headers)).toMatchObject({ heard: "refused" });
  });

  it("is refused when no secret is configured", async () => {
    expect(await hear(PIPELINE, { "x-gitlab-token": "" }, "")).toMatchObject({ heard: "refused" });
  });

  it("is known by its signature where there is a signing token", async () => {
    const body = JSON.stringify(PIPELINE);
    expect(await hear(body, signed(body, NOW), SIGNING)).toMatchObject({ heard: "runs" });
    const older = { ...signed(body, NOW), "webhook-signature": `v1,AAAA ${signed(body, NOW)["webhook-signature"]}` };
    expect(await hear(body, older, SIGNING)).toMatchObject({ heard: "runs" });
  });

  it("is refused with a wrong, old or missing signature, whatever token it carries", async () => {
    const body = JSON.stringify(PIPELINE);
    const other = `whsec_${Buffer.from("another key of thirty-two bytes!").toString("base64")}`;
    const wrong = [
      signed(body, NOW, other),
      signed(`${body} `, NOW),
      signed(body, NOW - 6 * 60_000),
      signed(body, NOW + 6 * 60_000),
      { "x-gitlab-token": SIGNING },
      { ...signed(body, NOW), "webhook-timestamp": "soon" },
    ];
    for (const headers of wrong) expect(await hear(body, headers, SIGNING)).toMatchObject({ heard: "refused" });
  });
});
