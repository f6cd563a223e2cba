/**
 * Learning from the chat platforms who is who: accounts of people whose email is known, and members of groups that a
 * platform keeps.
 */
import type { Account, ChatAdapter } from "../chat/ports.ts";
import type { Settings } from "../settings/settings.ts";
import type { Directory } from "./directory.ts";

type Platform = Pick<ChatAdapter, "platform" | "find" | "members">;

export interface FollowNeeds {
  readonly settings: Pick<Settings, "people" | "platformGroups">;
  readonly directory: Pick<Directory, "everybody" | "accountsOf" | "meet" | "setMembers">;
  readonly platforms: readonly Platform[];
  readonly now: () => number;
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
