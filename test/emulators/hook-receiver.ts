/**
 * A receiver of hooks as a careful team would run it: strict, idempotent, and as unreliable as it is told to be.
 *
 * Also a process of its own: `node test/emulators/hook-receiver.ts`, see `hook-receiver-process.ts` for starting it.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Delivery, HookDemands } from "./hook-check.ts";
import { checkDelivery } from "./hook-check.ts";
import type { HookLedger } from "./hook-ledger.ts";
import { digestOf, Ledger } from "./hook-ledger.ts";

/** What a receiver does with a delivery that is as it should be. */
export type Reaction =
  | { readonly kind: "accept" }
  /** Refuses it. */
  | { readonly kind: "fail"; readonly status: number; readonly retryAfter?: string | undefined }
  /** Cuts the connection, before or after having accepted it. */
  | { readonly kind: "drop"; readonly accepting: boolean }
  /** Never answers, having accepted it or not. */
  | { readonly kind: "silence"; readonly accepting: boolean }
  /** Accepts it, and answers only when it settles. */
  | { readonly kind: "slow"; readonly until: Promise<unknown> }
  | { readonly kind: "redirect"; readonly status: number; readonly location: string };

/** Decides for each delivery; `attempt` counts the requests with its id, from 1. */
export type React = (delivery: Delivery, attempt: number) => Reaction;

export const accepting: React = () => ({ kind: "accept" });

/** Fails so large a share (0 to 1) of requests, half of them after having accepted what they brought. */
export function failing(share: number, random: () => number): React {
  return () => {
    if (random() >= share) return { kind: "accept" };
    return random() < 0.5 ? { kind: "fail", status: 500 } : { kind: "drop", accepting: random() < 0.5 };
  };
}

export interface HookReceiverOptions extends Partial<Omit<HookDemands, "secret">>, Pick<HookDemands, "secret"> {
  readonly port?: number | undefined;
  /** Where it keeps its ledger over being killed. */
  readonly ledger?: string | undefined;
  readonly react?: React | undefined;
}

export interface HookReceiver extends HookLedger {
  /** `http://127.0.0.1:<port>/hook`; the same after a restart. */
  readonly url: string;
  /** Requests that came, whatever became of them. */
  readonly requests: number;
  /** What it accepted for one plan, in order, as the names of events. */
  eventsOf(plan: string): readonly string[];
  react(by: React): void;
  /** Cuts every connection and listens no more; the ledger stays. */
  kill(): Promise<void>;
  /** Listens on the same port again. */
  restart(): Promise<void>;
  /** Stops, and throws if a request was not as it should be. */
  close(): Promise<void>;
}

/** Starts a receiver on 127.0.0.1. */
export async function startHookReceiver(options: HookReceiverOptions): Promise<HookReceiver> {
  const receiver = new Receiver(options);
  await receiver.restart();
  return receiver;
}

class Receiver implements HookReceiver {
  readonly #demands: HookDemands;
  readonly #ledger: Ledger;
  readonly #attempts = new Map<string, number>();
  #react: React;
  #server: Server | undefined;
  #port: number;
  #requests = 0;

  constructor({ port = 0, ledger, react = accepting, ...demands }: HookReceiverOptions) {
    this.#demands = { now: Date.now, body: "zadig", ...demands };
    this.#ledger = new Ledger(ledger);
    this.#react = react;
    this.#port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }
  get requests(): number {
    return this.#requests;
  }
  get accepted() {
    return this.#ledger.accepted;
  }
  get repeats() {
    return this.#ledger.repeats;
  }
  get violations() {
    return this.#ledger.violations;
  }

  eventsOf(plan: string): readonly string[] {
    return this.accepted.filter((one) => one.plan === plan).map((one) => one.event);
  }

  react(by: React): void {
    this.#react = by;
  }

  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async restart(): Promise<void> {
    const server = createServer((request, response) => {
      this.#receive(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the receiver has no port");
    this.#port = address.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    await this.kill();
    if (this.violations.length > 0) throw new Error(`hook receiver: ${this.violations.join("; ")}`);
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#requests++;
    const bytes = await buffer(request);
    if (request.url !== "/hook") return this.#wrong(response, 404, `path ${request.url}`);
    const checked = checkDelivery(request.method ?? "", request.headers, bytes, this.#demands);
    if ("wrong" in checked) return this.#wrong(response, checked.status, checked.wrong);
    const { delivery } = checked;
    const attempt = (this.#attempts.get(delivery.id) ?? 0) + 1;
    this.#attempts.set(delivery.id, attempt);
    await this.#answer(delivery, this.#react(delivery, attempt), response);
  }

  async #answer(delivery: Delivery, reaction: Reaction, response: ServerResponse): Promise<void> {
    switch (reaction.kind) {
      case "accept":
        return this.#accept(delivery, response);
      case "slow":
        await reaction.until;
        return this.#accept(delivery, response);
      case "fail": {
        const { status, retryAfter } = reaction;
        response.writeHead(status, retryAfter === undefined ? {} : { "retry-after": retryAfter }).end("not now");
        return;
      }
      case "redirect":
        response.writeHead(reaction.status, { location: reaction.location }).end();
        return;
      case "drop":
        if (reaction.accepting) this.#keep(delivery);
        response.destroy();
        return;
      case "silence":
        if (reaction.accepting) this.#keep(delivery);
    }
  }

  #accept(delivery: Delivery, response: ServerResponse): void {
    const kept = this.#keep(delivery);
    response.writeHead(kept ? 200 : 409, { "content-type": "application/json" }).end(JSON.stringify({ kept }));
  }

  /** Once for each id; false when an id came again for something else. */
  #keep(delivery: Delivery): boolean {
    const { id, plan, event, eventId, body } = delivery;
    const known = this.#ledger.find(id);
    if (known === undefined) {
      this.#ledger.accept({ id, plan, event, eventId, body });
      return true;
    }
    if (known.digest !== digestOf(body) || known.eventId !== eventId) {
      this.#ledger.violate(`${id} came again for something else`);
      return false;
    }
    this.#ledger.repeat(id);
    return true;
  }

  #wrong(response: ServerResponse, status: number, wrong: string): void {
    this.#ledger.violate(wrong);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ wrong }));
  }
}

if (import.meta.main) await runAsProcess();

/** Lives as long as what started it keeps its input open; says on which port it listens. */
async function runAsProcess(): Promise<void> {
  const { env } = process;
  const text = (name: string) => env[`HOOK_RECEIVER_${name}`] || undefined;
  const share = Number(text("FAIL") ?? "0");
  const receiver = await startHookReceiver({
    secret: text("SECRET") ?? "",
    port: Number(text("PORT") ?? "0"),
    ledger: text("LEDGER"),
    body: text("BODY") === "routed" ? "routed" : "zadig",
    instance: text("INSTANCE"),
    react: failing(share, Math.random),
  });
  process.stdout.write(`${receiver.url}\n`);
  process.stdin.on("end", () => process.exit());
  process.stdin.resume();
}
