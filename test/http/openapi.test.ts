import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openApiDocument } from "../../src/http/api/openapi.ts";
import {
  logPageSchema,
  outcomeSchema,
  planPageSchema,
  planSchema,
  problemSchema,
} from "../../src/http/api/plan-schema.ts";
import { PROBLEM_CODES } from "../../src/http/api/problems.ts";
import { REFUSAL_STATUS } from "../../src/http/api/refusal-problem.ts";
import { apiWorld, routesOf } from "./api-world.ts";

const documentSchema = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.tuple([z.strictObject({ url: z.literal("/api/v1") })]),
  security: z.tuple([z.strictObject({ token: z.tuple([]) })]),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(
      z.enum(["get", "post", "delete"]),
      z.strictObject({
        operationId: z.string(),
        summary: z.string(),
        description: z.string().optional(),
        security: z.tuple([]).optional(),
        parameters: z.array(
          z.strictObject({
            name: z.string(),
            in: z.enum(["path", "query", "header"]),
            required: z.literal(true).optional(),
            description: z.string().optional(),
            schema: z.looseObject({}),
          }),
        ),
        requestBody: z
          .strictObject({
            required: z.literal(true),
            content: z.record(z.string(), z.strictObject({ schema: z.looseObject({}) })),
          })
          .optional(),
        responses: z.record(
          z.string().regex(/^(?:[2345]\d\d|default)$/),
          z.strictObject({
            description: z.string(),
            content: z.record(z.string(), z.strictObject({ schema: z.looseObject({}) })).optional(),
          }),
        ),
      }),
    ),
  ),
  components: z.strictObject({
    securitySchemes: z.strictObject({
      token: z.strictObject({ type: z.literal("http"), scheme: z.literal("bearer") }),
    }),
    schemas: z.record(z.string(), z.looseObject({})),
  }),
});

const text = JSON.stringify(openApiDocument("1.2.3"));
const document = documentSchema.parse(JSON.parse(text));
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

describe("the OpenAPI document", () => {
  it("has every route of the API, and the API every route of it", async () => {
    const { app } = await apiWorld();
    const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(routesOf(app)).toEqual(documented.toSorted());
  });

  it("names each operation once, and every part of its address", () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, parameters } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => `{${name}}`);
      expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath);
    }
  });

  it("refers to nothing that it does not have, and has nothing that it does not refer to", () => {
    const references = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target));
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...references].toSorted()).toEqual(known.toSorted());
  });

  it("has schemas that other tools read: no names of their own, no fields said to be read-only", () => {
    expect(text).not.toMatch(/"\$schema"|"\$id"|"readOnly"/);
  });

  it("tells what every answer really is", async () => {
    const world = await apiWorld();
    const file = {
      name: "Release 2.4",
      manager: "ada",
      approval: { levels: [{ approvers: ["bo"] }] },
      items: [
        { name: "Build", text: "Build it." },
        { name: "Tell", after: ["Build"] },
      ],
    };
    const json = async (path: string, more = {}) => (await world.ask(`/api/v1${path}`, { as: "ci", ...more })).json();
    const made = outcomeSchema.parse(await json("/plans", { json: file }));
    planSchema.parse(await json("/plans/1"));
    await json("/plans/1/commands", { json: { type: "submit" } });
    await world.submit("bo", made.plan.id, { type: "approve", comment: "Yes." });
    await world.submit("ada", made.plan.id, { type: "done", item: "i1", remark: "Built.", evidence: ["log"] });
    await world.submit("ada", made.plan.id, { type: "skip", item: "i2", reason: "Nobody left." });
    const plan = planSchema.parse(await json("/plans/1"));
    expect(plan).toMatchObject({
      status: "success",
      round: { votes: [{ by: "bo" }] },
      items: [{ remark: "Built." }, {}],
    });
    planPageSchema.parse(await json("/plans"));
    logPageSchema.parse(await json("/plans/1/log"));
    problemSchema.parse(await json("/plans/2"));
    problemSchema.parse(await json("/plans", { json: {} }));
  });

  it("gives each problem one code", () => {
    expect(PROBLEM_CODES.filter((code) => Object.hasOwn(REFUSAL_STATUS, code))).toEqual([]);
  });
});
