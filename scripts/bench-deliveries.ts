/**
 * Deliveries to a receiver on loopback, each written down before and after it is sent, against undici alone with the same
 * bodies over as many connections.
 */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { Pool } from "undici";
import { connectHookSending } from "../src/connect-hooks.ts";
import type { Core, Process } from "../src/core.ts";
import { createOutboxWorker } from "../src/flow/outbox-worker.ts";

/** As many as one endpoint gets at once. */
const CONNECTIONS = 16;
/** A receiver that reads each body and says yes. */
const RECEIVER = `
const server = require("node:http").createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(204).end());
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit()).resume();`;

export interface Receiver {
  readonly url: string;
  close(): void;
}

/** In a process of its own, so that it takes nothing from what is measured but its share of the machine. */
export async function startReceiver(): Promise<Receiver> {
  const child: ChildProcess = spawn(process.execPath, ["-e", RECEIVER], { stdio: ["pipe", "pipe", "inherit"] });
  if (!child.stdout) throw new Error("the receiver says nothing");
  for await (const port of createInterface(child.stdout)) {
    return { url: `http://127.0.0.1:${port}`, close: () => void child.kill() };
  }
  throw new Error("the receiver did not start");
}

export interface DeliveryRates {
  readonly deliveries: number;
  /** A second. */
  readonly gonogo: number;
  readonly bare: number;
  /** Bytes of a body. */
  readonly size: number;
}

/** Sends what is in the outbox of `core` to its endpoint, which must be the receiver. */
export async function deliveryRates(core: Core, parts: Process, receiver: Receiver): Promise<DeliveryRates> {
  const rows = await core.store.read.selectFrom("deliveries").select("body").execute();
  const bodies = rows.map(({ body }) => body);
  const size = Math.round(bodies.reduce((sum, body) => sum + body.length, 0) / bodies.length);
  // Cards are not what is measured.
  await core.store.write((tx) => tx.deleteFrom("outbox").where("kind", "!=", "deliver").execute());
  const bare = await bareRate(receiver.url, bodies);
  const hooks = connectHookSending(core, parts);
  const worker = createOutboxWorker({
    store: core.store,
    handlers: { deliver: hooks.handler },
    now: Date.now,
    newId: randomUUID,
    random: Math.random,
  });
  const begun = performance.now();
  worker.start();
  await worker.idle();
  const taken = performance.now() - begun;
  await worker.stop();
  await hooks.close();
  const { left } = await core.store.read
    .selectFrom("deliveries")
    .select((select) => select.fn.countAll<number>().as("left"))
    .where("state", "!=", "accepted")
    .executeTakeFirstOrThrow();
  if (Number(left) > 0) throw new Error(`${left} deliveries were not accepted`);
  return { deliveries: bodies.length, gonogo: bodies.length / (taken / 1_000), bare, size };
}

async function bareRate(url: string, bodies: readonly string[]): Promise<number> {
  const pool = new Pool(url, { connections: CONNECTIONS });
  const send = async (body: string) => {
    const headers = { "content-type": "application/json" };
    const answer = await pool.request({ method: "POST", path: "/", headers, body });
    await answer.body.dump();
  };
  await Promise.all(bodies.slice(0, CONNECTIONS).map(send));
  const begun = performance.now();
  const left = bodies.values();
  const hand = async () => {
    for (const body of left) await send(body);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, hand));
  const taken = performance.now() - begun;
  await pool.close();
  return bodies.length / (taken / 1_000);
}
