/**
 * The engine `http`: workflows of any service with an HTTP API, as `gonogo.yaml` declares them.
 */
import PQueue from "p-queue";
import type { Engine, EngineWorkflow, Json } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Parameter } from "../../src/plan/workflow.ts";
import { createAttempts } from "./attempts.ts";
import { cancelRun } from "./cancel.ts";
import type { ExchangeNeeds } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import type { SendRequest } from "./request.ts";
import { createPlainRequest } from "./request.ts";
import { parseRef, workflowNamed } from "./run-ref.ts";
import { readRun } from "./run-state.ts";
import type { HttpSection, HttpWorkflow } from "./settings.ts";
import { findRun, startRun } from "./start.ts";

const TIMEOUT_MS = 10_000;
const REQUESTS_AT_ONCE = 4;

export interface HttpEngineOptions {
  readonly section: HttpSection;
  /** Where the values of the listed secrets are taken from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Instant;
  /** For one request, in milliseconds. */
  readonly timeout?: number | undefined;
  /** Sends requests; the default sends them wherever they lead. */
  readonly request?: SendRequest | undefined;
}

/** Makes the engine named `http`. It has no webhooks: runs are followed by reading them. */
export function createHttpEngine(options: HttpEngineOptions): Engine {
  const { section, environment, now, timeout = TIMEOUT_MS } = options;
  const plain = createPlainRequest();
  const starting = new Map<string, Promise<string>>();
  const needs = { section, environment, now, timeout, send: options.request ?? plain.send, attempts: createAttempts() };

  return {
    name: "http",
    async list() {
      const queue = new PQueue({ concurrency: REQUESTS_AT_ONCE });
      return await queue.addAll(
        Object.values(section.workflows).map((each) => async () => await describe(needs, each)),
      );
    },
    async describe(name) {
      const workflow = workflowNamed(section, name);
      return workflow && (await describe(needs, workflow));
    },
    start: async (run) => {
      const going = starting.get(run.key) ?? startRun(needs, run).finally(() => starting.delete(run.key));
      starting.set(run.key, going);
      return await going;
    },
    find: async (run) => {
      await starting.get(run.key)?.catch(() => undefined);
      return await findRun(needs, run);
    },
    read: async (ref) => {
      const { workflow, name } = parseRef(section, ref);
      return await readRun(needs, workflow, name);
    },
    cancel: async (ref) => {
      const { workflow, name } = parseRef(section, ref);
      return await cancelRun(needs, workflow, name);
    },
    stop: async () => {
      await Promise.allSettled(starting.values());
      await plain.close();
    },
  };
}

async function describe(needs: ExchangeNeeds, workflow: HttpWorkflow): Promise<EngineWorkflow> {
  const { name, title, parameters, written, definition: step, retryable } = workflow;
  const errand = { what: `the definition of ${name}`, acting: false, retryable };
  const said = step && (await exchange(needs, { step, errand, values: {} }));
  const told = said && step && (await said.evaluate(step.value));
  return {
    workflow: name,
    title,
    parameters,
    definition: {
      start: written,
      parameters: parameters.map(definitionOf),
      ...(told !== undefined && { service: told }),
    },
  };
}

/** Labels are for people; everything else decides what is sent. */
function definitionOf({ name, type, required, choices, default: standard, pattern }: Parameter): Json {
  return {
    name,
    type,
    required,
    ...(choices && { choices }),
    ...(standard !== undefined && { default: standard }),
    ...(pattern !== undefined && { pattern }),
  };
}
