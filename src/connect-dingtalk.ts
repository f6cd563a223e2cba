/**
 * What the DingTalk adapter is given: its memory in the store, the directory's word on languages and admins.
 */
import type { Dingtalk } from "../adapters/dingtalk/adapter.ts";
import type { DingtalkNeeds, Records } from "../adapters/dingtalk/needs.ts";
import type { Finding } from "./chat/finding.ts";
import type { Core, Process } from "./core.ts";
import { addressOf } from "./flow/card-names.ts";
import { sha256 } from "./flow/gather-context.ts";
import { systemScheduler } from "./flow/scheduler.ts";
import type { Settings } from "./settings/settings.ts";
import {
  changeDingtalkRecord,
  dueDingtalkRecords,
  findDingtalkRecord,
  forgetDingtalkRecords,
  listDingtalkRecords,
} from "./store/dingtalk-records.ts";
import type { Store } from "./store/store.ts";

const PLATFORM = "dingtalk";

/** DingTalk, connected; undefined where its credentials are missing. */
export async function connectDingtalk(core: Core, parts: Process): Promise<Dingtalk | undefined> {
  const { settings, log, version, now } = parts;
  const options = settings.platforms.dingtalk;
  if (!options) return undefined;
  const { createDingtalk } = await import("../adapters/dingtalk/adapter.ts");
  return createDingtalk({
    options,
    version,
    records: storedRecords(core.store, now),
    people: dingtalkPeople(core, settings),
    now,
    random: Math.random,
    scheduler: systemScheduler,
    hash: sha256,
    report: (err) => log.warn({ err }, "dingtalk"),
  });
}

/** What is set up on DingTalk's side; undefined where the credentials are missing. */
export async function examineDingtalk({ platforms }: Settings): Promise<readonly Finding[] | undefined> {
  if (!platforms.dingtalk) return undefined;
  const { examine } = await import("../adapters/dingtalk/examine.ts");
  return examine(platforms.dingtalk, { now: Date.now, scheduler: systemScheduler });
}

function dingtalkPeople({ directory }: Core, settings: Settings): DingtalkNeeds["people"] {
  return {
    langAt: (place) => {
      const address = addressOf(place);
      const person = address.kind === "room" ? undefined : directory.byAccount(PLATFORM, address.account);
      return person ? directory.langOf(person.id) : settings.lang;
    },
    meet: async (account) => {
      await directory.meet(account);
    },
    admins: () => {
      const admins = directory.everybody().filter(({ roles }) => roles.includes("admin"));
      const accounts = admins.flatMap(({ id }) => directory.accountsOf(id));
      return accounts.flatMap(({ platform, account }) => (platform === PLATFORM ? [account] : []));
    },
  };
}

/** The adapter's records in the store. */
export function storedRecords(store: Store, now: () => number): Records {
  const { read } = store;
  return {
    find: async (kind, id) => (await findDingtalkRecord(read, kind, id))?.body,
    change: (kind, id, change) => store.write((tx) => changeDingtalkRecord(tx, { kind, id, now: now() }, change)),
    due: (kind, by, limit) => dueDingtalkRecords(read, kind, by, limit),
    list: (kind, prefix) => listDingtalkRecords(read, kind, prefix),
    forget: (kind, age) => store.write((tx) => forgetDingtalkRecords(tx, kind, now() - age)),
  };
}
