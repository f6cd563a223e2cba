/**
 * Plans that are taken from draft to success while their hooks go to a receiver that fails a share of requests and is
 * killed, and gonogo is killed over and over: what the receiver has when the dust has settled.
 */
import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { HookLedger } from "../emulators/hook-ledger.ts";
import type { HookReceiverProcess } from "../emulators/hook-receiver-process.ts";
import { spawnHookReceiver } from "../emulators/hook-receiver-process.ts";
import { say } from "./client.ts";
import type { MortalServer } from "./mortal-server.ts";
import { mortalServer } from "./mortal-server.ts";

export const EVENTS = ["finish_planning", "start_execute", "all_job_done"] as const;
const SECRET = "a secret of two teams";
const TOKEN = "the-token-of-the-storm";
/** People that work at the same time. */
const HANDS = 12;
/** How long the receiver is away each time it is killed (ms). */
const AWAY = 1_000;
/** A try that is further away than this is not waited for: it is sent again at once, as an operator would (ms). */
const PATIENCE = 1_000;

export interface StormOptions {
  readonly plans: number;
  /** How often gonogo is killed, half of it while plans are worked on, the rest while deliveries drain. */
  readonly kills: number;
  readonly receiverKills: number;
  /** How large a share (0 to 1) of requests the receiver fails. */
  readonly share: number;
  /** The longest that deliveries may take to drain (ms). */
  readonly limit: number;
  readonly tell?: ((what: string) => void) | undefined;
}

export interface Storm {
  readonly ledger: HookLedger;
  /** What people did, and how long it took (ms). */
  readonly worked: number;
  readonly drained: number;
  readonly kills: number;
  readonly receiverKills: number;
  /** Deliveries that an operator sent again. */
  readonly hurried: number;
  /** States of all deliveries, as gonogo's log has them. */
  readonly states: Readonly<Record<string, number>>;
  /** What `gonogo verify` says. */
  readonly verified: boolean;
}

/** Raises a storm in a folder that must be there. */
export async function hookStorm(folder: string, options: StormOptions): Promise<Storm> {
  const receiver = await spawnHookReceiver({
    secret: SECRET,
    ledger: join(folder, "ledger.jsonl"),
    fail: options.share,
  });
  const server = await mortalServer({
    sections: {
      hooks: [{ name: "board", url: receiver.url, secret: "env:SHARED", allow: ["127.0.0.1"], timeout: "5s" }],
      tokens: [{ name: "storm", sha256: sha256(TOKEN), may: ["read", "write"] }],
    },
    environment: { SHARED: SECRET },
  });
  try {
    await server.start();
    return await raise(server, receiver, options);
  } finally {
    await server.kill();
    await server.remove();
    await receiver.kill();
  }
}

