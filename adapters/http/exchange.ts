/**
 * One declared request with its values, and the answer as an expression sees it.
 */
import type { Json } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Expression } from "./expression.ts";
import { messageOf } from "./expression.ts";
import type { Errand } from "./failure.ts";
import { refused, strange, unanswered } from "./failure.ts";
import { isList } from "./json.ts";
import type { Answer, OutgoingRequest, SendRequest } from "./request.ts";
import type { Step } from "./step.ts";
import { secretsOfStep } from "./step.ts";
import type { Filling } from "./template.ts";
import { fillBody, fillText, isLeftOut } from "./template.ts";

export interface ExchangeNeeds {
  readonly send: SendRequest;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  readonly now: () => Instant;
}

/** A request and what it is for. */
export interface Call {
  readonly step: Step;
  readonly errand: Errand;
  readonly values: Filling["values"];
  /** Added to the declared headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Statuses beside 2xx that are an answer here. */
  readonly expected?: readonly number[] | undefined;
}

export interface Said {
  readonly status: number;
  /** What an expression makes of the answer. Rejects with an EngineError where it fails. */
  evaluate(expression: Expression): Promise<Json | undefined>;
}

/** Headers must be one line of Latin-1. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const DOTS = /^\.{1,2}$/;
const HIDDEN = "***";
/** Shorter ones occur in harmless words too. */
const SHORTEST_HIDDEN = 4;

/** Sends it. Throws an EngineError for every answer but 2xx and the expected ones. */
export async function exchange(needs: ExchangeNeeds, call: Call): Promise<Said> {
  const secrets = secretsFor(call, needs.environment);
  const outgoing = requestOf(call, { values: call.values, secrets }, AbortSignal.timeout(needs.timeout));
  const answer = await send(needs, call.errand, outgoing);
  const { status } = answer;
  if (!(status >= 200 && status < 300) && !call.expected?.includes(status))
    throw refused(call.errand, answer, needs.now);
  return {
    status,
    async evaluate(expression) {
      const json = parseBody(call.errand, answer.body);
      try {
        const bindings = { status, headers: answer.headers, ...call.values };
        const found = await expression.evaluate(json, bindings);
        return found === undefined ? undefined : hide(found, Object.values(secrets));
      } catch (error) {
        throw strange(call.errand, hideIn(messageOf(error), Object.values(secrets)), error);
      }
    },
  };
}

async function send(needs: ExchangeNeeds, errand: Errand, outgoing: OutgoingRequest): Promise<Answer> {
  const answer = await needs.send(outgoing).catch((error: unknown) => unanswered(errand, error));
  if (answer instanceof EngineError) throw answer;
  if (answer instanceof Error) throw unanswered(errand, answer);
  return answer;
}

function secretsFor(
  { step, errand }: Call,
  environment: ExchangeNeeds["environment"],
): Readonly<Record<string, string>> {
  const entries = secretsOfStep(step).map((name) => {
    const value = environment[name];
    if (!value) throw unfit(`${errand.what} needs ${name}, which the environment does not have`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

function requestOf({ step, errand, headers }: Call, filling: Filling, signal: AbortSignal): OutgoingRequest {
  const body = step.body && JSON.stringify(fillBody(step.body, filling) ?? null);
  return {
    method: step.method,
    url: urlOf(step, errand, filling),
    headers: {
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headersOf(step, errand, filling),
      ...headers,
    },
    body,
    signal,
  };
}

/** A value is one piece of a path or a query: it can't climb out of where it stands. */
function urlOf({ url }: Step, { what }: Errand, filling: Filling): string {
  const filled = fillText(url, filling, (value) => {
    if (DOTS.test(value)) throw unfit(`a value of "${value}" can't be in the address for ${what}`);
    return encodeURIComponent(value.toWellFormed());
  });
  if (!URL.canParse(filled)) throw unfit(`the address for ${what} is none with these values`);
  return filled;
}

function headersOf({ headers }: Step, { what }: Errand, filling: Filling): Readonly<Record<string, string>> {
  const filled = headers.flatMap(([name, template]) => {
    if (isLeftOut(template, filling)) return [];
    const value = fillText(template, filling);
    if (!HEADER_VALUE.test(value)) throw unfit(`a value can't be in the header ${name} for ${what}`);
    return [[name, value] as const];
  });
  return Object.fromEntries(filled);
}

/** An answer without a body is told as null. */
function parseBody(errand: Errand, body: string): unknown {
  if (body.trim() === "") return null;
  try {
    return JSON.parse(body);
  } catch (error) {
    throw strange(errand, "it is not JSON", error);
  }
}

/** Services that repeat what they were sent don't get a secret onto a card. */
function hide(value: Json, secrets: readonly string[]): Json {
  if (typeof value === "string") return hideIn(value, secrets);
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((each) => hide(each, secrets));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, each === undefined ? undefined : hide(each, secrets)]),
  );
}

function hideIn(text: string, secrets: readonly string[]): string {
  const long = secrets.filter((secret) => secret.length >= SHORTEST_HIDDEN);
  return long.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
}

function unfit(message: string): EngineError {
  return new EngineError(message, { sure: true, again: false });
}
