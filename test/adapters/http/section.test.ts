/**
 * What settings may declare of a service, and how mistakes in it are named.
 */
import { describe, expect, it } from "vitest";
import { httpSectionSchema, missingSecrets } from "../../../adapters/http/settings.ts";
import { declared } from "./http-world.ts";

const URL = "https://deploy.example";
const GOOD = declared(URL, "deploy");
const HEADERS = { "X-Token": "\u0024{SERVICE_TOKEN}" };

function problems(workflow: object, secrets: readonly string[] = ["SERVICE_TOKEN"]): readonly string[] {
  const parsed = httpSectionSchema.safeParse({ secrets, workflows: { deploy: workflow } });
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

describe("the section of HTTP services", () => {
  it("takes a declared service", () => {
    expect(problems(GOOD)).toEqual([]);
  });

  it.each([
    [{ start: { ...GOOD.start, url: "ftp://deploy.example/" } }, "start.url: must begin with http:// or https://"],
    [{ start: { ...GOOD.start, url: "https://{branch}.example/" } }, "start.url: must begin with http:// or https://"],
    [{ start: { ...GOOD.start, url: "https://a@deploy.example/" } }, "start.url: must begin with http:// or https://"],
    [{ start: { ...GOOD.start, url: `${URL}/{branch` } }, "start.url: a brace has no partner"],
    [{ start: { ...GOOD.start, url: `${URL}/{brnch}` } }, "start.url: there is no {brnch} here"],
    [{ start: { ...GOOD.start, body: { a: ["{ref}"] } } }, "start.body.a.0: there is no {ref} here"],
    [{ start: { ...GOOD.start, method: "FETCH" } }, "start.method: must be one of"],
    [{ start: { ...GOOD.start, ref: "run.(" } }, "start.ref: not a JSONata expression"],
    [
      { start: { ...GOOD.start, body: { a: "\u0024{OTHER}" } } },
      "start.body.a: \u0024{OTHER} is not listed under secrets",
    ],
    [
      { start: { ...GOOD.start, headers: { Authorization: "Bearer abc" } } },
      "start.headers.Authorization: a secret in plain",
    ],
    [{ start: { ...GOOD.start, headers: { "Idempotency-Key": "1" } } }, "start.headers.Idempotency-Key: gonogo sets"],
    [{ start: { ...GOOD.start, headers: { "a b": "1" } } }, "start.headers.a b: not a name for a header"],
    [{ read: { ...GOOD.read, body: {} } }, "read.body: a GET has no body"],
    [{ read: { ...GOOD.read, url: `${URL}/{key}` } }, "read.url: there is no {key} here"],
    [{ read: { ...GOOD.read, method: undefined, state: undefined } }, "read.state: "],
    [{ retryable: [200] }, "retryable.0: "],
    [{ parameters: { key: {} } }, "parameters.key: {key} means something else"],
    [{ parameters: { branch: { pattern: "[" } } }, "parameters.branch.pattern: not a regular expression"],
    [{ parameters: { branch: { secret: true, default: "x" } } }, "parameters.branch.default: a secret in plain sight"],
    [{ stop: {} }, 'Unrecognized key: "stop"'],
  ])("says what is wrong with %j", (change, problem) => {
    expect(problems({ ...GOOD, ...change }).join("\n")).toContain(problem);
  });

  it("names the secrets that the environment does not have", () => {
    const section = httpSectionSchema.parse({ secrets: ["SERVICE_TOKEN", "UNUSED"], workflows: { deploy: GOOD } });
    expect(missingSecrets(section, {})).toEqual(["SERVICE_TOKEN"]);
    expect(missingSecrets(section, { SERVICE_TOKEN: "x" })).toEqual([]);
  });

  it("keeps what starts a run as written, without any secret", () => {
    const section = httpSectionSchema.parse({
      secrets: ["SERVICE_TOKEN"],
      workflows: { deploy: { ...GOOD, start: { url: `${URL}/x`, headers: HEADERS, ref: "id" } } },
    });
    expect(section.workflows.deploy?.written).toEqual({ method: "POST", url: `${URL}/x`, headers: HEADERS });
  });
});
