/**
 * The engine that runs local commands which the settings allow, each at most once per run key.
 */
import { accessSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Engine, Found, RunRequest } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant, ParameterValue } from "../../src/plan/content.ts";
import { parameterProblem } from "../../src/plan/workflow.ts";
import { becameOption, fillArgument } from "./argument.ts";
import { cancelRun } from "./cancel.ts";
import { minimalEnvironment } from "./environment.ts";
import { launchSupervisor } from "./launch.ts";
import { pruneRuns } from "./prune.ts";
import type { Request } from "./records.ts";
import { hasStarted, isRef, makeClaim, refOf, withdrawClaim, withdrawClaims } from "./run-folder.ts";
import { stateOf } from "./run-state.ts";
import type { Command, Commands } from "./settings.ts";
import { hasControl } from "./settings.ts";

/** How long a command may take to end by itself when it is told to. */
const GRACE_MS = 10_000;

export interface CommandEngineOptions {
  readonly commands: Commands;
  /** Where the folders of runs live: on a local disk of the machine that the commands run on. */
  readonly folder: string;
  /** What the commands' working folders are relative to: the folder of the settings. */
  readonly base: string;
  readonly now: () => Instant;
  /** Where the few variables that commands may see are taken from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly graceMs?: number | undefined;
}

/** Makes the engine named `command`. Runs go on without it, and it finds them again from their folders. */
export function createCommandEngine(options: CommandEngineOptions): Engine {
  const { commands, now, graceMs = GRACE_MS } = options;
  const folder = resolve(options.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const starting = new Map<string, Promise<string>>();
  let stopped = false;
  const pruning = pruneRuns(folder, now(), () => stopped);

  const runOf = (ref: string): string => {
    const run = join(folder, ref);
    if (!isRef(ref) || !hasStarted(run)) throw new EngineError(`no run is named ${ref}`, { sure: true, again: false });
    return run;
  };

  return {
    name: "command",
    list: async () => Object.values(commands).map((command) => command.description),
    describe: async (workflow) => commandNamed(commands, workflow)?.description,
    start: async (run) => {
      const going =
        starting.get(run.key) ?? startRun(folder, requestFor(options, run)).finally(() => starting.delete(run.key));
      starting.set(run.key, going);
      return await going;
    },
    find: async ({ key }) => {
      await starting.get(key)?.catch(() => undefined);
      return findRun(folder, key);
    },
    read: async (ref) => stateOf(runOf(ref)),
    cancel: async (ref) => await cancelRun(runOf(ref), graceMs, now),
    stop: async () => {
      stopped = true;
      await Promise.allSettled([pruning, ...starting.values()]);
    },
  };
}

function commandNamed(commands: Commands, workflow: string): Command | undefined {
  return Object.hasOwn(commands, workflow) ? commands[workflow] : undefined;
}

async function startRun(folder: string, request: Request): Promise<string> {
  const ref = refOf(request.key);
  const run = join(folder, ref);
  const claim = claimFor(run, request);
  if (claim === undefined) return ref;
  try {
    const launched = await launchSupervisor(run, claim, minimalEnvironment(request.env));
    // Without a word from the supervisor, withdrawing its claim decides: either nothing can start any more, or it has.
    if (launched !== "taken") withdrawClaim(run, claim);
    if (hasStarted(run)) return ref;
  } catch (error) {
    throw unsure("the run's folder can't be read", error);
  }
  throw notStarted("the supervisor of the command did not start", true);
}

/** A claim to start the run by, or undefined when it was started before. */
function claimFor(run: string, request: Request): string | undefined {
  try {
    return hasStarted(run) ? undefined : makeClaim(run, request);
  } catch (error) {
    throw notStarted("the run's folder can't be used", true, error);
  }
}

function findRun(folder: string, key: string): Found {
  const ref = refOf(key);
  const run = join(folder, ref);
  try {
    // A folder of runs that is gone, on a disk that isn't mounted for example, says nothing about a run.
    accessSync(folder);
    if (!hasStarted(run)) withdrawClaims(run);
    return hasStarted(run) ? { found: "run", ref } : { found: "none" };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { found: "unknown", why: `the folder of the run can't be read: ${why}` };
  }
}

function requestFor(
  { commands, base, environment, graceMs = GRACE_MS }: CommandEngineOptions,
  run: RunRequest,
): Request {
  const command = commandNamed(commands, run.workflow);
  if (!command) throw notStarted(`no command is named ${run.workflow}`, false);
  const { program, folder, timeout, env } = command;
  return {
    key: run.key,
    workflow: run.workflow,
    program,
    arguments: argumentsFor(command, run.with),
    folder: resolve(base, folder),
    env: {
      ...minimalEnvironment(environment),
      GONOGO_PLAN: String(run.plan.index),
      GONOGO_ITEM: run.item.id,
      GONOGO_RUN: refOf(run.key),
      ...env,
    },
    timeout,
    graceMs,
  };
}

function argumentsFor(
  { description, arguments: templates }: Command,
  given: Readonly<Record<string, ParameterValue>>,
): string[] {
  const problem = parameterProblem(description, given);
  if (problem) throw notStarted(`parameter ${problem.name}: ${problem.problem}`, false);
  const values: Record<string, ParameterValue> = { ...given };
  for (const parameter of description.parameters) {
    const value = given[parameter.name] ?? parameter.default;
    if (value === undefined) continue;
    if (hasControl(value)) throw notStarted(`parameter ${parameter.name}: control characters`, false);
    values[parameter.name] = value;
  }
  return templates.flatMap((template) => {
    const filled = fillArgument(template, values);
    if (filled === undefined) return [];
    if (becameOption(template, filled, values))
      throw notStarted(`an argument would become the option ${filled}`, false);
    return [filled];
  });
}

function notStarted(message: string, again: boolean, cause?: unknown): EngineError {
  return new EngineError(message, { sure: true, again }, cause);
}

function unsure(message: string, cause: unknown): EngineError {
  return new EngineError(message, { sure: false, again: true }, cause);
}
