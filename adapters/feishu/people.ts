/**
 * Who has which account: by email, mobile number or id, and who is in a department or a group of people.
 */
import { z } from "zod";
import type { Account } from "../../src/chat/ports.ts";
import type { FeishuClient } from "./client.ts";
import { codeOf } from "./failure.ts";
import { isId } from "./ids.ts";
import type { Lang } from "./needs.ts";
import { PLATFORM } from "./refs.ts";

/** How long a name is believed (ms). */
const BELIEVED = 10 * 60_000;
const MOST_KNOWN = 5_000;
/** Feishu takes so many ids in one call. */
const BATCH = 50;
const PAGE = 50;
/** Beyond so many pages it is no group of a team any more. */
const MOST_PAGES = 200;

const userSchema = z.object({
  open_id: z.string(),
  name: z.string().optional(),
  en_name: z.string().optional(),
  email: z.string().optional(),
  time_zone: z.string().optional(),
  status: z.object({ is_resigned: z.boolean().optional(), is_exited: z.boolean().optional() }).optional(),
  notification_option: z.object({ language: z.string().optional() }).optional(),
});
type User = z.output<typeof userSchema>;
const usersSchema = z.object({ items: z.array(userSchema).default([]) }).default({ items: [] });
const foundSchema = z.object({ user_list: z.array(z.object({ user_id: z.string().optional() })).default([]) });

export interface FeishuPeople {
  /** What is known of an account; its id alone where the app may not see more. */
  account(openId: string, outside: boolean): Promise<Account>;
  find(
    query: { readonly email: string; readonly mobile?: string | undefined } | { readonly id: string },
  ): Promise<Account | undefined>;
  /** `department:od-…` with all that are below it, or `group:…`; undefined where there is none such. */
  members(group: string): Promise<readonly Account[] | undefined>;
}

export function createPeople(client: FeishuClient, now: () => number): FeishuPeople {
  const known = new Map<string, { readonly user: User | undefined; readonly until: number }>();

  const keep = (openId: string, user: User | undefined): void => {
    if (known.size > MOST_KNOWN) known.clear();
    known.set(openId, { user, until: now() + BELIEVED });
  };

  const look = async (openIds: readonly string[]): Promise<readonly User[]> => {
    const users: User[] = [];
    for (let at = 0; at < openIds.length; at += BATCH) {
      const ids = openIds.slice(at, at + BATCH);
      const data = await client.call((sdk) =>
        sdk.contact.v3.user.batch({ params: { user_ids: ids, user_id_type: "open_id" } }),
      );
      users.push(...usersSchema.parse(data ?? {}).items);
    }
    for (const user of users) keep(user.open_id, user);
    return users;
  };

  const userOf = async (openId: string): Promise<User | undefined> => {
    const before = known.get(openId);
    if (before && before.until > now()) return before.user;
    const [user] = await look([openId]);
    if (!user) keep(openId, undefined);
    return user;
  };

  const byContact = async (data: { readonly emails: string[] } | { readonly mobiles: string[] }) => {
    const found = await client.call((sdk) =>
      sdk.contact.v3.user.batchGetId({ params: { user_id_type: "open_id" }, data }),
    );
    const openId = foundSchema.parse(found ?? {}).user_list.find(({ user_id: id }) => id !== undefined)?.user_id;
    return openId !== undefined && isId("person", openId) ? openId : undefined;
  };

  return {
    async account(openId, outside) {
      if (outside) return { platform: PLATFORM, id: openId, outside };
      const user = await userOf(openId);
      return user ? accountOf(user) : { platform: PLATFORM, id: openId };
    },
    async find(query) {
      if ("id" in query) {
        const user = isId("person", query.id) ? await userOf(query.id) : undefined;
        return user && !isGone(user) ? accountOf(user) : undefined;
      }
      const { email, mobile } = query;
      // Feishu knows personal emails alone, so that a corporate mailbox finds nobody.
      const byMobile = () => (mobile === undefined ? undefined : byContact({ mobiles: [mobile] }));
      const openId = (await byContact({ emails: [email] })) ?? (await byMobile());
      if (openId === undefined) return undefined;
      const user = await userOf(openId);
      if (user && isGone(user)) return undefined;
      // It finds people by addresses that it then does not show.
      return { ...(user ? accountOf(user) : { platform: PLATFORM, id: openId }), email };
    },
    async members(group) {
      const [kind, id = ""] = group.split(/:(.*)/su);
      if (kind === "department" && isId("department", id)) {
        const users = await absent(() => departmentUsers(client, id));
        for (const user of users ?? []) keep(user.open_id, user);
        return users && accountsOf(users);
      }
      if (kind !== "group" || !isId("group", id)) return undefined;
      const members = await absent(() => groupMembers(client, id));
      if (!members) return undefined;
      const users = [...(await look(members.people))];
      for (const department of members.departments) users.push(...(await departmentUsers(client, department)));
      return accountsOf(users);
    },
  };
}

