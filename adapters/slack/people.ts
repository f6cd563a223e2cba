/**
 * Who somebody in Slack is: name, email, language, time zone, and whether they are of the team's own organisation.
 */
import { z } from "zod";
import type { Account } from "../../src/chat/ports.ts";
import { chatError, isRefused } from "./failure.ts";
import type { Identity } from "./identity.ts";
import type { Pace } from "./pace.ts";
import { PLATFORM } from "./places.ts";
import type { Client } from "./web.ts";
import { paced } from "./web.ts";

const userSchema = z.looseObject({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().optional(),
  deleted: z.boolean().optional(),
  real_name: z.string().optional(),
  tz: z.string().optional(),
  locale: z.string().optional(),
  is_bot: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  enterprise_user: z.looseObject({ enterprise_id: z.string().optional() }).optional(),
  profile: z
    .looseObject({
      email: z.string().optional(),
      real_name: z.string().optional(),
      display_name: z.string().optional(),
      status_emoji: z.string().optional(),
      /** In seconds; 0 for no end. */
      status_expiration: z.number().optional(),
    })
    .optional(),
});
type User = z.infer<typeof userSchema>;

/** Profiles change seldom, and Slack tells when they do (ms). */
const PROFILE_LASTS = 10 * 60_000;
/** What Slack offers as “Vacationing” and “Out sick”; other statuses say nothing about being away. */
const OUT_OF_OFFICE = [":palm_tree:", ":face_with_thermometer:"];
const GROUP = /^usergroup:(.+)$/;

interface Profile {
  readonly account: Account;
  /** Out of office, with the end in milliseconds where there is one. */
  readonly away: { readonly end: number | undefined } | undefined;
}

export interface PeopleNeeds {
  readonly client: Client;
  readonly pace: Pace;
  readonly identity: () => Promise<Identity>;
  readonly now: () => number;
}

export class People {
  readonly #needs: PeopleNeeds;
  readonly #known = new Map<string, { readonly profile: Profile | undefined; readonly until: number }>();

  constructor(needs: PeopleNeeds) {
    this.#needs = needs;
  }

  /** The account of this id; somebody whom Slack does not show us is from outside. */
  async account(id: string): Promise<Account> {
    return (await this.find(id)) ?? { platform: PLATFORM, id, outside: true };
  }

  async find(id: string): Promise<Account | undefined> {
    return (await this.#profile(id))?.account;
  }

  async byEmail(email: string): Promise<Account | undefined> {
    const { client, pace } = this.#needs;
    return this.#asked("users.lookupByEmail", async () => {
      const { user } = await paced(pace, "users.lookupByEmail", () => client.users.lookupByEmail({ email }));
      // The language is told by another method only.
      return user?.id === undefined ? undefined : this.find(user.id);
    });
  }

  /** Who of these is out of office by the status that Slack offers for it. */
  async away(accounts: readonly string[]): Promise<ReadonlyMap<string, number | undefined>> {
    const found = new Map<string, number | undefined>();
    for (const id of accounts) {
      const away = (await this.#profile(id))?.away;
      if (away) found.set(id, away.end);
    }
    return found;
  }

  /** Slack said that the profile is different now. */
  forget(id: string): void {
    this.#known.delete(id);
  }

  /** The people of a user group such as `usergroup:S0123`; undefined for one that is not there. */
  async members(group: string): Promise<readonly Account[] | undefined> {
    const [, id] = GROUP.exec(group) ?? [];
    if (id === undefined) return undefined;
    for (const team of await this.#teams()) {
      const users = await this.#usersOf(id, team);
      if (!users) continue;
      const accounts: Account[] = [];
      for (const user of users) {
        const account = await this.find(user);
        if (account) accounts.push(account);
      }
      return accounts;
    }
    return undefined;
  }

  async #profile(id: string): Promise<Profile | undefined> {
    const { client, pace, now } = this.#needs;
    const known = this.#known.get(id);
    if (known && known.until > now()) return known.profile;
    const profile = await this.#asked("users.info", async () => {
      const { user } = await paced(pace, "users.info", () => client.users.info({ user: id, include_locale: true }));
      return this.#profileOf(user);
    });
    this.#known.set(id, { profile, until: now() + PROFILE_LASTS });
    return profile;
  }

  #usersOf(group: string, team: string | undefined): Promise<readonly string[] | undefined> {
    const { client, pace } = this.#needs;
    return this.#asked("usergroups.users.list", async () => {
      const listed = await paced(pace, "usergroups.users.list", () =>
        client.usergroups.users.list({ usergroup: group, ...(team !== undefined && { team_id: team }) }),
      );
      return listed.users ?? [];
    });
  }

  /** Installed in a whole organisation, user groups are asked for in each of its workspaces. */
  async #teams(): Promise<readonly (string | undefined)[]> {
    const { client, pace, identity } = this.#needs;
    const { teamId, enterpriseId } = await identity();
    if (teamId !== undefined || enterpriseId === undefined) return [teamId];
    const listed = await this.#asked("auth.teams.list", () =>
      paced(pace, "auth.teams.list", () => client.auth.teams.list({ limit: 100 })),
    );
    return (listed?.teams ?? []).flatMap(({ id }) => id ?? []);
  }

  async #asked<T>(method: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (isRefused(error, "user_not_found", "users_not_found", "user_not_visible", "no_such_subteam"))
        return undefined;
      throw chatError(method, error);
    }
  }

  async #profileOf(given: unknown): Promise<Profile | undefined> {
    const read = userSchema.safeParse(given);
    if (!read.success || read.data.deleted) return undefined;
    const user = read.data;
    const { profile, locale } = user;
    const name = profile?.real_name || user.real_name || profile?.display_name || user.name;
    const account: Account = {
      platform: PLATFORM,
      id: user.id,
      name,
      email: profile?.email,
      lang: locale?.startsWith("zh") ? "zh" : locale?.startsWith("en") ? "en" : undefined,
      zone: user.tz,
      outside: isOutside(user, await this.#needs.identity()),
    };
    return { account, away: awayOf(user) };
  }
}

function awayOf({ profile }: User): Profile["away"] {
  const { status_emoji: emoji = "", status_expiration: seconds = 0 } = profile ?? {};
  return OUT_OF_OFFICE.includes(emoji) ? { end: seconds > 0 ? seconds * 1_000 : undefined } : undefined;
}

/** Guests, bots, and people of other organisations; in an Enterprise Grid the organisation is what counts. */
function isOutside(user: User, { teamId, enterpriseId }: Identity): boolean {
  if (user.is_bot || user.is_stranger || user.is_restricted || user.is_ultra_restricted) return true;
  const theirs = user.enterprise_user?.enterprise_id;
  if (enterpriseId !== undefined) return theirs !== enterpriseId;
  return user.team_id !== undefined && teamId !== undefined && user.team_id !== teamId;
}
