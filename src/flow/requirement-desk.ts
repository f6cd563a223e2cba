/**
 * Asks the trackers what requirements are: bounded in time, so that one that is slow or silent delays nobody.
 */
import type { Instant } from "../plan/content.ts";
import type { Finding, RequirementQuery } from "../plan/found.ts";
import type { RequirementAnswer } from "../plan/reading.ts";
import type { Requirement } from "../plan/requirement.ts";
import { requirementOf } from "../plan/requirement.ts";
import { EngineError } from "./engine.ts";
import type { RequirementSource } from "./requirements.ts";
import type { Scheduler } from "./scheduler.ts";
import { systemScheduler } from "./scheduler.ts";

export interface RequirementDesk {
  /** What these are now. Those that nothing reads are left out; those without an answer in so many ms are silent. */
  read(words: readonly string[], patience: number): Promise<Readonly<Record<string, RequirementAnswer>>>;
  /** Absent where nothing can be looked for. */
  readonly find?: ((query: RequirementQuery) => Promise<Finding>) | undefined;
  stop(): Promise<void>;
}

export interface RequirementDeskNeeds {
  readonly sources: readonly RequirementSource[];
  readonly now: () => Instant;
  readonly scheduler?: Scheduler | undefined;
  /** Hears of what should not happen: a source that rejects with anything else than an EngineError. */
  readonly onError: (error: unknown) => void;
}

/** Asked of one source at a time; more would look like an attack to a tracker, and hit its limit. */
const AT_ONCE = 6;
/** As long (ms) an answer is good for the next asking, silence as well: several surfaces ask after one click. */
const FRESH = 3_000;
/** Issues of all the sprints of a plan that are kept: its snapshot stays small. */
const MOST_ISSUES = 1_000;
const LATE = "no answer in time";

interface Kept {
  readonly at: Instant;
  readonly answer: RequirementAnswer;
}
type Answers = Readonly<Record<string, RequirementAnswer>>;
type Gate = <T>(work: () => Promise<T>) => Promise<T>;
interface Gated {
  readonly source: RequirementSource;
  readonly gate: Gate;
}

export function createRequirementDesk(needs: RequirementDeskNeeds): RequirementDesk {
  const { sources, now, scheduler = systemScheduler } = needs;
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<RequirementAnswer>>();
  // Each has its own gate: one that hangs keeps nobody from another.
  const gated = sources.map((source): Gated => ({ source, gate: createGate(AT_ONCE) }));

  const ask = (word: string, requirement: Requirement, { source, gate }: Gated): Promise<RequirementAnswer> => {
    const known = kept.get(word);
    if (known && now() - known.at <= FRESH) return Promise.resolve(known.answer);
    const under = asking.get(word);
    if (under) return under;
    const asked = gate(() => answerOf(requirement, source, needs)).then((answer) => {
      kept.set(word, { at: now(), answer });
      return answer;
    });
    asking.set(word, asked);
    return asked.finally(() => {
      asking.delete(word);
      for (const [old, { at }] of kept) if (now() - at > FRESH) kept.delete(old);
    });
  };

  const read = async (words: readonly string[], patience: number): Promise<Answers> => {
    const read = [...new Set(words)].flatMap((word) => {
      const requirement = requirementOf(word);
      const asked = requirement && gated.find(({ source }) => source.reads(requirement));
      return asked ? [{ word, requirement, asked }] : [];
    });
    if (read.length === 0) return {};
    const answers: Record<string, RequirementAnswer> = Object.fromEntries(
      read.map(({ word }) => [word, { answer: "silent", why: LATE }]),
    );
    const all = read.map(async ({ word, requirement, asked }) => {
      answers[word] = await ask(word, requirement, asked);
    });
    const late = Promise.withResolvers<void>();
    const callOff = scheduler.after(patience, late.resolve);
    await Promise.race([Promise.all(all), late.promise]);
    callOff();
    return bounded(withoutLostLinks({ ...answers }));
  };

  const searchable = sources.find(({ find }) => find !== undefined);
  return {
    read,
    ...(searchable && { find: (query: RequirementQuery) => findingOf(query, searchable, needs) }),
    stop: async () => {
      for (const source of sources) await source.stop();
    },
  };
}

async function findingOf(
  query: RequirementQuery,
  source: RequirementSource,
  needs: RequirementDeskNeeds,
): Promise<Finding> {
  try {
    return (await source.find?.(query)) ?? { found: "no-board" };
  } catch (error) {
    return { found: "silent", why: whyOf(error, source, needs) };
  }
}

function whyOf(error: unknown, { name }: RequirementSource, { onError }: RequirementDeskNeeds): string {
  if (error instanceof EngineError) return error.message;
  onError(error);
  return `${name} gave an error`;
}

async function answerOf(
  requirement: Requirement,
  source: RequirementSource,
  needs: RequirementDeskNeeds,
): Promise<RequirementAnswer> {
  try {
    const state = await source.read(requirement);
    return { answer: "read", state: state ?? { kind: "missing" } };
  } catch (error) {
    return { answer: "silent", why: whyOf(error, source, needs) };
  }
}

/** A link stays a link where nothing is to be read behind it: its page may be for people alone. */
function withoutLostLinks(answers: Answers): Answers {
  const entries = Object.entries(answers).filter(
    ([word, answer]) =>
      !(answer.answer === "read" && answer.state.kind === "missing" && requirementOf(word)?.kind === "link"),
  );
  return Object.fromEntries(entries);
}

/** The first sprints have all their issues, the rest as many as there is room for. */
function bounded(answers: Answers): Answers {
  let room = MOST_ISSUES;
  const entries = Object.entries(answers).map(([word, answer]) => {
    if (answer.answer !== "read" || answer.state.kind !== "sprint") return [word, answer] as const;
    const { state } = answer;
    const issues = state.issues.slice(0, room);
    room -= issues.length;
    const cut = issues.length < state.issues.length;
    return [word, cut ? { ...answer, state: { ...state, issues, more: true } } : answer] as const;
  });
  return Object.fromEntries(entries);
}

/** Runs so many at a time, the others in their order: whoever is done hands the turn over to the one that waits longest. */
function createGate(most: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running < most) running += 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
