/**
 * The parts of the adapter below its stream, before an emulated DingTalk.
 */
import { onTestFinished } from "vitest";
import type { Counted } from "../../../adapters/dingtalk/budget.ts";
import { createBudget } from "../../../adapters/dingtalk/budget.ts";
import type { Client } from "../../../adapters/dingtalk/client.ts";
import { createClient } from "../../../adapters/dingtalk/client.ts";
import { createHttp } from "../../../adapters/dingtalk/http.ts";
import type { DingtalkNeeds } from "../../../adapters/dingtalk/needs.ts";
import { createTokens } from "../../../adapters/dingtalk/token.ts";
import { storedRecords } from "../../../src/connect-dingtalk.ts";
import { sha256 } from "../../../src/flow/gather-context.ts";
import { systemScheduler } from "../../../src/flow/scheduler.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Dingtalk } from "../../emulators/dingtalk/dingtalk.ts";
import { openDingtalk } from "../../emulators/dingtalk/dingtalk.ts";
import type { Person } from "../../emulators/dingtalk/world.ts";

export interface Bench {
  readonly dingtalk: Dingtalk;
  readonly client: Client;
  readonly needs: DingtalkNeeds;
}

export async function openBench(people: readonly Person[], secret?: string): Promise<Bench> {
  const dingtalk = await openDingtalk({ people, rooms: [] });
  const store = await openStore("sqlite::memory:");
  await migrate(store);
  const now = Date.now;
  const scheduler = systemScheduler;
  const options = {
    clientId: dingtalk.clientId,
    clientSecret: secret ?? dingtalk.clientSecret,
    apiBase: dingtalk.url,
    oapiBase: dingtalk.url,
  };
  const http = createHttp(2_000);
  const nothing = () => undefined;
  const add = async (): Promise<Counted> => ({ today: 0, before: 0 });
  const budget = createBudget({ now, monthly: undefined, add, warn: nothing, report: nothing });
  const tokens = createTokens({ ...options, http, now });
  const client = createClient({ ...options, http, tokens, budget, now, scheduler });
  onTestFinished(async () => {
    await http.close();
    await dingtalk.close();
    await store.close();
  });
  const needs: DingtalkNeeds = {
    options,
    version: "0",
    records: storedRecords(store, now),
    people: { langAt: () => "en", meet: async () => undefined, admins: () => [] },
    now,
    random: () => 0.5,
    scheduler,
    hash: sha256,
    report: nothing,
  };
  return { dingtalk, client, needs };
}
