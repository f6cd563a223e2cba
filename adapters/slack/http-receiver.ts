/**
 * Slack's requests over HTTP for Bolt, under the server that everything else is under. What is not signed by Slack, not of
 * these minutes, or has been here before, is turned away unread.
 */
import type { App, Receiver } from "@slack/bolt";
import type { Context } from "hono";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Body } from "./receiver.ts";
import { handToBolt, isEvent } from "./receiver.ts";
import type { Verdict } from "./signature.ts";
import { Signatures } from "./signature.ts";

/** As much as Bolt takes. */
const LARGEST = 4 * 1024 * 1024;
const WHY: Readonly<Record<Exclude<Verdict, "genuine">, string>> = {
  unsigned: "the request carries no signature",
  forged: "the signature does not match",
  old: "the request's time is not within five minutes of ours",
  replayed: "the request was here before",
};

export interface HttpReceiverNeeds {
  readonly signingSecret: string;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

export class HttpReceiver implements Receiver {
  /** To be mounted at `/slack`. */
  readonly routes = new Hono();
  readonly #needs: HttpReceiverNeeds;
  readonly #signatures: Signatures;
  readonly #pending = new Set<Promise<void>>();
  #app: App | undefined;
  #open = false;

  constructor(needs: HttpReceiverNeeds) {
    this.#needs = needs;
    this.#signatures = new Signatures(needs.signingSecret, needs.now);
    const tooLarge = (context: Context) => context.text("too large", 413);
    this.routes.post("/events", bodyLimit({ maxSize: LARGEST, onError: tooLarge }), (context) => this.#take(context));
  }

  get connected(): boolean {
    return this.#open;
  }

  init(app: App): void {
    this.#app = app;
  }

  async start(): Promise<void> {
    this.#open = true;
  }

  async stop(): Promise<void> {
    this.#open = false;
    await Promise.all(this.#pending);
  }

  async #take(context: Context): Promise<Response> {
    const raw = new Uint8Array(await context.req.arrayBuffer());
    const signature = context.req.header("x-slack-signature");
    const timestamp = context.req.header("x-slack-request-timestamp");
    const verdict = this.#signatures.check({ timestamp, signature, body: raw });
    if (verdict !== "genuine") return context.text(WHY[verdict], 401);
    const body = bodyOf(raw, context.req.header("content-type") ?? "");
    if (!body) return context.text("the body is not what Slack sends", 400);
    if (body.type === "url_verification") return context.json({ challenge: body.challenge });
    const app = this.#open ? this.#app : undefined;
    const answer = app ? await this.#handed(app, body, context) : context.text("not ready", 503);
    if (answer.status >= 500) this.#signatures.release(signature);
    return answer;
  }

  /** Answers as soon as it is acknowledged; what is left to do goes on. */
  #handed(app: App, body: Body, context: Context): Promise<Response> {
    const answered = Promise.withResolvers<Response>();
    const number = Number(context.req.header("x-slack-retry-num") ?? 0);
    const reason = context.req.header("x-slack-retry-reason") ?? "";
    const answer = async (said?: object) => {
      answered.resolve(said === undefined ? context.body(null, 200) : context.json(said));
    };
    const handled = handToBolt(app, { body, answer, ...(number > 0 && { retry: { number, reason } }) })
      // Nobody listens to it, which Slack need not hear of.
      .then(() => answered.resolve(context.body(null, 200)))
      .catch((error: unknown) => {
        this.#needs.onError(error);
        answered.resolve(context.text(isEvent(body) ? "not kept" : "not taken", 500));
      });
    this.#pending.add(handled);
    void handled.then(() => this.#pending.delete(handled));
    return answered.promise;
  }
}

/** Events are JSON; commands are a form, and interactions JSON in a form. */
function bodyOf(raw: Uint8Array, type: string): Body | undefined {
  const text = new TextDecoder().decode(raw);
  if (type.startsWith("application/json")) return parsed(text);
  if (!type.startsWith("application/x-www-form-urlencoded")) return undefined;
  const fields = Object.fromEntries(new URLSearchParams(text));
  return fields.payload === undefined ? fields : parsed(fields.payload);
}

function parsed(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
