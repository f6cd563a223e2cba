/**
 * Calls of DingTalk's two APIs with the app's token: paced, counted, each with a time limit, and repeated only where a
 * repetition does no harm.
 */
import type { z } from "zod";
import type { Scheduler } from "../../src/flow/scheduler.ts";
import type { Budget } from "./budget.ts";
import type { Answer, Errand } from "./failure.ts";
import { DingtalkError, jsonOf, refused, refusedByCode, strange } from "./failure.ts";
import type { Http } from "./http.ts";
import type { Pace } from "./pace.ts";
import { createPace } from "./pace.ts";
import type { Tokens } from "./token.ts";

/** The standard edition takes 20 a second for each app and API. What was sent evenly may arrive in heaps, so: 16, in fours. */
const CALLS_AT_ONCE = 4;
const CALLS_SPAN = 250;
const READ_ATTEMPTS = 3;
/** Between two attempts at reading (ms). */
const READ_PAUSE = 1_000;

export interface Call extends Errand {
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  /** It changes nothing, or nothing more when it is repeated: it is tried again at once when there was no answer. */
  readonly repeatable?: boolean | undefined;
}

export interface Client {
  /** A call of the newer API, `api.dingtalk.com`. Rejects with a DingtalkError. */
  call<S extends z.ZodType>(call: Call, schema: S): Promise<z.output<S>>;
  /** A call of the older API, `oapi.dingtalk.com`, which answers 200 whatever happened. Rejects with a DingtalkError. */
  callOld<S extends z.ZodType>(path: string, body: object, schema: S): Promise<z.output<S>>;
}

export interface ClientNeeds {
  readonly http: Http;
  readonly tokens: Tokens;
  readonly budget: Budget;
  readonly apiBase: string;
  readonly oapiBase: string;
  readonly now: () => number;
  readonly scheduler: Scheduler;
}

export function createClient(needs: ClientNeeds): Client {
  const { http, tokens, budget, apiBase, oapiBase, now, scheduler } = needs;
  const paces = new Map<string, Pace>();
  const paceOf = (path: string): Pace => {
    const pace = paces.get(path) ?? createPace({ now, scheduler }, CALLS_AT_ONCE, CALLS_SPAN);
    paces.set(path, pace);
    return pace;
  };

  /** One call; once more with a fresh token where DingTalk does not take the one it gave. */
  async function attempt(errand: Errand, send: (token: string) => Promise<Answer>, check: Check): Promise<string> {
    for (let renewed = false; ; renewed = true) {
      budget.open();
      const token = await tokens.get();
      // Last, so that no wait for a token heaps up what took its turn before.
      await paceOf(errand.path).turn();
      budget.count();
      const answer = await send(token);
      const error = check(answer);
      if (error === undefined) return answer.text;
      if (error.trouble === "quota") budget.usedUp(error.retryAfter);
      if (error.trouble !== "credentials") throw error;
      tokens.forget(token);
      if (renewed) throw error;
    }
  }

  async function patiently(repeatable: boolean, work: () => Promise<string>): Promise<string> {
    for (let tried = 1; ; tried++) {
      try {
        return await work();
      } catch (error) {
        const lost = error instanceof DingtalkError && error.trouble === "unanswered";
        if (!lost || !repeatable || tried >= READ_ATTEMPTS) throw error;
        await new Promise<void>((resolve) => void scheduler.after(READ_PAUSE * tried, resolve));
      }
    }
  }

  return {
    async call({ query = {}, body, repeatable, ...errand }, schema) {
      const address = new URL(errand.path, apiBase);
      for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
      const send = (token: string) =>
        http.send(errand, address, { headers: { "x-acs-dingtalk-access-token": token }, body });
      const check = (answer: Answer) => (answer.status === 200 ? undefined : refused(errand, answer, now()));
      const again = repeatable ?? errand.method === "GET";
      return read(errand, await patiently(again, () => attempt(errand, send, check)), schema);
    },
    async callOld(path, body, schema) {
      const errand: Errand = { method: "POST", path };
      const address = new URL(path, oapiBase);
      const send = (token: string) => {
        address.searchParams.set("access_token", token);
        return http.send(errand, address, { body });
      };
      const check = (answer: Answer) =>
        answer.status === 200 ? refusedByCode(errand, answer.text) : refused(errand, answer, now());
      // All that is asked of the older API is who is who.
      return read(errand, await patiently(true, () => attempt(errand, send, check)), schema);
    },
  };
}

type Check = (answer: Answer) => DingtalkError | undefined;

function read<S extends z.ZodType>(errand: Errand, text: string, schema: S): z.output<S> {
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join(".");
  throw strange(errand, `${place || "the whole"} is not as documented`);
}
