/**
 * The API described in OpenAPI 3.1, made of the operations and the schemas that check what they take.
 */
import { z } from "zod";
import { planDraftSchema } from "../../chat/plan-file/draft.ts";
import {
  calendarSchema,
  freezeSchema,
  freezesSchema,
  newFreezeSchema,
  newSeriesSchema,
  seriesListSchema,
  seriesSchema,
} from "./calendar-schema.ts";
import { changeSchema, commandSchema } from "./command-schema.ts";
import { deliveriesSchema, deliverySchema, endpointsSchema, planDeliveriesSchema } from "./delivery-schema.ts";
import { draftAnswerSchema } from "./drafting.ts";
import type { Operation } from "./operations.ts";
import { OPERATIONS } from "./operations.ts";
import { logPageSchema, outcomeSchema, planPageSchema, planSchema, problemSchema } from "./plan-schema.ts";
import { foundSchema, requirementsSchema } from "./requirement-schema.ts";

const SCHEMAS = {
  Plan: planSchema,
  PlanPage: planPageSchema,
  LogPage: logPageSchema,
  PlanFile: planDraftSchema,
  Draft: draftAnswerSchema,
  Change: changeSchema,
  Command: commandSchema,
  Outcome: outcomeSchema,
  Requirements: requirementsSchema,
  FoundRequirements: foundSchema,
  EvidenceForm: z.strictObject({
    file: z.string().describe("The file itself."),
    ask: z.string().optional().describe("Which of the things that the item asks for it is."),
  }),
  Delivery: deliverySchema,
  Deliveries: deliveriesSchema,
  PlanDeliveries: planDeliveriesSchema,
  Endpoints: endpointsSchema,
  Calendar: calendarSchema,
  NewFreeze: newFreezeSchema,
  Freeze: freezeSchema,
  Freezes: freezesSchema,
  NewRecurring: newSeriesSchema,
  Recurring: seriesSchema,
  RecurringList: seriesListSchema,
  Problem: problemSchema,
} as const;

const REFERENCE = "#/components/schemas/";
const PROBLEM = {
  description: "A problem.",
  content: { "application/problem+json": { schema: reference("Problem") } },
};

/** The whole document; it says nothing of this instance but its version. */
export function openApiDocument(version: string): Record<string, unknown> {
  const paths = new Map<string, Record<string, unknown>>();
  for (const operation of OPERATIONS) {
    paths.set(operation.path, { ...paths.get(operation.path), [operation.method]: described(operation) });
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "gonogo",
      version,
      description: "Release plans over HTTP. Times are milliseconds since 1970-01-01T00:00Z; plan files take any time.",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: componentSchemas(),
    },
  };
}

function described({ id, path, right, summary, query, headers = [], bodies, answers }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
    const schema = name === "index" || name === "number" ? { type: "integer", minimum: 1 } : { type: "string" };
    return { name, in: "path", required: true, schema };
  });
  const inHeaders = headers.map((header) => ({ ...header, in: "header", schema: { type: "string" } }));
  return {
    operationId: id,
    summary,
    ...(right === undefined && { security: [] }),
    ...(right !== undefined && { description: `Needs a token that may ${right}.` }),
    parameters: [...inPath, ...queryParameters(query), ...inHeaders],
    ...(bodies && { requestBody: { required: true, content: mediaOf(bodies) } }),
    responses: { ...Object.fromEntries(Object.entries(answers).map(answerEntry)), default: PROBLEM },
  };
}

function queryParameters(query: z.ZodObject | undefined): readonly Record<string, unknown>[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = plain(z.toJSONSchema(schema, { ...OPTIONS, io: "output" }));
    return { name, in: "query", description, schema: rest };
  });
}

function answerEntry([status, { description, schema, media = "application/json" }]: [
  string,
  Operation["answers"][number],
]): [string, unknown] {
  const content = schema === undefined ? {} : { content: mediaOf({ [media]: schema }) };
  return [status, { description, ...content }];
}

function mediaOf(bodies: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(bodies).map(([media, name]) => [
      media,
      { schema: name === undefined ? { type: "string" } : reference(name) },
    ]),
  );
}

function reference(name: string): { readonly $ref: string } {
  return { $ref: `${REFERENCE}${name}` };
}

const OPTIONS = { io: "input", unrepresentable: "any" } as const;

function componentSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    ...OPTIONS,
    uri: (id) => `${REFERENCE}${id}`,
    // Read-only means another thing in OpenAPI: sent in answers alone.
    override: ({ jsonSchema }) => {
      Reflect.deleteProperty(jsonSchema, "readOnly");
    },
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]));
}

/** Without what names the schema as a document of its own. */
function plain({ $schema: _schema, $id: _id, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return rest;
}
