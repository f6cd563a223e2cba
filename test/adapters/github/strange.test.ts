import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configurationOf } from "../../../adapters/github/configuration.ts";
import { parametersOf } from "../../../adapters/github/parameters.ts";
import { parseRef, refOf } from "../../../adapters/github/run-ref.ts";
import { githubSectionSchema } from "../../../adapters/github/settings.ts";
import { EngineError } from "../../../src/flow/engine.ts";
import { requestOf } from "../../support/engine-contract.ts";
import type { GithubWorld } from "./github-world.ts";
import { openWorld, single } from "./github-world.ts";

const SAMPLE = { workflow: "shop/api/release.yml", with: {} };

describe("Whatever GitHub answers", () => {
  let world: GithubWorld;
  let ref: string;
  beforeAll(async () => {
    world = await openWorld();
    world.github.repo("shop/api", { "release.yml": single("sleep infinity") });
    ref = await world.engine.start(requestOf(SAMPLE));
  });
  afterAll(async () => {
    await world.close();
  });

  /** Runs it, and lets nothing pass but a result or an EngineError. */
  const sane = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => {
      expect(error).toBeInstanceOf(EngineError);
      expect(error).toMatchObject({ sure: true });
    });
  };

  it.each(["attempts/1", "attempts/1/jobs", "shop/api", "/runs", "release.yml", "commits/main"])(
    "in the place of %s, it is a result or an error of the engine",
    async (path) => {
      const { github, engine } = world;
      const answers = fc.oneof(
        fc.jsonValue(),
        fc.string(),
        fc.record({ id: fc.jsonValue(), status: fc.jsonValue(), conclusion: fc.jsonValue(), html_url: fc.jsonValue() }),
        fc.record({ jobs: fc.array(fc.record({ id: fc.nat(), name: fc.string(), steps: fc.jsonValue() })) }),
        fc.record({ workflow_runs: fc.array(fc.record({ id: fc.nat(), display_title: fc.string() })) }),
      );
      await fc.assert(
        fc.asyncProperty(answers, async (body) => {
          github.answer(path, 200, body);
          await sane(() => engine.read(ref));
          await sane(() => engine.describe(SAMPLE.workflow));
          await sane(() => engine.find(requestOf(SAMPLE)));
        }),
        { numRuns: 30 },
      );
      github.forget(path);
    },
  );
});

describe("Whatever stands in a workflow's file", () => {
  it("is a configuration or none", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          on: fc.record({ workflow_dispatch: fc.jsonValue() }),
          jobs: fc.jsonValue(),
          "run-name": fc.jsonValue(),
        })
        .map((value) => JSON.stringify(value)),
      fc.constantFrom(
        "on: &a [*a]",
        "a: &a [x]\nb: *a\non: push",
        "---\n---\n",
        "on: !!binary x",
        "\u0000",
        "on: {? {}: 1}",
      ),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const configuration = configurationOf(text);
        if (configuration?.inputs) parametersOf(configuration.inputs, undefined);
      }),
      { numRuns: 500 },
    );
  });
});

describe("A ref", () => {
  it.each([
    "",
    "../../elsewhere",
    "shop/web/47",
    "shop/runs/47",
    "shop/web/runs/0",
    "shop/web/runs/1/1",
    "shop/web/runs/1/2/3",
    "shop/web/runs/1 ",
    "/shop/web/runs/1",
    "../web/runs/1",
    "shop/../runs/1",
    "shop/web/runs/99999999999999999999",
    "shop/we%2Fb/runs/1",
  ])("is not %j", (ref) => {
    expect(() => parseRef(ref)).toThrow(EngineError);
  });

  it("is told as it is read, always in lower case", () => {
    const runs = [
      { owner: "shop", repo: "web", run: 47, attempt: 1 },
      { owner: "shop", repo: "runs", run: 30_433_642_123, attempt: 12 },
    ];
    expect(runs.map((run) => parseRef(refOf(run)))).toEqual(runs);
    expect(refOf({ owner: "Shop", repo: "Web", run: 47, attempt: 1 })).toBe("shop/web/runs/47");
  });
});

describe("The section of the settings", () => {
  it.each([
    [{}, "workflows"],
    [{ workflows: [] }, "workflows"],
    [{ workflows: ["shop"] }, "workflows.0"],
    [{ workflows: ["shop/web", "shop/web/deploy"] }, "workflows.1"],
    [{ workflows: ["shop/web"], token: "x" }, ""],
  ])("is refused when it says %j, with the place of the mistake", (section, place) => {
    expect(githubSectionSchema.safeParse(section).error?.issues[0]?.path.join(".")).toBe(place);
  });
});
