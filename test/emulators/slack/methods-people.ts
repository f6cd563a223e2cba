/**
 * users.*, usergroups.*, team.*, auth.*: who is who, and who we are.
 */
import { z } from "zod";
import type { Method } from "./method.ts";
import { method, ok, refused } from "./method.ts";
import { paged } from "./methods-conversations.ts";
import type { Member, World } from "./world.ts";
import { APP, BOT, BOT_USER, ENTERPRISE, TEAM } from "./world.ts";

function memberBody(member: Member, { grid }: World, scopes: ReadonlySet<string>, locale: boolean) {
  const { id, name, email, zone = "America/Los_Angeles", team = TEAM, kind = "member", deleted = false } = member;
  const enterprise = member.enterprise ?? (grid && kind !== "stranger" ? ENTERPRISE : undefined);
  return {
    id,
    team_id: team,
    name: name.toLowerCase().replaceAll(/\W+/g, "."),
    deleted,
    real_name: name,
    tz: zone,
    profile: {
      real_name: name,
      display_name: name,
      status_emoji: member.status?.emoji ?? "",
      status_expiration: member.status?.expiration ?? 0,
      // Without the scope, and for people of other organisations, there is no email.
      ...(email !== undefined && kind !== "stranger" && scopes.has("users:read.email") && { email }),
    },
    is_bot: kind === "bot",
    is_restricted: kind === "guest" || kind === "single-channel-guest",
    is_ultra_restricted: kind === "single-channel-guest",
    ...(kind === "stranger" && { is_stranger: true }),
    ...(locale && { locale: member.locale ?? "en-US" }),
    ...(enterprise && {
      enterprise_user: { id, enterprise_id: enterprise, enterprise_name: "Example", teams: [team] },
    }),
  };
}

export function peopleMethods(scopes: ReadonlySet<string>): Readonly<Record<string, Method>> {
  return {
    "users.info": method({
      scopes: ["users:read"],
      args: z.strictObject({ user: z.string(), include_locale: z.boolean().optional() }),
      run: ({ user, include_locale: locale = false }, { world }) => {
        const member = world.members.get(user);
        return member ? ok({ user: memberBody(member, world, scopes, locale) }) : refused("user_not_found");
      },
    }),
    "users.lookupByEmail": method({
      scopes: ["users:read.email"],
      args: z.strictObject({ email: z.string() }),
      run: ({ email }, { world }) => {
        const member = [...world.members.values()].find((each) => each.email === email && !each.deleted);
        return member ? ok({ user: memberBody(member, world, scopes, false) }) : refused("users_not_found");
      },
    }),
    "users.list": method({
      scopes: ["users:read"],
      args: z.strictObject({
        cursor: z.string().optional(),
        limit: z.coerce.number().int().optional(),
        include_locale: z.boolean().optional(),
        team_id: z.string().optional(),
      }),
      run: ({ cursor, limit, include_locale: locale = false }, { world }) => {
        const all = [...world.members.values()].map((member) => memberBody(member, world, scopes, locale));
        const { items, response_metadata } = paged(all, cursor, limit);
        return ok({ members: items, response_metadata });
      },
    }),
    "usergroups.list": method({
      scopes: ["usergroups:read"],
      args: z.strictObject({
        include_users: z.boolean().optional(),
        include_disabled: z.boolean().optional(),
        team_id: z.string().optional(),
      }),
      run: ({ include_users: users = false, team_id: team }, { world }) => {
        if (world.grid && team === undefined) return refused("missing_argument");
        return ok({
          usergroups: [...world.groups].map(([id, group]) => ({
            id,
            handle: group.handle,
            name: group.name,
            ...(users && { users: group.users }),
          })),
        });
      },
    }),
    "usergroups.users.list": method({
      scopes: ["usergroups:read"],
      args: z.strictObject({
        usergroup: z.string(),
        include_disabled: z.boolean().optional(),
        team_id: z.string().optional(),
      }),
      run: ({ usergroup, team_id: team }, { world }) => {
        if (world.grid && team === undefined) return refused("missing_argument");
        const group = world.groups.get(usergroup);
        return group ? ok({ users: group.users }) : refused("no_such_subteam");
      },
    }),
    "auth.test": method({
      scopes: [],
      args: z.strictObject({}),
      run: (_, { world }) =>
        ok({
          url: "https://example.slack.com/",
          team: "Example",
          user: "gonogo",
          team_id: world.grid ? ENTERPRISE : TEAM,
          user_id: BOT_USER,
          bot_id: BOT,
          ...(world.grid && { enterprise_id: ENTERPRISE }),
          is_enterprise_install: world.grid,
        }),
    }),
    "auth.teams.list": method({
      scopes: [],
      args: z.strictObject({ cursor: z.string().optional(), limit: z.coerce.number().int().optional() }),
      run: (_, { world }) =>
        world.grid ? ok({ teams: [{ id: TEAM, name: "Example" }] }) : refused("team_access_not_granted"),
    }),
    "team.info": method({
      scopes: ["team:read"],
      args: z.strictObject({ team: z.string().optional() }),
      run: () => ok({ team: { id: TEAM, name: "Example", domain: "example" } }),
    }),
    "bots.info": method({
      scopes: ["users:read"],
      args: z.strictObject({ bot: z.string().optional() }),
      run: () => ok({ bot: { id: BOT, app_id: APP, user_id: BOT_USER, name: "gonogo" } }),
    }),
  };
}
