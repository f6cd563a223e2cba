/**
 * Items, from the steps of a list and from "first …, then …". A workflow is run only where one that an engine offers is named
 * exactly; all else is what a person does.
 */
import type { ParameterValue } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { WorkflowDescription } from "../../plan/workflow.ts";
import type { ItemDraft } from "../plan-file/draft.ts";
import { fitParameters, typedValue } from "../plan-file/parameters.ts";
import { questionsOf } from "./approval.ts";
import { clipped } from "./clip.ts";
import type { Known } from "./known.ts";
import type { Named } from "./names.ts";
import { namesIn } from "./names.ts";
import { isOnly } from "./only.ts";
import type { Hint, Placed, Question } from "./question.ts";

export interface ItemFound {
  readonly item: ItemDraft;
  readonly open: readonly Question[];
  readonly hints: readonly Hint[];
}

const FIRST = /(?<=^|[:：,，。]\s{0,3})(?:first(?:ly)?\b|首先|先)\s*[,:，：]?\s*/iu;
const THEN =
  /\s*[,，;；、.。]?\s*(?:and\s+)?(?:\bthen\b|\bafter that\b|\bafterwards\b|\bnext\b|\bfinally\b|\blastly\b|然后再?|接着再?|随后再?|最后再?|再)\s*[,:，：]?\s*/iu;
const ORDERED = /\bthen\b|然后|再|接着/iu;
/** Who carries it out stands there and nowhere else. */
const OWNED = [
  /[(（]\s*(?:owner|负责人|执行人)?\s*[:：]?\s*(?<names>[^()（）]{1,80})[)）]\s*$/iu,
  /[,，;；]?\s*(?:owners?|负责人|执行人)\s*[:：]\s*(?<names>.{1,80})$/iu,
  /\s+by\s+(?<names>[^,，]{1,80})$/iu,
  /[,，]?\s*由\s*(?<names>.{1,40}?)\s*(?:来)?(?:负责|执行|操作|完成|处理)\s*$/u,
  /[,，]?\s*(?<names>[^,，\s]{1,40}?)\s*负责\s*$/u,
  /^(?<names>[^:：,，]{1,60})[:：]\s*/u,
  /^由\s*(?<names>.{1,40}?)\s*(?:来|负责|(?=执行|操作|完成|处理|部署|发布|上线))/u,
];
const JOINERS = /\s|,|，|、|&|\/|\band\b|\bor\b|和|与|及|[@＠]/iuy;

export interface Steps {
  /** What stands before the first of them. */
  readonly lead: string;
  readonly steps: readonly string[];
}

/**
 * `first A, then B`: at least two; undefined where the sentence has no such order. `runs`: it names workflows, so that "then"
 * alone tells it.
 */
export function stepsIn(sentence: string, runs: boolean): Steps | undefined {
  const first = FIRST.exec(sentence);
  if (!first && !(runs && ORDERED.test(sentence))) return undefined;
  const from = first ? first.index : 0;
  const steps = sentence
    .slice(from + (first?.[0].length ?? 0))
    .split(THEN)
    .map((step) => step.replace(/(?<![,，.。;；、\s])[,，.。;；、\s]+$/u, "").trim())
    .filter((step) => step !== "");
  return steps.length > 1 ? { lead: sentence.slice(0, from), steps } : undefined;
}

export function itemOf(step: string, known: Known): ItemFound {
  const owned = ownersOf(step, known);
  const run = runIn(owned.rest, known);
  const name = (run?.rest ?? owned.rest).replace(/(?<![.。;；])[.。;；]+$/u, "").trim();
  const fallback = run ? run.workflow.title || run.workflow.workflow : step.trim();
  const wanted = name === "" ? fallback : name;
  const short = clipped(wanted, LIMITS.name);
  const whole = short === wanted ? undefined : wanted;
  const item: ItemDraft = {
    name: short,
    ...(run && { run: `${run.engine}:${run.workflow.workflow}` }),
    ...(run && Object.keys(run.given).length > 0 && { with: run.given }),
    ...(!run && whole !== undefined && { text: whole.slice(0, LIMITS.text) }),
    ...(owned.owners.length > 0 && { owner: owned.owners }),
  };
  return { item, open: owned.open, hints: run ? [] : unknownRuns(owned.rest, known) };
}

interface Owned {
  readonly owners: readonly string[];
  readonly open: readonly Question[];
  /** The step without the words that name its owners. */
  readonly rest: string;
}

function ownersOf(step: string, known: Known): Owned {
  for (const pattern of OWNED) {
    const match = pattern.exec(step);
    const names = match?.groups?.names;
    if (!match || names === undefined) continue;
    const named = namesIn(names, known);
    if (named.length === 0 || !isOnly(JOINERS, without(names, named))) continue;
    const rest = `${step.slice(0, match.index)} ${step.slice(match.index + match[0].length)}`.trim();
    return { owners: partiesOf(named), open: questionsOf({ names: named }), rest: rest === "" ? step : rest };
  }
  const mentions = namesIn(step, known).filter(({ at }) => /[@＠]/u.test(step[at] ?? ""));
  const rest = without(step, mentions).replace(/\s+/gu, " ").trim();
  return {
    owners: partiesOf(mentions),
    open: questionsOf({ names: mentions }),
    rest: mentions.length === 0 || rest === "" ? step : rest,
  };
}

