/**
 * Socket Mode: addresses with a ticket, envelopes that want an acknowledgement, and connections that Slack renews.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { z } from "zod";
import type { Carrier, Delivered, Kind, Retry } from "./carrier.ts";
import type { Json } from "./world.ts";
import { APP } from "./world.ts";

const MOST_CONNECTIONS = 10;
const acknowledgement = z.strictObject({ envelope_id: z.string(), payload: z.json().optional() });

export class SocketCarrier implements Carrier {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #connections: WebSocket[] = [];
  readonly #waiting = new Map<string, (body: Json) => void>();
  #turn = 0;
  /** How long Slack waits for an acknowledgement (ms). */
  patience = 3_000;
  /** Whether new connections are greeted. */
  greets = true;
  readonly violations: string[] = [];
  /** Every envelope that was acknowledged, with what came with it. */
  readonly acknowledged: { readonly envelope: string; readonly payload: Json | undefined }[] = [];

  ticket(): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return ticket;
  }

  get connections(): number {
    return this.#connections.length;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? "/", "http://localhost").searchParams.get("ticket") ?? "";
    if (!this.#tickets.delete(ticket) || this.#connections.length >= MOST_CONNECTIONS) {
      socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#welcome(connection));
  }

  #welcome(connection: WebSocket): void {
    this.#connections.push(connection);
    // Each delivery under way listens for its end.
    connection.setMaxListeners(0);
    connection.on("close", () => this.#forget(connection));
    connection.on("error", () => this.#forget(connection));
    connection.on("message", (data) => this.#heard(String(data)));
    if (!this.greets) return;
    const hello = {
      type: "hello",
      num_connections: this.#connections.length,
      debug_info: { host: "applink-1", build_number: 1, approximate_connection_time: 18060 },
      connection_info: { app_id: APP },
    };
    connection.send(JSON.stringify(hello));
  }

  #forget(connection: WebSocket): void {
    const place = this.#connections.indexOf(connection);
    if (place >= 0) this.#connections.splice(place, 1);
  }

  #heard(text: string): void {
    const read = acknowledgement.safeParse(JSON.parse(text));
    if (!read.success) {
      this.violations.push(`not an acknowledgement: ${text.slice(0, 200)}`);
      return;
    }
    const { envelope_id: envelope, payload } = read.data;
    this.acknowledged.push({ envelope, payload });
    const settle = this.#waiting.get(envelope);
    if (!settle) this.violations.push(`late or unknown envelope ${envelope}`);
    else settle(payload ?? {});
  }

  async deliver(kind: Kind, payload: Readonly<Record<string, Json>>, retry?: Retry): Promise<Delivered> {
    const connection = this.#connections[this.#turn++ % Math.max(1, this.#connections.length)];
    if (!connection) return { ok: false, why: "no-connection" };
    const envelope = randomUUID();
    const answered = new Promise<Delivered>((resolve) => {
      const timer = setTimeout(() => resolve({ ok: false, why: "timeout" }), this.patience);
      const settle = (outcome: Delivered) => {
        clearTimeout(timer);
        this.#waiting.delete(envelope);
        resolve(outcome);
      };
      this.#waiting.set(envelope, (body) => settle({ ok: true, body }));
      connection.once("close", () => settle({ ok: false, why: "no-connection" }));
    });
    connection.send(
      JSON.stringify({
        envelope_id: envelope,
        type: kind,
        payload,
        accepts_response_payload: kind !== "events_api",
        ...(kind === "events_api" && { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? "" }),
      }),
    );
    return answered;
  }

  /** Slack asks every connection to be made anew, or one of them. */
  renew(which: "all" | "one" = "all"): void {
    const asked = which === "all" ? [...this.#connections] : this.#connections.slice(0, 1);
    for (const connection of asked) {
      // Nothing more is delivered to it.
      this.#forget(connection);
      connection.send(
        JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: { host: "applink-1" } }),
      );
    }
  }

  /** Text that is no envelope. */
  babble(text: string): void {
    for (const connection of this.#connections) connection.send(text);
  }

  /** Ends every connection without a word. */
  cut(): void {
    for (const connection of [...this.#connections]) connection.terminate();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}
