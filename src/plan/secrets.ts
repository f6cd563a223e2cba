/**
 * Which inputs of a plan's workflows are secret. Their values go to the engine and to nobody else.
 */
import type { Content, Item } from "./content.ts";
import type { Context } from "./context.ts";
import type { Plan } from "./plan.ts";

/** Names of secret inputs by item. */
export type Secrets = Readonly<Record<string, readonly string[]>>;

/**
 * As the engines say now. Of a workflow whose engine is silent it is what was known before, or else everything that is
 * given: what nobody knows to be harmless is not shown.
 */
export function secretsIn(items: readonly Item[], engines: Context["engines"], before: Secrets = {}): Secrets {
  const named = items.flatMap(({ id, work }) => {
    const names = work.type === "text" ? [] : (namesIn(work, engines) ?? before[id] ?? Object.keys(work.with));
    return names.length === 0 ? [] : [[id, names] as const];
  });
  return Object.fromEntries(named);
}

type WorkflowWork = Extract<Item["work"], { type: "workflow" }>;

function namesIn({ engine, workflow }: WorkflowWork, engines: Context["engines"]): readonly string[] | undefined {
  const known = Object.hasOwn(engines, engine) ? engines[engine] : undefined;
  const parameters = known?.find((description) => description.workflow === workflow)?.parameters;
  return parameters?.filter(({ secret }) => secret).map(({ name }) => name);
}

/** All that is known of a plan: what its engines said when it was edited, planned and approved. */
export function secretsOf({ content, secrets = {}, workflows, approvedWorkflows = {} }: Plan): Secrets {
  const frozen = (id: string) =>
    [workflows[id], approvedWorkflows[id]].flatMap((each) =>
      (each?.parameters ?? []).filter(({ secret }) => secret).map(({ name }) => name),
    );
  const ids = [...new Set([...content.items.map(({ id }) => id), ...Object.keys(approvedWorkflows)])];
  // What was frozen says more than a guess made while the engine was silent.
  return Object.fromEntries(
    ids.map((id) => [id, [...new Set([...(workflows[id] ? [] : (secrets[id] ?? [])), ...frozen(id)])]]),
  );
}

/** What is known of an event's own content, whatever the plan has become since. */
export function secretsAt(event: { readonly secrets?: Secrets | undefined }, plan: Plan): Secrets {
  const [then, now] = [event.secrets ?? {}, secretsOf(plan)];
  const ids = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return Object.fromEntries(ids.map((id) => [id, [...new Set([...(then[id] ?? []), ...(now[id] ?? [])])]]));
}

/** What stands where a secret is not shown; a file that says it leaves the secret as it is. */
export const HIDDEN = "••••••";

/** The content with every secret hidden. */
export function withoutSecrets(content: Content, secrets: Secrets): Content {
  return { ...content, items: content.items.map((item) => hidden(item, secrets[item.id] ?? [])) };
}

function hidden(item: Item, names: readonly string[]): Item {
  const { work } = item;
  if (work.type === "text" || names.length === 0) return item;
  const shown = Object.entries(work.with).map(
    ([name, value]) => [name, names.includes(name) ? HIDDEN : value] as const,
  );
  return { ...item, work: { ...work, with: Object.fromEntries(shown) } };
}