async function raise(server: MortalServer, receiver: HookReceiverProcess, options: StormOptions): Promise<Storm> {
  const { plans, kills, receiverKills, limit, tell = () => undefined } = options;
  const deaths = { gonogo: 0, receiver: 0 };
  const begun = Date.now();
  let done = 0;
  const killGonogo = async () => {
    await server.kill();
    await server.start();
    tell(`gonogo was killed (${++deaths.gonogo}), ${done} plans are done`);
  };
  const killReceiver = async () => {
    await receiver.kill();
    await pause(AWAY);
    await receiver.restart();
    tell(`the receiver was killed (${++deaths.receiver}), ${done} plans are done`);
  };

  const whileWorking = Math.ceil(kills / 2);
  const numbers = Array.from({ length: plans }, (_, place) => place).values();
  const hands = Promise.all(Array.from({ length: HANDS }, () => work(server.url, numbers, () => void ++done)));
  const reached = async (share: number) => {
    while (done < plans * share) await pause(10);
  };
  const killing = async (times: number, kill: () => Promise<void>) => {
    for (let time = 1; time <= times; time++) {
      await reached(time / (times + 1));
      await kill();
    }
  };
  await Promise.all([hands, killing(whileWorking, killGonogo), killing(receiverKills, killReceiver)]);
  const worked = Date.now() - begun;
  tell(`all plans are done after ${worked} ms, ${receiver.ledger().accepted.length} deliveries are accepted`);

  let hurried = 0;
  const until = Date.now() + limit;
  for (let left = Number.POSITIVE_INFINITY; left > 0; ) {
    if (deaths.gonogo < kills) await killGonogo();
    const waiting = await waitingAt(server.url);
    left = waiting.length;
    const late = waiting.filter(({ next }) => (next ?? 0) > Date.now() + PATIENCE);
    for (const { id } of late) await sendAgain(server.url, id);
    hurried += late.length;
    if (Date.now() > until) throw new Error(`${left} deliveries do not drain`);
    await pause(500);
  }
  while (deaths.gonogo < kills) await killGonogo();
  const drained = Date.now() - begun - worked;
  const states = await statesAt(server.url);
  await server.stop();
  const verified = z.object({ ok: z.boolean() }).parse(JSON.parse(await server.gonogo("verify", "--json"))).ok;
  const { gonogo, receiver: receivers } = deaths;
  return {
    ledger: receiver.ledger(),
    worked,
    drained,
    kills: gonogo,
    receiverKills: receivers,
    hurried,
    states,
    verified,
  };
}

/** One pair of hands: takes plan after plan from draft to success. */
async function work(url: string, numbers: Iterator<number>, onDone: () => void): Promise<void> {
  const needs = { url, over: () => false };
  for (let next = numbers.next(); !next.done; next = numbers.next()) {
    const text = `/plan new\nname: Release ${next.value}\nitems:\n  - { name: Tell, text: Tell everybody. }`;
    const [, index] = /Plan (\d+)/u.exec((await say(needs, "ada", text)) ?? "") ?? [];
    for (const command of [`finish ${index}`, `start ${index}`, `done ${index}.1 told`]) {
      await say(needs, "ada", `/plan ${command}`);
    }
    onDone();
  }
}

const deliverySchema = z.object({
  id: z.string(),
  state: z.string(),
  next: z.number().optional(),
});
const pageSchema = z.object({ deliveries: z.array(deliverySchema) });
type Listed = z.output<typeof deliverySchema>;

async function waitingAt(url: string): Promise<readonly Listed[]> {
  return pageSchema.parse(await api(url, "GET", "/deliveries?state=waiting&limit=200")).deliveries;
}

async function statesAt(url: string): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).text();
  const counts = [...text.matchAll(/^gonogo_hook_deliveries\{state="([\w-]+)"\} (\d+)$/gmu)];
  return Object.fromEntries(counts.map(([, state, count]) => [state ?? "", Number(count)]));
}

async function sendAgain(url: string, id: string): Promise<void> {
  await api(url, "POST", `/deliveries/${id}/send-again`);
}

async function api(url: string, method: string, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${TOKEN}`, "idempotency-key": randomUUID() };
  const answer = await fetch(`${url}/api/v1${path}`, { method, headers });
  const body: unknown = await answer.json();
  // Somebody may have accepted it between the list and the wish.
  if (!answer.ok && answer.status !== 409)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(body)}`);
  return body;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What is wrong with a ledger: an event that is missing, came twice, out of order, or in a form that a receiver refuses. */
export function faultsIn({ accepted, violations }: HookLedger, plans: number): readonly string[] {
  const ids = new Set(accepted.map(({ id }) => id));
  const byPlan = Map.groupBy(accepted, ({ plan }) => plan);
  const disordered = [...byPlan].filter(([, events]) => events.map(({ event }) => event).join() !== EVENTS.join());
  return [
    ...violations,
    ...(ids.size === accepted.length ? [] : ["an id was accepted twice"]),
    ...(byPlan.size === plans ? [] : [`${byPlan.size} plans of ${plans} were told of`]),
    ...disordered.map(([plan, events]) => `${plan}: ${events.map(({ event }) => event).join()}`),
  ];
}
