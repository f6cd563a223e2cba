/**
 * What Jenkins never says, and what nobody may say in its name.
 */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nameOfPath, pathOf } from "../../../adapters/jenkins/job-name.ts";
import { parseRef } from "../../../adapters/jenkins/ref.ts";
import type { EngineCall } from "../../../src/flow/engine.ts";
import { EngineError } from "../../../src/flow/engine.ts";
import { TOKEN } from "../../emulators/jenkins.ts";
import { requestOf } from "../../support/engine-contract.ts";
import type { JenkinsWorld } from "./jenkins-world.ts";
import { openWorld, RUN_PARAMETER } from "./jenkins-world.ts";

const SECRET = "of-the-webhook";
const RUN = { workflow: "nightly", with: {} };

describe("a strange Jenkins", () => {
  let world: JenkinsWorld;
  beforeEach(async () => {
    world = await openWorld();
    world.jenkins.job({ name: "nightly", outcome: "lasts", parameters: [RUN_PARAMETER] });
  });
  afterEach(async () => {
    await world.close();
  });

  it("is an error of the engine, whatever it says", async () => {
    const ref = await world.engine.start(requestOf(RUN));
    const calls = [
      () => world.engine.describe("nightly"),
      () => world.engine.list(),
      () => world.engine.read(ref),
      () => world.another().cancel(ref),
      () => world.another().find(requestOf(RUN)),
      () => world.another().start(requestOf(RUN)),
    ];
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ items: fc.jsonValue(), jobs: fc.jsonValue(), building: fc.jsonValue(), id: fc.jsonValue() })
        .map((said) => JSON.stringify(said)),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(...calls), async (said, call) => {
        world.jenkins.answerWith(said);
        const error: unknown = await call().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error === undefined || error instanceof EngineError, String(error)).toBe(true);
        expect(String(error)).not.toContain(TOKEN);
      }),
      { numRuns: 150 },
    );
  });

  it("can't be reached, and nothing was started for certain", async () => {
    const { engine } = world;
    await world.jenkins.close();
    const error: unknown = await engine.start(requestOf(RUN)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "EngineError", sure: true, again: true });
    expect(JSON.stringify(error) + String(error)).not.toContain(TOKEN);
  });
});

describe("names of jobs and runs", () => {
  it("never leave the job they name", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.stringMatching(/^[.\w%/ ]+$/)), (name) => {
        const path = pathOf(name);
        if (path === undefined) return;
        const url = new URL(path, "http://ci.example/jenkins/");
        expect(url.pathname.startsWith("/jenkins/job/")).toBe(true);
        expect(url.search + url.hash).toBe("");
        expect(nameOfPath(url.pathname.slice("/jenkins/".length))).toBe(name);
      }),
    );
  });

  it.each(["../../elsewhere", "../q1", "nightly", "nightly/q0", "nightly/q1/..", "nightly/q1?x", "/q1", "a//q1"])(
    "refuse the ref %s",
    (ref) => {
      expect(() => parseRef(ref)).toThrow(EngineError);
    },
  );
});

describe("a notice of Jenkins", () => {
  let world: JenkinsWorld;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(async () => {
    await world.close();
  });
  const notice = (url: string, build: object, headers: Readonly<Record<string, string>>): EngineCall => ({
    headers,
    body: new TextEncoder().encode(JSON.stringify({ name: "deploy", url, build })),
  });
  const basic = (secret: string) => ({ authorization: `Basic ${Buffer.from(`gonogo:${secret}`).toString("base64")}` });
  const build = {
    full_url: "http://ci/job/shop/job/deploy/7/",
    number: 7,
    queue_id: 123,
    phase: "FINALIZED",
    status: "SUCCESS",
  };

  it.each([{ "x-gonogo-token": SECRET }, basic(SECRET)])("names the run that has news", async (headers) => {
    const engine = world.another({ webhookSecret: SECRET });
    const heard = await engine.hear?.(notice("job/shop/job/deploy/", build, headers));
    expect(heard).toEqual({ heard: "runs", refs: ["shop/deploy/q123"] });
  });

  it.each([
    {},
    { "x-gonogo-token": "other" },
    basic("other"),
    { authorization: "Basic ::" },
    { authorization: `Bearer ${SECRET}` },
  ])("is refused without the secret", async (headers) => {
    const call = notice("job/shop/job/deploy/", build, headers);
    expect(await world.another({ webhookSecret: SECRET }).hear?.(call)).toMatchObject({ heard: "refused" });
  });

  it("is refused when no secret is configured", async () => {
    const call = notice("job/shop/job/deploy/", build, { "x-gonogo-token": "" });
    expect(await world.engine.hear?.(call)).toMatchObject({ heard: "refused" });
    expect(await world.another({ webhookSecret: "" }).hear?.(call)).toMatchObject({ heard: "refused" });
  });

  it.each([
    ["job/other/", build],
    ["view/all/job/shop/job/deploy/", build],
    ["job/shop/job/../", build],
    ["job/shop/job/%zz/", build],
    ["job/shop/job/deploy/", { number: 7 }],
  ])("of %s is nothing to gonogo", async (url, said) => {
    const call = notice(url, said, { "x-gonogo-token": SECRET });
    expect(await world.another({ webhookSecret: SECRET }).hear?.(call)).toEqual({ heard: "nothing" });
  });
});
