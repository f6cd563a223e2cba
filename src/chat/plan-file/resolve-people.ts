/**
 * From names of people and groups to the directory's.
 */
import type { Party, PersonId } from "../../plan/content.ts";
import { GROUP_PREFIX } from "../../plan/content.ts";
import { nearest } from "./keys.ts";
import { bareName } from "./list-text.ts";
import type { Report, ResolveContext } from "./resolve-context.ts";

type Directory = Pick<ResolveContext, "resolvePerson" | "knownGroups">;

/** A person's id, or undefined with the reason reported. */
export function personOf(
  name: string,
  path: string,
  { resolvePerson }: Directory,
  report: Report,
): PersonId | undefined {
  const found = resolvePerson(bareName(name));
  if ("id" in found) return found.id;
  report(path, { code: "unknown-person", name: bareName(name), nearest: found.nearest });
  return undefined;
}

/** People and groups, each once. `@qa` is the group where nobody has that name. */
export function partiesOf(
  names: readonly string[],
  path: string,
  directory: Directory,
  report: Report,
): readonly Party[] {
  const parties = names.map((name, index) => partyOf(name, `${path}[${index}]`, directory, report));
  return [...new Set(parties.filter((party) => party !== undefined))];
}

function partyOf(name: string, path: string, directory: Directory, report: Report): Party | undefined {
  const bare = bareName(name);
  const { knownGroups } = directory;
  if (!bare.startsWith(GROUP_PREFIX)) {
    const isGroup = knownGroups.includes(bare) && !("id" in directory.resolvePerson(bare));
    return isGroup ? `${GROUP_PREFIX}${bare}` : personOf(bare, path, directory, report);
  }
  const group = bareName(bare.slice(GROUP_PREFIX.length));
  if (knownGroups.includes(group)) return `${GROUP_PREFIX}${group}`;
  report(path, { code: "unknown-group", name: group, nearest: nearest(group, knownGroups) });
  return undefined;
}