function partiesOf(named: readonly Named[]): readonly string[] {
  return [...new Set(named.flatMap(({ meant }) => (meant.kind === "party" ? [meant.party] : [])))];
}

function without(text: string, named: readonly Named[]): string {
  return named.reduceRight((soFar, { at, end }) => `${soFar.slice(0, at)} ${soFar.slice(end)}`, text);
}

interface Run {
  readonly engine: string;
  readonly workflow: WorkflowDescription;
  readonly given: Readonly<Record<string, ParameterValue>>;
  readonly rest: string;
}

const WORKFLOW = /(?<![\p{L}\p{N}_.-])(?<engine>[A-Za-z][\w-]*):(?<workflow>[^\s:：,，;；。]+)/gu;
const PARAMETER = /(?<![\p{L}\p{N}_.-])(?<name>[\p{L}\p{N}_.-]{1,100})=(?<value>"[^"]*"|[^\s,，;；。]+)/gu;

function runIn(step: string, known: Known): Run | undefined {
  const found = namedRun(step, known) ?? titledRun(step, known);
  if (!found) return undefined;
  const given = new Map<string, ParameterValue>();
  const rest = found.rest.replace(PARAMETER, (whole, name: string, value: string) => {
    if (!found.workflow.parameters.some((each) => each.name === name)) return whole;
    given.set(name, typedValue(value.replace(/^"|"$/gu, "")));
    return "";
  });
  const fitted = fitParameters(Object.fromEntries(given), found.workflow.parameters);
  const bare = rest.replace(/\s+/gu, " ").replace(/^(?:run|execute|start|运行|执行)\s*$/iu, "");
  return { ...found, given: fitted, rest: bare.replace(/\s*(?:with|[:：,，])?\s*$/iu, "").trim() };
}

/** `command:build`, as it is typed. */
function namedRun(step: string, { engines }: Known): Omit<Run, "given"> | undefined {
  for (const match of step.matchAll(WORKFLOW)) {
    const { engine = "", workflow: name = "" } = match.groups ?? {};
    const workflow = Object.hasOwn(engines, engine)
      ? engines[engine]?.find((each) => each.workflow === name || each.workflow === name.replace(/\.$/u, ""))
      : undefined;
    if (!workflow) continue;
    const end = match.index + `${engine}:${workflow.workflow}`.length;
    return { engine, workflow, rest: `${step.slice(0, match.index)}${step.slice(end)}` };
  }
  return undefined;
}

/** The whole step is the title or the name of one workflow, and of no other. */
function titledRun(step: string, { engines }: Known): Omit<Run, "given"> | undefined {
  const wanted = step
    .replace(PARAMETER, "")
    .replace(/^(?:run|execute|start|运行|执行)\s+/iu, "")
    .replace(/["“”「」『』]/gu, "")
    .trim()
    .toLowerCase();
  if (wanted === "") return undefined;
  const fitting = Object.entries(engines).flatMap(([engine, workflows]) =>
    (workflows ?? [])
      .filter(({ title, workflow }) => title.toLowerCase() === wanted || workflow.toLowerCase() === wanted)
      .map((workflow) => ({ engine, workflow })),
  );
  const [one, another] = fitting;
  if (!one || another) return undefined;
  const parameters = [...step.matchAll(PARAMETER)].map(([whole]) => whole).join(" ");
  return { ...one, rest: `${one.workflow.title || one.workflow.workflow} ${parameters}` };
}

/** Written like a workflow of an engine that is there, and none that it offers. */
function unknownRuns(step: string, { engines }: Known): readonly Hint[] {
  return [...step.matchAll(WORKFLOW)].flatMap(({ 0: name, groups }) =>
    Object.hasOwn(engines, groups?.engine ?? "") ? [{ code: "unknown-word" as const, key: "run" as const, name }] : [],
  );
}

/** Workflows that running text names exactly, in their order. */
export function runsIn(text: string, known: Known): readonly (ItemFound & Placed)[] {
  return [...text.matchAll(WORKFLOW)].flatMap((match) => {
    const after = AFTER_RUN.exec(text.slice(match.index + match[0].length))?.[0] ?? "";
    const found = itemOf(`${match[0]}${after}`, known);
    const end = match.index + match[0].length + after.length;
    return found.item.run === undefined ? [] : [{ ...found, at: match.index, end }];
  });
}

const AFTER_RUN = /^(?:\s+[\p{L}\p{N}_.-]+=(?:"[^"]*"|[^\s,，;；。]+))*/u;
