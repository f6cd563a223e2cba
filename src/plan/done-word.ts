/**
 * Somebody's word that an item is done: the last one needed, or the first of two.
 */
import type { Item } from "./content.ts";
import { LIMITS } from "./content.ts";
import { textProblem } from "./content-problem.ts";
import type { Context } from "./context.ts";
import { lackingProblem } from "./demands.ts";
import type { Confirmed, Given } from "./evidence.ts";
import type { ItemProgress } from "./plan.ts";
import type { Refusal } from "./refusal.ts";

type Todo = Extract<ItemProgress, { state: "todo" }>;

interface Word {
  readonly said: Given & { readonly type: "item-said" | "item-done"; readonly confirms?: Confirmed | undefined };
  /** Why it does not count. */
  readonly problem?: Refusal | undefined;
}

/** Refuses words that hide something or are longer than a card can bear. */
export function wordsProblem({ remark, evidence, answers, files }: Given): Refusal | undefined {
  return (
    textProblem("remark", remark, LIMITS.text) ??
    textProblem("evidence", evidence?.join("\n"), LIMITS.text) ??
    textProblem("evidence", answers && Object.values(answers).join("\n"), LIMITS.text) ??
    textProblem("file", files?.map(({ name }) => name).join("\n"), LIMITS.text)
  );
}

/** What the word says, with all that was given before it, and what is missing to make it count. */
export function wordOf({ name, work }: Item, todo: Todo, word: Given, { actor }: Context): Word {
  const given = together({ files: todo.files }, todo.said ?? {}, word);
  const first = todo.said;
  if (work.type !== "text") return { said: { type: "item-done", ...given } };
  const own = first !== undefined && actor.kind === "person" && first.by === actor.id;
  const problem: Refusal | undefined = own
    ? { code: "confirm-other", item: name, at: first.at }
    : (crowdedProblem(name, given) ?? lackingProblem(name, work, todo, given));
  if (work.confirm === undefined) return { said: { type: "item-done", ...given }, problem };
  if (!first) return { said: { type: "item-said", ...given }, problem };
  const confirms = { by: first.by, at: first.at, remark: first.remark };
  return { said: { type: "item-done", ...given, remark: word.remark, confirms }, problem };
}

function crowdedProblem(item: string, { files = [] }: Given): Refusal | undefined {
  return files.length > LIMITS.files ? { code: "too-many-files", item, most: LIMITS.files } : undefined;
}

/** Later words add to earlier ones; the same answer given anew counts. */
function together(...all: readonly Given[]): Given {
  const evidence = [...new Set(all.flatMap((given) => given.evidence ?? []))];
  const files = all.flatMap((given) => given.files ?? []);
  const answers = Object.assign({}, ...all.map((given) => given.answers));
  const once = files.filter(
    (file, place) => files.findIndex(({ hash, ask }) => hash === file.hash && ask === file.ask) === place,
  );
  return {
    remark: all.at(-1)?.remark,
    evidence: evidence.length > 0 ? evidence : undefined,
    answers: Object.keys(answers).length > 0 ? answers : undefined,
    files: once.length > 0 ? once : undefined,
  };
}
