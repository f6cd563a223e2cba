/**
 * How a run stands, as the declared expressions read it from the service's answer.
 */
import type { RunState } from "../../src/flow/engine.ts";
import type { RunProgress } from "../../src/plan/plan.ts";
import type { ExchangeNeeds, Said } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import type { Expression } from "./expression.ts";
import { strange } from "./failure.ts";
import type { HttpWorkflow } from "./settings.ts";

const LONGEST = { reason: 500, word: 200, link: 2_000 } as const;

/** Asks the service. Throws an EngineError when it does not tell. */
export async function readRun(needs: ExchangeNeeds, workflow: HttpWorkflow, ref: string): Promise<RunState> {
  const { read, name, retryable } = workflow;
  const errand = { what: `the reading of a run of ${name}`, acting: false, retryable };
  const said = await exchange(needs, { step: read, errand, values: { ref } });
  const state = await said.evaluate(read.state);
  switch (state) {
    case "running":
      return { state, progress: await progressOf(said, workflow, 99) };
    case "passed":
      return { state, progress: { ...(await progressOf(said, workflow, 100)), percent: 100 } };
    case "failed": {
      const { percent: _, ...progress } = await progressOf(said, workflow, 100);
      const reason = textOf(await evaluated(said, read.reason), LONGEST.reason);
      return { state, reason: reason ?? "the service says that it failed", progress };
    }
    default:
      throw strange(errand, "the expression for its state gives neither running, passed nor failed");
  }
}

async function progressOf(said: Said, { read, title }: HttpWorkflow, most: number): Promise<RunProgress> {
  const stage = textOf(await evaluated(said, read.stage), LONGEST.word);
  const job = textOf(await evaluated(said, read.job), LONGEST.word) ?? title;
  const link = linkOf(await evaluated(said, read.link));
  const percent = percentOf(await evaluated(said, read.percent), most);
  return {
    job,
    ...(stage !== undefined && { stage }),
    ...(percent !== undefined && { percent }),
    ...(link !== undefined && { link }),
  };
}

async function evaluated(said: Said, expression: Expression | undefined): Promise<unknown> {
  return expression && (await said.evaluate(expression));
}

function percentOf(found: unknown, most: number): number | undefined {
  return typeof found === "number" ? Math.min(most, Math.max(0, Math.floor(found))) : undefined;
}

function textOf(found: unknown, longest: number): string | undefined {
  const text = typeof found === "number" || typeof found === "boolean" ? String(found) : found;
  if (typeof text !== "string") return undefined;
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  if (line === "") return undefined;
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Only what a browser opens as a page becomes a link. */
function linkOf(found: unknown): string | undefined {
  if (typeof found !== "string" || found.length > LONGEST.link) return undefined;
  const url = URL.parse(found);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
