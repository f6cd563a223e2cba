/**
 * How DingTalk answers: the newer API with a status and a code, the older one with 200 and an errcode.
 */
import { z } from "zod";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly token: string | undefined;
}

export interface Told {
  readonly status: number;
  readonly json: unknown;
}

export class Refusal extends Error {
  readonly told: Told;
  constructor(told: Told) {
    super(JSON.stringify(told));
    this.told = told;
  }
}

let requests = 0;

export function ok(json: unknown): Told {
  return { status: 200, json };
}

/** A refusal of the newer API. */
export function refuse(status: number, code: string, message: string): Refusal {
  return new Refusal({ status, json: { code, message, requestid: `REQ-${++requests}` } });
}

/** A refusal of the older API. */
export function refuseOld(errcode: number, errmsg: string): Refusal {
  return new Refusal({ status: 200, json: { errcode, errmsg, request_id: `req${++requests}` } });
}

export function okOld(result: unknown): Told {
  return ok({ errcode: 0, errmsg: "ok", result, request_id: `req${++requests}` });
}

/** The body as the schema has it, or the refusal of a server that knows no such field, or not in this type. */
export function bodyOf<S extends z.ZodType>(asked: Asked, schema: S): z.output<S> {
  const parsed = schema.safeParse(asked.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") ?? "";
  if (where.includes("cardParamMap") && issue?.code === "invalid_type") {
    throw refuse(400, "MissingStringValue", `${where}: ${issue.message}`);
  }
  throw refuse(400, "invalidParameter.param.error", `${where}: ${issue?.message}`);
}

/** At most so many bytes. */
export function bytes(most: number) {
  return z.string().refine((text) => Buffer.byteLength(text) <= most, `is longer than ${most} bytes`);
}
