/**
 * Who is who in DingTalk's contacts: by userId, mobile number and mail; departments and roles as groups.
 */
import { z } from "zod";
import type { Account } from "../../src/chat/ports.ts";
import type { Client } from "./client.ts";
import { DingtalkError } from "./failure.ts";
import { PLATFORM } from "./places.ts";

/** How long what was said of somebody is believed (ms): people rarely change, and calls are counted. */
const BELIEVED = 24 * 60 * 60_000;
/** How many people are remembered at the same time. */
const MOST_KNOWN = 20_000;
const PAGE = 100;
/** A search through the contacts makes so many calls at most. */
const MOST_PAGES = 100;

const userSchema = z.looseObject({
  userid: z.string().min(1),
  name: z.string().catch(""),
  email: z.string().optional().catch(undefined),
  org_email: z.string().optional().catch(undefined),
});
const pageSchema = z.object({
  result: z.object({ list: z.array(userSchema), has_more: z.boolean(), next_cursor: z.number().optional() }),
});
const roleSchema = z.object({
  result: z.object({
    list: z.array(z.looseObject({ userid: z.string().min(1), name: z.string().catch("") })),
    hasMore: z.boolean().catch(false),
    nextCursor: z.number().optional(),
  }),
});

type User = z.output<typeof userSchema>;

export interface People {
  /** By userId; undefined for nobody of this organisation. */
  byId(userId: string): Promise<Account | undefined>;
  byMobile(mobile: string): Promise<Account | undefined>;
  /** DingTalk has no search by mail: the visible contacts are read, once a day. */
  byEmail(email: string): Promise<Account | undefined>;
  /** `department:1` with all below it, `role:123`; undefined where there is no such group. */
  members(group: string): Promise<readonly Account[] | undefined>;
}

export function createPeople(client: Client, now: () => number): People {
  const known = new Map<string, { readonly account: Account | undefined; readonly until: number }>();
  let mails: { readonly byMail: Promise<ReadonlyMap<string, Account>>; readonly until: number } | undefined;

  function remember(userId: string, account: Account | undefined): void {
    known.delete(userId);
    known.set(userId, { account, until: now() + BELIEVED });
    const oldest = known.size > MOST_KNOWN ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  }

  async function byId(userId: string): Promise<Account | undefined> {
    const before = known.get(userId);
    if (before && now() < before.until) return before.account;
    const schema = z.object({ result: userSchema });
    const found = await orMissing(client.callOld("/topapi/v2/user/get", { userid: userId }, schema));
    const account = found && accountOf(found.result);
    remember(userId, account);
    return account;
  }

  async function readMails(): Promise<ReadonlyMap<string, Account>> {
    const byMail = new Map<string, Account>();
    for (const user of await usersBelow(client, 1)) {
      const account = accountOf(user);
      remember(account.id, account);
      for (const mail of [user.email, user.org_email]) {
        if (mail !== undefined && mail !== "") byMail.set(mail.toLowerCase(), account);
      }
    }
    return byMail;
  }

  return {
    byId,
    async byMobile(mobile) {
      const schema = z.object({ result: z.object({ userid: z.string().min(1) }) });
      const found = await orMissing(client.callOld("/topapi/v2/user/getbymobile", { mobile }, schema));
      return found && byId(found.result.userid);
    },
    async byEmail(email) {
      if (!mails || now() >= mails.until) {
        const byMail = readMails();
        mails = { byMail, until: now() + BELIEVED };
        byMail.catch(() => {
          mails = undefined;
        });
      }
      return (await mails.byMail).get(email.toLowerCase());
    },
    async members(group) {
      const [, kind, id] = /^(department|role):(\d{1,15})$/u.exec(group) ?? [];
      if (kind === undefined) return undefined;
      const users = kind === "role" ? inRole(client, Number(id)) : usersBelow(client, Number(id));
      return (await orMissing(users))?.map(accountOf);
    },
  };
}

function accountOf({ userid, name, email, org_email }: Pick<User, "userid" | "name"> & Partial<User>): Account {
  const mail = org_email || email || undefined;
  return { platform: PLATFORM, id: userid, name: name || undefined, email: mail };
}

/** Everybody of a department and of those below it. */
async function usersBelow(client: Client, department: number): Promise<readonly User[]> {
  const users = new Map<string, User>();
  const waiting = [department];
  const seen = new Set(waiting);
  const calls = { left: MOST_PAGES };
  for (let id = waiting.shift(); id !== undefined && calls.left > 0; id = waiting.shift()) {
    for (const user of await inDepartment(client, id, calls)) users.set(user.userid, user);
    const schema = z.object({ result: z.object({ dept_id_list: z.array(z.number()) }) });
    calls.left--;
    const { result } = await client.callOld("/topapi/v2/department/listsubid", { dept_id: id }, schema);
    for (const child of result.dept_id_list) if (!seen.has(child)) waiting.push(child);
    for (const child of result.dept_id_list) seen.add(child);
  }
  return [...users.values()];
}

async function inDepartment(client: Client, id: number, calls: { left: number }): Promise<readonly User[]> {
  const users: User[] = [];
  for (let cursor: number | undefined = 0; cursor !== undefined && calls.left > 0; ) {
    calls.left--;
    const page: z.output<typeof pageSchema> = await client.callOld(
      "/topapi/v2/user/list",
      { dept_id: id, cursor, size: PAGE },
      pageSchema,
    );
    users.push(...page.result.list);
    cursor = page.result.has_more ? page.result.next_cursor : undefined;
  }
  return users;
}

async function inRole(client: Client, id: number): Promise<readonly Pick<User, "userid" | "name">[]> {
  const users: Pick<User, "userid" | "name">[] = [];
  for (let offset: number | undefined = 0, pages = 0; offset !== undefined && pages < MOST_PAGES; pages++) {
    const page: z.output<typeof roleSchema> = await client.callOld(
      "/topapi/role/simplelist",
      { role_id: id, offset, size: 200 },
      roleSchema,
    );
    users.push(...page.result.list);
    offset = page.result.hasMore ? page.result.nextCursor : undefined;
  }
  return users;
}

async function orMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DingtalkError && error.trouble === "missing") return undefined;
    throw error;
  }
}
