/**
 * Learning from the chat platforms who is who: accounts of people whose email is known, members of groups that a platform
 * keeps, and who is out of office.
 */
import type { Account, ChatAdapter } from "../chat/ports.ts";
import type { PersonId } from "../plan/content.ts";
import type { Settings } from "../settings/settings.ts";
import type { Directory } from "./directory.ts";

type Platform = Pick<ChatAdapter, "platform" | "find" | "members" | "away">;

export interface FollowNeeds {
  readonly settings: Pick<Settings, "people" | "platformGroups">;
  readonly directory: Pick<Directory, "everybody" | "accountsOf" | "meet" | "setMembers" | "setAway">;
  readonly platforms: readonly Platform[];
  readonly now: () => number;
  /** Hears who has left or come back: plans that wait for them are looked at. */
  readonly onAway?: ((people: readonly PersonId[]) => Promise<void>) | undefined;
  /** Hears what could not be asked; the next round asks again. */
  readonly onError: (error: unknown) => void;
}

/** How long somebody whom a platform does not know is not asked for again (ms). */
const UNKNOWN_LASTS = 6 * 60 * 60_000;

/** Makes the round, to be made at the start and every few minutes. Never rejects. */
export function createFollowing(needs: FollowNeeds): () => Promise<void> {
  const unknown = new Map<string, number>();
  return async () => {
    for (const platform of needs.platforms) await linkAccounts(platform, unknown, needs).catch(needs.onError);
    for (const platform of needs.platforms) await followAbsences(platform, needs).catch(needs.onError);
    for (const group of Object.keys(needs.settings.platformGroups))
      await followGroup(group, needs).catch(needs.onError);
  };
}

/** An approver who never spoke to the bot is reached all the same. */
async function linkAccounts(platform: Platform, unknown: Map<string, number>, needs: FollowNeeds): Promise<void> {
  const { directory, settings, now } = needs;
  for (const { id, email } of directory.everybody()) {
    const linked = directory.accountsOf(id).some((account) => account.platform === platform.platform);
    if (email === undefined || linked) continue;
    const name = `${platform.platform}:${email}`;
    if (now() < (unknown.get(name) ?? 0)) continue;
    const account = await platform.find({ email, mobile: settings.people[id]?.mobile });
    if (account) await directory.meet({ ...account, email });
    else unknown.set(name, now() + UNKNOWN_LASTS);
  }
}

/** Who is out of office by the platform's status, as far as it has one. */
async function followAbsences(platform: Platform, { directory, onAway }: FollowNeeds): Promise<void> {
  if (!platform.away) return;
  const people = new Map(
    directory.everybody().flatMap(({ id }) =>
      directory
        .accountsOf(id)
        .filter((account) => account.platform === platform.platform)
        .map(({ account }) => [account, id] as const),
    ),
  );
  const away = await platform.away([...people.keys()]);
  const absent = [...away].flatMap(([account, until]) => {
    const person = people.get(account);
    return person === undefined ? [] : [[person, until] as const];
  });
  const changed = await directory.setAway(platform.platform, new Map(absent));
  if (changed.length > 0) await onAway?.(changed);
}

/** As long as one of its platforms cannot be asked, a group keeps the members it had. */
async function followGroup(group: string, { settings, directory, platforms, onError }: FollowNeeds): Promise<void> {
  const people = new Set<string>();
  for (const name of settings.platformGroups[group] ?? []) {
    const accounts = await membersOf(name, platforms);
    if (!accounts) onError(new Error(`the group ${group} follows ${name}, which is not there`));
    for (const account of accounts ?? []) {
      const person = await directory.meet(account);
      if (person !== "outside") people.add(person.id);
    }
  }
  await directory.setMembers(group, [...people]);
}

async function membersOf(name: string, platforms: readonly Platform[]): Promise<readonly Account[] | undefined> {
  const end = name.indexOf(":");
  const platform = platforms.find((one) => one.platform === name.slice(0, end));
  return platform?.members(name.slice(end + 1));
}
