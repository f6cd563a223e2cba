/**
 * What is sent to a service, and what is made of its answers.
 */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileExpression } from "../../../adapters/http/expression.ts";
import { fillBody, fillText, parseTemplate } from "../../../adapters/http/template.ts";
import { EngineError } from "../../../src/flow/engine.ts";
import { SECRET } from "../../emulators/http-service.ts";
import { requestOf } from "../../support/engine-contract.ts";
import type { HttpWorld } from "./http-world.ts";
import { declared, openWorld } from "./http-world.ts";

const RUN = { workflow: "watch", with: { branch: "main" } };

describe("a declared service", () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(async () => {
    const violations = world.service.violations();
    await world.close();
    expect(violations).toEqual([]);
  });
  const lastRequest = () => world.service.requests.at(-1);

  it("gets values with their types, and nothing for what was left out", async () => {
    const branch = 'a"b\\ü\n{key}';
    await world.engine.start(requestOf({ workflow: "watch", with: { branch: branch.replace(/\s/g, "_") } }));
    expect(JSON.parse(lastRequest()?.body ?? "")).toEqual({
      job: "watch",
      branch: 'a"b\\ü_{key}',
      dry: false,
      meta: { plan: 52, item: "i3", note: "Release 2.4: Build {x}" },
    });
  });

  it("always gets the run's key with a start", async () => {
    await world.engine.start(requestOf(RUN, "the-key"));
    expect(lastRequest()?.headers["idempotency-key"]).toBe("the-key");
  });

  it("gets values in addresses as one piece of a path", async () => {
    const start = {
      ...declared(world.service.url, "watch").start,
      url: `${world.service.url}/api/{branch}/x?b={branch}`,
    };
    const engine = world.another({ start, find: undefined });
    world.service.answerWith(200, '{"run":{"id":"1"}}');
    await engine.start(requestOf({ workflow: "watch", with: { branch: "a/../b?c#d&e=%2F" } }));
    expect(lastRequest()?.line).toBe("POST /api/a%2F..%2Fb%3Fc%23d%26e%3D%252F/x?b=a%2F..%2Fb%3Fc%23d%26e%3D%252F");
    for (const branch of [".", ".."]) {
      const climbing = engine.start(requestOf({ workflow: "watch", with: { branch } }));
      await expect(climbing).rejects.toMatchObject({ sure: true, again: false });
    }
  });

  it("is not followed where it redirects to, and nothing was started", async () => {
    const engine = world.another({ find: undefined });
    world.service.answerWith(307, "", { location: `${world.service.url}/api/elsewhere` });
    await expect(engine.start(requestOf(RUN))).rejects.toMatchObject({ sure: true, again: false });
    expect(world.service.requests).toHaveLength(1);
  });

  it("says by declared statuses that nothing was done", async () => {
    const engine = world.another({ find: undefined, retryable: [503] });
    const request = requestOf(RUN);
    world.service.fail({ fault: "refused", status: 503 });
    await expect(engine.start(request)).rejects.toMatchObject({ sure: true, again: true });
    expect(await engine.find(request)).toEqual({ found: "none" });
  });

  it("can't be asked for a run without a declared search", async () => {
    const engine = world.another({ find: undefined });
    const request = requestOf(RUN);
    world.service.fail({ fault: "lost-answer" });
    await expect(engine.start(request)).rejects.toMatchObject({ sure: false, again: true });
    expect(await engine.find(request)).toMatchObject({ found: "unknown" });
    expect(await world.another({ find: undefined }).find(request)).toMatchObject({ found: "unknown" });
    await expect(engine.start(request)).rejects.toMatchObject({ sure: false, again: false });
    expect(world.service.runs).toHaveLength(1);
  });

  it("is sent the same start again when that does nothing more", async () => {
    const engine = world.another({ find: undefined, idempotent: true });
    const request = requestOf(RUN, "again");
    world.service.fail({ fault: "lost-answer" });
    await expect(engine.start(request)).rejects.toMatchObject({ sure: false, again: true });
    expect(await engine.find(request)).toEqual({ found: "none" });
    await engine.start(request);
    const starts = world.service.requests.filter(({ line }) => line === "POST /api/runs");
    expect(starts.map(({ headers }) => headers["idempotency-key"])).toEqual(["again", "again"]);
  });

  it("started something when its answer does not tell what", async () => {
    world.service.answerWith(200, '{"runs":[]}');
    const engine = world.another({ start: { ...declared(world.service.url, "watch").start, ref: "nothing" } });
    await expect(engine.start(requestOf(RUN))).rejects.toMatchObject({ sure: false, again: true });
  });

  it("keeps a run that can't be cancelled", async () => {
    const engine = world.another({ cancel: undefined });
    const ref = await engine.start(requestOf(RUN));
    await expect(engine.cancel(ref)).rejects.toMatchObject({ name: "EngineError", again: false });
    expect(await engine.read(ref)).toMatchObject({ state: "running" });
  });

  it("gets no secret onto a card, nor an address that is no page", async () => {
    const ref = await world.engine.start(requestOf(RUN));
    const said = { status: "x", message: `bad ${SECRET}\n${"!".repeat(1_000)}`, page: "javascript:alert(1)" };
    world.service.answerWith(200, JSON.stringify(said));
    const state = await world.engine.read(ref);
    expect(state).toMatchObject({ state: "failed", reason: expect.stringMatching(/^bad \*\*\* !+…$/) });
    expect(state.progress.link).toBeUndefined();
    expect(state.state === "failed" && state.reason.length).toBe(500);
  });

  it("needs its secrets", async () => {
    const engine = world.another({}, { environment: {} });
    const start = engine.start(requestOf(RUN));
    await expect(start).rejects.toMatchObject({
      sure: true,
      again: false,
      message: expect.stringContaining("SERVICE_TOKEN"),
    });
    expect(world.service.requests).toEqual([]);
  });

  it("is asked through the function that guards addresses", async () => {
    const refusal = Object.assign(new Error("private"), { code: "forbidden-address" });
    const engine = world.another({}, { request: async () => refusal });
    await expect(engine.start(requestOf(RUN))).rejects.toMatchObject({ sure: true, again: false });
    expect(world.service.requests).toEqual([]);
  });

  it("is an error of the engine when it is strange", async () => {
    const ref = await world.engine.start(requestOf(RUN));
    const calls = [
      () => world.engine.describe("watch"),
      () => world.engine.read(ref),
      () => world.engine.cancel(ref),
      () => world.another().find(requestOf(RUN)),
      () => world.another().start(requestOf(RUN)),
    ];
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ status: fc.jsonValue(), runs: fc.jsonValue() }).map((said) => JSON.stringify(said)),
    );
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom(200, 200, 201, 204, 302, 404, 500),
        fc.constantFrom(...calls),
        async (said, status, call) => {
          world.service.answerWith(status, status === 204 ? "" : said);
          const error: unknown = await call().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          expect(error === undefined || error instanceof EngineError, String(error)).toBe(true);
          expect(String(error)).not.toContain(SECRET);
          expect(String(error)).not.toContain("/api/");
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("templates", () => {
  it("read back what was written when it has no places", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const template = parseTemplate(text.replace(/[{}]/g, "$&$&"));
        expect(template && fillText(template, { values: {}, secrets: {} })).toBe(text);
      }),
    );
  });

  it("never read values as templates", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const filling = { values: { x: value, y: "leaked" }, secrets: { S: "leaked" } };
        expect(fillBody({ leaf: [{ place: "x" }] }, filling)).toBe(value);
        expect(fillText([{ text: "<" }, { place: "x" }, { text: ">" }], filling)).toBe(`<${value}>`);
      }),
    );
  });
});

describe("expressions", () => {
  const evaluate = async (written: string, answer: unknown) => {
    const compiled = compileExpression(written);
    if ("problem" in compiled) throw new Error(compiled.problem);
    return await compiled.evaluate(answer, {});
  };

  it("end when they never would", async () => {
    await expect(evaluate("($f := function(){ $f() }; $f())", {})).rejects.toMatchObject({ code: "D1012" });
    await expect(evaluate("($f := function($n){ 1 + $f($n) }; $f(1))", {})).rejects.toMatchObject({ code: "D1011" });
    await expect(evaluate("[1..1000000]", {})).rejects.toMatchObject({ code: expect.stringMatching(/^D/) });
  });

  it("never run what an answer says", async () => {
    expect(await evaluate("$eval(code)", { code: "1 + 1" })).toBeUndefined();
  });
});
