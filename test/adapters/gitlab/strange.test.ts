import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRef, refOf } from "../../../adapters/gitlab/run-ref.ts";
import { gitlabSectionSchema } from "../../../adapters/gitlab/settings.ts";
import { EngineError } from "../../../src/flow/engine.ts";
import { requestOf } from "../../support/engine-contract.ts";
import type { GitlabWorld } from "./gitlab-world.ts";
import { openWorld } from "./gitlab-world.ts";

const SAMPLE = { workflow: "shop/backend", with: {} };

describe("Whatever GitLab answers", () => {
  let world: GitlabWorld;
  let ref: string;
  beforeAll(async () => {
    world = await openWorld();
    world.gitlab.project({ path: "shop/backend", file: "deploy: { script: make }\n" });
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
  const values = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom("", "[]", "{}", "null", "[null]", "<html>"),
    fc
      .record({ id: fc.jsonValue(), status: fc.jsonValue(), web_url: fc.jsonValue(), yaml_errors: fc.jsonValue() })
      .map((value) => JSON.stringify(value)),
  );

  it("in the place of a pipeline, it is a state or an error of the engine", async () => {
    await fc.assert(
      fc.asyncProperty(values, async (body) => {
        world.gitlab.answerWith(body);
        await sane(() => world.engine.read(ref));
      }),
      { numRuns: 60 },
    );
  });

  it.each(["/jobs", "/ci/lint", "shop%2Fbackend", "/pipelines", "/raw"])(
    "in the place of %s, it is a result or an error of the engine",
    async (path) => {
      const { gitlab, engine } = world;
      const answers = fc.oneof(
        fc.jsonValue(),
        fc.record({ valid: fc.boolean(), errors: fc.jsonValue(), merged_yaml: fc.oneof(fc.string(), fc.jsonValue()) }),
        fc.array(fc.record({ id: fc.nat(), name: fc.string(), stage: fc.string(), status: fc.string() })),
      );
      await fc.assert(
        fc.asyncProperty(answers, async (body) => {
          gitlab.answer(path, 200, body);
          await sane(() => engine.read(ref));
          await sane(() => engine.describe("shop/backend"));
          await sane(() => engine.find(requestOf(SAMPLE)));
        }),
        { numRuns: 30 },
      );
      gitlab.forget(path);
    },
  );
});

describe("A ref", () => {
  it.each([
    "",
    "../../elsewhere",
    "shop/-/1",
    "shop/backend/1",
    "shop/backend/-/0",
    "shop/backend/-/1/1",
    "shop/backend/-/1/2/3",
    "shop/backend/-/1 ",
    "/shop/backend/-/1",
    "shop/../backend/-/1",
    "shop/backend/-/99999999999999999999",
    "shop/back%2Fend/-/1",
  ])("is not %j", (ref) => {
    expect(() => parseRef(ref)).toThrow(EngineError);
  });

  it("is told as it is read, also where a project's name is a number", () => {
    const runs = [
      { project: "shop/backend", pipeline: 47, round: 1 },
      { project: "shop/47", pipeline: 2, round: 12 },
    ];
    expect(runs.map((run) => parseRef(refOf(run)))).toEqual(runs);
  });
});

describe("The section of the settings", () => {
  it.each([
    [{}, "projects"],
    [{ projects: [] }, "projects"],
    [{ projects: ["backend"] }, "projects.0"],
    [{ projects: ["shop/backend", "shop/backend@re lease"] }, "projects.1"],
    [{ projects: ["shop/backend.git"] }, "projects.0"],
    [{ projects: ["shop/backend"], token: "glpat" }, ""],
  ])("is refused when it says %j, with the place of the mistake", (section, place) => {
    const read = gitlabSectionSchema.safeParse(section);
    expect(read.error?.issues[0]?.path.join(".")).toBe(place);
  });

  it("lists projects, with branches and tags", () => {
    const projects = ["shop/backend", "shop/web/frontend@release/2.4", "shop/infra@v1.0"];
    expect(gitlabSectionSchema.parse({ projects })).toEqual({ projects });
  });
});
