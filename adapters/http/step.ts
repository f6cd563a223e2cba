/**
 * One request that settings declare: its method, and templates for its URL, headers and body.
 */
import { z } from "zod";
import type { Json } from "../../src/flow/engine.ts";
import { isList } from "./json.ts";
import type { Problem } from "./parameters.ts";
import type { BodyTemplate, Template } from "./template.ts";
import { leavesOf, parseTemplate, placesOf, secretsOf } from "./template.ts";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

/** The keys that every request has; the method it has when none is written depends on what it is for. */
export const stepShape = {
  method: z.enum(METHODS, { error: `must be one of ${METHODS.join(", ")}` }).optional(),
  url: z.string().max(2_000),
  headers: z.record(z.string(), z.string().max(4_000)).default({}),
  body: z.json().optional(),
};
export interface WrittenStep {
  readonly method?: Method | undefined;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Json | undefined;
}

export interface Step {
  readonly method: Method;
  readonly url: Template;
  readonly headers: readonly (readonly [string, Template])[];
  readonly body: BodyTemplate | undefined;
}

/** What a request may have places for. */
export interface Known {
  readonly places: readonly string[];
  readonly secrets: readonly string[];
}

export interface ReadStep {
  readonly step: Step;
  /** Paths begin at the request. */
  readonly problems: readonly Problem[];
}

const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What these headers carry lets somebody in, and settings are files that are read by many. */
const CREDENTIALS =
  /^(?:authorization|proxy-authorization|cookie|private-token|(?:x-)?(?:api-?key|auth-token|access-token))$/i;
/** gonogo's own, or the connection's. */
const OWN = /^(?:idempotency-key|host|connection|content-length|transfer-encoding|expect|upgrade|te|trailer)$/i;
/** Where a request goes is written out: no value of a plan can lead it elsewhere. */
const ORIGIN = /^https?:\/\/[^/?#@{}$\s\\]+(?:[/?]|$)/i;
const BRACE = "a brace has no partner; write {{ or }} for a brace itself";

/** The parsed request and everything wrong with it. */
export function readStep(written: WrittenStep, standard: Method, known: Known): ReadStep {
  const problems: Problem[] = [];
  const read = (text: string, path: Problem["path"]): Template => {
    const template = parseTemplate(text);
    if (!template) problems.push({ path, message: BRACE });
    else problems.push(...placeProblems(template, path, known));
    return template ?? [{ text }];
  };
  if (!ORIGIN.test(written.url)) {
    problems.push({
      path: ["url"],
      message: "must begin with http:// or https:// and a host, without places or a user in it",
    });
  }
  const method = written.method ?? standard;
  if (written.body !== undefined && method === "GET") problems.push({ path: ["body"], message: "a GET has no body" });
  const headers = Object.entries(written.headers).map(([name, text]) => {
    const template = read(text, ["headers", name]);
    problems.push(...headerProblems(name, template));
    return [name.toLowerCase(), template] as const;
  });
  const url = read(written.url, ["url"]);
  const body = written.body === undefined ? undefined : readBody(written.body, ["body"], read);
  return { step: { method, url, headers, body }, problems };
}

/** The names of all secrets that a request needs. */
export function secretsOfStep({ url, headers, body }: Step): readonly string[] {
  const templates = [url, ...headers.map(([, template]) => template), ...(body ? leavesOf(body) : [])];
  return [...new Set(templates.flatMap(secretsOf))];
}

function readBody(
  written: Json,
  path: Problem["path"],
  read: (text: string, path: Problem["path"]) => Template,
): BodyTemplate {
  if (typeof written === "string") return { leaf: read(written, path) };
  if (typeof written !== "object" || written === null) return { value: written };
  if (isList(written)) return { list: written.map((entry, index) => readBody(entry, [...path, index], read)) };
  const fields = Object.entries(written).flatMap(([name, field]) =>
    field === undefined ? [] : [[name, readBody(field, [...path, name], read)] as const],
  );
  return { fields };
}

function placeProblems(template: Template, path: Problem["path"], { places, secrets }: Known): readonly Problem[] {
  const strangers = placesOf(template).filter((place) => !places.includes(place));
  const unlisted = secretsOf(template).filter((secret) => !secrets.includes(secret));
  return [
    ...strangers.map((place) => ({
      path,
      message: `there is no {${place}} here (there is ${places.map((each) => `{${each}}`).join(", ")}); write {{ }} for braces`,
    })),
    ...unlisted.map((secret) => ({ path, message: `\${${secret}} is not listed under secrets` })),
  ];
}

function headerProblems(name: string, template: Template): readonly Problem[] {
  const path = ["headers", name];
  if (!HEADER.test(name)) return [{ path, message: "not a name for a header" }];
  if (OWN.test(name)) return [{ path, message: "gonogo sets this header itself" }];
  if (CREDENTIALS.test(name) && secretsOf(template).length === 0) {
    return [
      {
        path,
        message: "a secret in plain sight; list a variable under secrets and name it here, as in Bearer \u0024{NAME}",
      },
    ];
  }
  return [];
}
