/**
 * What a plan may give to Zadig's workflows, shown with the workflows of Zadig's own hook example.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Json } from "../../../src/flow/engine.ts";
import { withoutCredentials } from "../../../src/hooks/wire/credentials.ts";
import { parametersOf, runBodyOf, withInputs } from "../../../src/hooks/wire/zadig-inputs.ts";
import { parameterProblem } from "../../../src/plan/workflow.ts";

const file = new URL("../../adapters/zadig/workflows.json", import.meta.url);
const workflows = z.record(z.string(), z.json()).parse(JSON.parse(readFileSync(file, "utf8")));
const [all, helm, vm] = ["release-plan-hook-2", "multi-chart-ops-workflow", "vm-workflow-dev"].map(
  (name) => workflows[name] ?? null,
);
const NAMES = {
  registries: { "": "registry.example/shop", "67aa": "registry.example/shop" },
  codehosts: { "1": "gitlab" },
};
const UNRUNNABLE = { "dist-image.run": false, "nacos.run": false, "apollo.run": false };

const parameter = (definition: Json | undefined, name: string) =>
  parametersOf(definition ?? null).find((each) => each.name === name);
const body = (definition: Json | undefined, given: Parameters<typeof runBodyOf>[1]) =>
  runBodyOf(definition ?? null, given, NAMES, "key-1");
const inputOf = (made: ReturnType<typeof body>, job: string) =>
  "body" in made ? made.body.inputs.find((input) => input.job_name === job)?.parameters : made.refused;
const workflow = (params: Json, jobs: Json): Json => ({ name: "w", params, stages: [{ name: "s", jobs }] });

describe("the parameters of a Zadig workflow", () => {
  it("have readable names with the workflow's own values as defaults", () => {
    expect(parameter(all, "build.service1/service1.branch")).toMatchObject({ type: "string", default: "patrick-01" });
    expect(parameter(all, "build.service1/service1.gggg")).toMatchObject({ default: "gggg" });
    expect(parameter(all, "build.services")).toMatchObject({ default: "service1/service1,service2/service2" });
    expect(parameter(all, "deploy.env")).toMatchObject({ default: "dev", required: false });
    expect(parameter(all, "product-testing.pytest-yaml.branch")).toMatchObject({ default: "master" });
    expect(parameter(all, "sql.database")).toMatchObject({ required: true });
    expect(parameter(helm, "部署.service1/service1.image")).toMatchObject({
      default: "koderover.tencentcloudcr.com/koderover-demo/service1:latest",
    });
  });

  it("are not offered for what a job takes from another one", () => {
    const names = parametersOf(all ?? null).map(({ name }) => name);
    expect(names).not.toContain("deploy.services");
    expect(names).not.toContain("deploy.service1/service1.image");
    expect(names.filter((name) => name.startsWith("testing."))).toEqual(["testing.run"]);
  });

  it("never tell a secret", () => {
    expect(parameter(all, "freestyle.service1/service1.a")).toEqual({
      name: "freestyle.service1/service1.a",
      type: "string",
      required: false,
      secret: true,
    });
  });

  it("take only services that the job has", () => {
    const fits = (value: string) =>
      parameterProblem({ parameters: parametersOf(all ?? null) }, { "build.services": value, "sql.database": "db" });
    expect(fits("service1")).toBeUndefined();
    expect(fits("service2/service2, service1")).toBeUndefined();
    expect(fits("service3")).toMatchObject({ problem: "pattern" });
  });

  it("come from the workflow's own parameters, but for those it settles itself and the run's key", () => {
    const definition = workflow(
      [
        { name: "level", type: "choice", value: "b", choice_option: ["a", "b"] },
        {
          name: "code",
          type: "repo",
          repo: { repo_name: "shop", repo_namespace: "team", branch: "main", codehost_id: 1 },
        },
        { name: "token", type: "string", value: "******", is_credential: true },
        { name: "settled", type: "string", value: "x", source: "fixed" },
        { name: "GONOGO_RUN", type: "string", value: "" },
        { name: "many", type: "multi-select", choice_option: ["a"] },
      ],
      [{ name: "j", type: "approval", spec: null, run_policy: "force_run" }],
    );
    expect(parametersOf(definition)).toEqual([
      { name: "level", type: "string", required: false, choices: ["a", "b"], default: "b" },
      { name: "code.branch", type: "string", required: false, default: "main" },
      { name: "token", type: "string", required: false, secret: true },
    ]);
    expect(body(definition, { level: "a", "code.branch": "hotfix", token: "t0p" })).toEqual({
      body: {
        parameters: [
          { name: "level", type: "choice", value: "a" },
          {
            name: "code",
            type: "repo",
            value: "",
            repo: { codehost_name: "gitlab", repo_namespace: "team", repo_name: "shop", branch: "hotfix", prs: [] },
          },
          { name: "token", type: "string", value: "t0p" },
          { name: "GONOGO_RUN", type: "string", value: "key-1" },
        ],
        inputs: [{ job_name: "j", job_type: "approval", parameters: {} }],
      },
    });
  });
});

describe("the body that runs a Zadig workflow", () => {
  const given = { ...UNRUNNABLE, "sql.database": "orders" };

  it("has an entry for every job that runs, and Zadig's own values where nothing is given", () => {
    const made = body(all, given);
    expect("body" in made && made.body.inputs.map(({ job_name }) => job_name)).toEqual([
      ...[
        "build",
        "deploy",
        "scanning",
        "product-scanning",
        "testing",
        "product-testing",
        "freestyle",
        "s-freestyle",
        "sql",
      ],
    ]);
    expect(inputOf(made, "build")).toEqual({
      registry: "registry.example/shop",
      service_list: ["service1", "service2"].map((service) => ({
        service_name: service,
        service_module: service,
        repo_info: [],
        inputs: [],
      })),
    });
    expect(inputOf(made, "sql")).toEqual({ database_name: "orders", sql: "show databases;" });
  });

  it("carries chosen branches and variables, and lets followers take what their job takes", () => {
    const made = body(all, {
      ...given,
      "build.services": "service2",
      "build.service2/service2.branch": "release",
      "build.service2/service2.gggg": "on",
      "freestyle.service2/service2.a": "s3cret",
    });
    expect(inputOf(made, "build")).toMatchObject({
      service_list: [
        {
          service_name: "service2",
          repo_info: [{ codehost_name: "gitlab", repo_namespace: "kr-test-org1", branch: "release", commit_id: "" }],
          inputs: [{ key: "gggg", value: "on" }],
        },
      ],
    });
    expect(inputOf(made, "deploy")).toMatchObject({ env_name: "dev", service_list: [{ service_name: "service2" }] });
    expect(inputOf(made, "testing")).toMatchObject({ service_list: [{ service_name: "service2" }] });
    expect(inputOf(made, "freestyle")).toMatchObject({
      services: [{ service_name: "service2", inputs: [{ key: "a", value: "s3cret" }] }],
    });
  });

  it("leaves out jobs that don't run by themselves until they are chosen, and never has a skipped one", () => {
    const jobs = (policy: string): Json => [
      { name: "a", type: "approval", spec: {}, run_policy: "" },
      { name: "b", type: "approval", spec: {}, run_policy: policy },
    ];
    const names = (made: ReturnType<typeof body>) => "body" in made && made.body.inputs.map(({ job_name }) => job_name);
    expect(names(body(workflow([], jobs("default_not_run")), {}))).toEqual(["a"]);
    expect(names(body(workflow([], jobs("default_not_run")), { "b.run": true }))).toEqual(["a", "b"]);
    expect(names(body(workflow([], jobs("skip")), { "b.run": true }))).toEqual(["a"]);
    expect(names(body(workflow([], jobs("force_run")), { "b.run": false, "a.run": false }))).toEqual(["b"]);
    expect(body(workflow([], jobs("skip")), { "a.run": false })).toEqual({ refused: { problem: "nothing-runs" } });
  });

  it("is refused for what OpenAPI can't do", () => {
    expect(body(all, { "sql.database": "orders" })).toEqual({
      refused: { problem: "job-type", job: "dist-image", type: "zadig-distribute-image" },
    });
    expect(body(all, { ...given, "build.run": false })).toEqual({
      refused: { problem: "leader-off", job: "deploy", leader: "build" },
    });
    expect(body(all, UNRUNNABLE)).toEqual({ refused: { problem: "missing", parameter: "sql.database" } });
    const branch = { "构建.backend/backend.branch": "x" };
    expect(runBodyOf(vm ?? null, branch, { ...NAMES, codehosts: {} }, "k")).toMatchObject({
      refused: { problem: "codehost", id: "1" },
    });
    expect(runBodyOf(vm ?? null, {}, { ...NAMES, registries: {} }, "k")).toMatchObject({
      refused: { problem: "registry" },
    });
  });

  it("sends all repositories of a job when one is chosen, as Zadig drops the others", () => {
    const repos = ["api", "web"].map((repo_name) => ({
      repo_name,
      repo_owner: "team",
      branch: "main",
      codehost_id: 1,
    }));
    const spec = { freestyle_type: "", repos, envs: [] };
    const made = body(workflow([], [{ name: "j", type: "freestyle", spec }]), { "j.web.branch": "next" });
    expect(inputOf(made, "j")).toMatchObject({
      repo_info: [
        { repo_name: "api", repo_namespace: "team", branch: "main" },
        { repo_name: "web", repo_namespace: "team", branch: "next" },
      ],
    });
  });
});

describe("the definition with inputs", () => {
  it("shows what runs, without the jobs that don't, and with the secrets that only some may see", () => {
    const shown = JSON.stringify(
      withInputs(all ?? null, {
        ...UNRUNNABLE,
        "build.services": "service2",
        "build.service2/service2.branch": "release",
        "deploy.env": "prod",
        "freestyle.service2/service2.a": "s3cret",
      }),
    );
    expect(shown).toContain('"branch":"release"');
    expect(shown).toContain('"env":"prod"');
    expect(shown).toContain("s3cret");
    expect(JSON.stringify(withoutCredentials(JSON.parse(shown)))).not.toContain("s3cret");
    expect(shown).not.toContain("nacos");
    expect(shown).not.toContain('"service_name":"service1"');
  });

  it("is the workflow itself when nothing is given, and leaves what it was made from alone", () => {
    const before = structuredClone(all);
    for (const each of [helm, vm]) expect(withInputs(each ?? null, {})).toEqual(each);
    withInputs(all ?? null, { "deploy.env": "prod" });
    expect(all).toEqual(before);
  });

  it("comes out of anything, however little it is a workflow", () => {
    fc.assert(
      fc.property(fc.json(), fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean())), (written, anything) => {
        const definition = z.json().parse(JSON.parse(written));
        const spoilt = workflow([definition], [definition, { name: "j", type: "zadig-build", spec: definition }]);
        for (const each of [definition, spoilt]) {
          parametersOf(each);
          withInputs(each, anything);
          runBodyOf(each, anything, NAMES, "k");
        }
      }),
    );
  });
});
