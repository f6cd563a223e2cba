/**
 * Hook endpoints and the time limits of gates: set by admins alone, in `gonogo.yaml` and by the `HOOK_` names.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { isAllowEntry } from "../hooks/address-guard.ts";
import { isSecret } from "../hooks/signature.ts";
import type { Checkpoint } from "../plan/content.ts";
import { CHECKPOINTS } from "../plan/content.ts";
import { millisecondsOf } from "./duration.ts";
import type { Environment } from "./environment.ts";
import type { EnvironmentValues } from "./names.ts";
import type { SettingsProblem } from "./problem.ts";
import { didYouMean } from "./problem.ts";

/** Somebody outside who is told of plans, and may hold them at gates. */
export interface HookEndpoint {
  readonly name: string;
  /** Where it is told; without it nobody is called, and answers come by themselves. */
  readonly url?: string | undefined;
  /** Shared with the endpoint; the first one signs, each is good for its callbacks. */
  readonly secrets: readonly string[];
  readonly events: readonly Checkpoint[];
  /** Checkpoints at which it must say go. */
  readonly gates: readonly Checkpoint[];
  /** Whether it hears of every plan, or of those that name it. */
  readonly plans: "all" | "named";
  /** Hosts, addresses and ranges that may be called although they are not public. */
  readonly allow: readonly string[];
  readonly credentials: "masked" | "sent";
  /** What the envelope's `event` says: `release_plan` as Zadig 4 does, or the event's name as Zadig 5 does. */
  readonly style: "release_plan" | "event-name";
  /** How long it may take to answer (ms). */
  readonly timeout: number;
}

/** How long a gate waits (ms), what happens then, and how often people hear of it. */
export interface GateLimit {
  readonly limit: { readonly after: number; readonly policy: "fail" | "ask" | "pass" } | undefined;
  readonly remind: number | undefined;
}

/** Also the name of the endpoint that the `HOOK_` names make. */
export const DEFAULT_ENDPOINT = "default";
const DEFAULT_TIMEOUT = "10s";
const LONGEST_TIMEOUT = 60_000;
const DEFAULT_LIMIT = "24h";
const DEFAULT_REMIND = "4h";

const checkpoint = z.enum(CHECKPOINTS, { error: `must be one of ${CHECKPOINTS.join(", ")}` });
const checkpoints = z.array(checkpoint).readonly();
const name = z
  .string()
  .regex(/^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{M}\p{N}._-]{0,63}$/u, "must be lower-case letters, digits, and . _ -");
const url = z.url({ protocol: /^https?$/, error: "is not an http or https address" });
const secret = z
  .string()
  .regex(/^(env|file):.+$/, "must be env:<NAME> or file:<path>; a secret is not written into this file");
const duration = z.string().refine((text) => millisecondsOf(text) !== undefined, 'must be like "90s", "30m" or "2h"');
const maybe = z.union([z.literal(false), z.literal("off"), duration], { error: 'must be like "30m" or "2h", or off' });

export const allowed = z
  .string()
  .refine(isAllowEntry, "must be a host name, an address, or a range such as 10.20.0.0/16");

const endpointSchema = z
  .strictObject({
    name,
    url: url.optional(),
    secret: z.union([secret, z.array(secret).min(1).readonly()]).optional(),
    events: checkpoints.default(CHECKPOINTS),
    gates: z.union([z.boolean(), checkpoints]).default(false),
    plans: z.enum(["all", "named"], { error: "must be all or named" }).default("all"),
    allow: z.array(allowed).readonly().default([]),
    credentials: z.enum(["masked", "sent"], { error: "must be masked or sent" }).default("masked"),
    style: z
      .enum(["release_plan", "event-name"], { error: "must be release_plan or event-name" })
      .default("release_plan"),
    timeout: duration.default(DEFAULT_TIMEOUT),
  })
  .readonly();
type WrittenEndpoint = z.output<typeof endpointSchema>;

export const hooksSchema = z.array(endpointSchema).readonly();

const gateSchema = z
  .strictObject({
    limit: maybe.default(DEFAULT_LIMIT),
    policy: z.enum(["fail", "ask", "pass"], { error: "must be fail, ask or pass" }).default("ask"),
    remind: maybe.default(DEFAULT_REMIND),
  })
  .readonly();
export const gatesSchema = z
  .strictObject({
    finish_planning: gateSchema.optional(),
    start_execute: gateSchema.optional(),
    all_job_done: gateSchema.optional(),
  })
  .readonly();

/** The time limit of each gate. */
export function gateLimits(written: z.output<typeof gatesSchema> | undefined): Readonly<Record<Checkpoint, GateLimit>> {
  const of = (gate: Checkpoint): GateLimit => {
    const { limit, policy, remind } = written?.[gate] ?? {
      limit: DEFAULT_LIMIT,
      policy: "ask" as const,
      remind: DEFAULT_REMIND,
    };
    const after = waitOf(limit);
    return { limit: after === undefined ? undefined : { after, policy }, remind: waitOf(remind) };
  };
  return {
    finish_planning: of("finish_planning"),
    start_execute: of("start_execute"),
    all_job_done: of("all_job_done"),
  };
}

function waitOf(written: string | false): number | undefined {
  return written === false ? undefined : millisecondsOf(written);
}