/** Not there, or not within what the app may see. */
const ABSENT = [40004, 40008, 40013, 40014, 41050, 42008, 43004];

async function absent<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (ABSENT.includes(codeOf(error) ?? 0)) return undefined;
    throw error;
  }
}

const pageSchema = z.object({
  has_more: z.boolean().default(false),
  page_token: z.string().optional(),
});

/** Every page of a list, as far as it goes. */
async function pages<T>(
  ask: (token: string | undefined) => Promise<unknown>,
  schema: z.ZodType<readonly T[]>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const data = (await ask(token)) ?? {};
    all.push(...schema.parse(data));
    const more = pageSchema.parse(data);
    if (!more.has_more || more.page_token === undefined || more.page_token === "") break;
    token = more.page_token;
  }
  return all;
}

const usersIn = usersSchema.transform(({ items }) => items);
const departmentsIn = z
  .object({ items: z.array(z.object({ open_department_id: z.string() })).default([]) })
  .transform(({ items }) => items.map(({ open_department_id: id }) => id));
const membersIn = z
  .object({ memberlist: z.array(z.object({ member_id: z.string() })).default([]) })
  .transform(({ memberlist }) => memberlist.map(({ member_id: id }) => id));

async function departmentUsers(client: FeishuClient, id: string): Promise<readonly User[]> {
  const type = { department_id_type: "open_department_id", user_id_type: "open_id", page_size: PAGE } as const;
  const below = await pages(
    (token) =>
      client.call((sdk) =>
        sdk.contact.v3.department.children({
          path: { department_id: id },
          params: { ...type, fetch_child: true, ...(token !== undefined && { page_token: token }) },
        }),
      ),
    departmentsIn,
  );
  const users: User[] = [];
  for (const department of [id, ...below]) {
    const found = await pages(
      (token) =>
        client.call((sdk) =>
          sdk.contact.v3.user.findByDepartment({
            params: { ...type, department_id: department, ...(token !== undefined && { page_token: token }) },
          }),
        ),
      usersIn,
    );
    users.push(...found);
  }
  return users;
}

async function groupMembers(client: FeishuClient, id: string) {
  const list = (type: "user" | "department") =>
    pages(
      (token) =>
        client.call((sdk) =>
          sdk.contact.v3.groupMember.simplelist({
            path: { group_id: id },
            params: {
              member_type: type,
              member_id_type: type === "user" ? "open_id" : "department_id",
              page_size: PAGE,
              ...(token !== undefined && { page_token: token }),
            },
          }),
        ),
      membersIn,
    );
  return {
    people: await list("user"),
    departments: (await list("department")).filter((each) => isId("department", each)),
  };
}

function accountsOf(users: readonly User[]): readonly Account[] {
  const once = new Map(users.filter((user) => !isGone(user)).map((user) => [user.open_id, user]));
  return [...once.values()].map(accountOf);
}

function isGone({ status }: User): boolean {
  return status?.is_resigned === true || status?.is_exited === true;
}

function accountOf(user: User): Account {
  const { open_id: id, name, en_name: enName, email, time_zone: zone } = user;
  return {
    platform: PLATFORM,
    id,
    name: name || enName || undefined,
    email: email || undefined,
    zone: zone || undefined,
    lang: langOf(user.notification_option?.language),
  };
}

/** Feishu tells an app no more of somebody's language than the one they were invited in. */
function langOf(language: string | undefined): Lang | undefined {
  if (language === undefined || language === "") return undefined;
  return language.startsWith("zh") ? "zh" : "en";
}