export interface HooksReading {
  readonly endpoints: readonly HookEndpoint[];
  readonly problems: readonly SettingsProblem[];
}

type Path = readonly PropertyKey[];

/** Every endpoint, the one of the `HOOK_` names first, and what is wrong with them. */
export function readHooks(
  written: readonly WrittenEndpoint[],
  values: EnvironmentValues,
  env: Environment,
  at: (path: Path) => Pick<SettingsProblem, "where" | "file" | "line">,
): HooksReading {
  const problems: SettingsProblem[] = [];
  const first = defaultEndpoint(values, problems);
  const named = written.map((endpoint, place): HookEndpoint => {
    const { secret: refs = [], gates, timeout, ...rest } = endpoint;
    const here = (key: string) => at(["hooks", place, key]);
    const secrets = (typeof refs === "string" ? [refs] : refs).flatMap((ref) =>
      secretOf(ref, env, here("secret"), problems),
    );
    const wait = millisecondsOf(timeout) ?? LONGEST_TIMEOUT;
    if (wait < 1_000 || wait > LONGEST_TIMEOUT) {
      problems.push({ code: "invalid", ...here("timeout"), wrong: "is not between 1s and 60s", remedy: "Correct it." });
    }
    return { ...rest, secrets, gates: gatesOf(gates, endpoint.events, here("gates"), problems), timeout: wait };
  });
  const endpoints = [...first, ...named];
  return { endpoints, problems: [...problems, ...twice(endpoints, written, at)] };
}

function defaultEndpoint(values: EnvironmentValues, problems: SettingsProblem[]): readonly HookEndpoint[] {
  const {
    HOOK_URL: address,
    HOOK_SECRET: shared,
    HOOK_EVENTS: asked,
    HOOK_CALLBACK: callback,
    HOOK_ALLOW: allow,
  } = values;
  const strangers = (asked ?? []).filter((event) => !checkpoint.safeParse(event).success);
  for (const event of strangers) {
    const wrong = "names an event that there is not";
    problems.push({ code: "invalid", where: "HOOK_EVENTS", wrong, remedy: didYouMean(event, CHECKPOINTS) });
  }
  if (allow?.some((entry) => !isAllowEntry(entry))) {
    const wrong = "has an entry that is no host name, address or range";
    problems.push({ code: "invalid", where: "HOOK_ALLOW", wrong, remedy: "Correct it." });
  }
  if (shared !== undefined && !isSecret(shared)) {
    const wrong = "begins with whsec_ and is not base64";
    problems.push({ code: "invalid", where: "HOOK_SECRET", wrong, remedy: "Correct it." });
  }
  if (address === undefined) return [];
  const events = asked === undefined ? CHECKPOINTS : CHECKPOINTS.filter((event) => asked.includes(event));
  const endpoint: HookEndpoint = {
    name: DEFAULT_ENDPOINT,
    url: address,
    secrets: shared === undefined ? [] : [shared],
    events,
    gates: callback ? events : [],
    plans: "all",
    allow: allow ?? [],
    credentials: "masked",
    style: "release_plan",
    timeout: millisecondsOf(DEFAULT_TIMEOUT) ?? LONGEST_TIMEOUT,
  };
  return [endpoint];
}

type Where = Pick<SettingsProblem, "where" | "file" | "line">;

function gatesOf(
  written: boolean | readonly Checkpoint[],
  events: readonly Checkpoint[],
  where: Where,
  problems: SettingsProblem[],
): readonly Checkpoint[] {
  if (typeof written === "boolean") return written ? events : [];
  const deaf = written.find((gate) => !events.includes(gate));
  if (deaf !== undefined) {
    const wrong = `has ${deaf}, which events do not`;
    problems.push({ code: "conflict", ...where, wrong, remedy: "Add it to events, or it would never be asked." });
  }
  return written;
}

function secretOf(ref: string, env: Environment, where: Where, problems: SettingsProblem[]): readonly string[] {
  const [kind] = ref.split(":", 1);
  const named = ref.slice(ref.indexOf(":") + 1);
  const found = kind === "env" ? env[named]?.trim() : fromFile(named);
  if (found && !isSecret(found)) {
    const wrong = `names ${named}, which begins with whsec_ and is not base64`;
    problems.push({ code: "invalid", ...where, wrong, remedy: "Correct the secret." });
    return [];
  }
  if (found) return [found];
  const wrong =
    kind === "env" ? `names ${named}, which is not set` : `names ${named}, which is empty or cannot be read`;
  problems.push({ code: "missing", ...where, wrong, remedy: "Set it, or correct the name." });
  return [];
}

function fromFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

function twice(
  endpoints: readonly HookEndpoint[],
  written: readonly WrittenEndpoint[],
  at: (path: Path) => Where,
): readonly SettingsProblem[] {
  const offset = endpoints.length - written.length;
  return written.flatMap(({ name: own }, place) => {
    const first = endpoints.findIndex((other) => other.name === own);
    if (first === place + offset) return [];
    const remedy = own === DEFAULT_ENDPOINT ? "It is the one of HOOK_URL; choose another." : "Choose another.";
    return [
      { code: "duplicate", ...at(["hooks", place, "name"]), wrong: "is taken by another endpoint", remedy } as const,
    ];
  });
}
