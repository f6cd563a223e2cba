/**
 * The calls an organisation has: its edition's quota counts every app, by the month (10,000 in the standard edition), and
 * over it DingTalk answers nobody any more. A share for each day keeps the bot alive until the month is over.
 */
import { DingtalkError, QUOTA_MS } from "./failure.ts";

const DAY = 24 * 60 * 60_000;
/** DingTalk's months are those of Beijing, which knows no summer time. */
const BEIJING = 8 * 60 * 60_000;
/** From this share of the day's calls on, cards are brought up to date less often. */
const SAVING_FROM = 0.8;

/** `plenty`: as it comes. `saving`: the day's share is nearly gone. `scarce`: it is gone. */
export type Means = "plenty" | "saving" | "scarce";

export interface Counted {
  /** Calls of this day and of this month before it, by all processes. */
  readonly today: number;
  readonly before: number;
}

export interface BudgetNeeds {
  readonly now: () => number;
  /** Calls in a month; undefined for an edition without such a quota. */
  readonly monthly: number | undefined;
  /** Adds to the day's calls, and answers what all have made. `day` is as `dayOf` has it. */
  readonly add: (day: string, calls: number) => Promise<Counted>;
  /** Once a day, when saving begins, and each time that DingTalk says the quota is used up. */
  readonly warn: (warning: {
    readonly kind: "saving" | "used-up";
    readonly calls: number;
    readonly share: number;
  }) => void;
  readonly report: (error: unknown) => void;
}

export interface Budget {
  means(): Means;
  /** Throws a DingtalkError while DingTalk answers nobody, so that it is not asked in vain. */
  open(): void;
  count(): void;
  /** DingTalk says that the month's calls are used up. */
  usedUp(retryAfter?: number | undefined): void;
  /** Whether DingTalk answers, as far as it is known. */
  answers(): boolean;
  /** Writes down what was counted. */
  settle(): Promise<void>;
}

/** The day in Beijing, as `2026-11-24`. */
export function dayOf(now: number): string {
  return new Date(now + BEIJING).toISOString().slice(0, 10);
}

export function createBudget(needs: BudgetNeeds): Budget {
  const { now, monthly, add, warn, report } = needs;
  let day = dayOf(now());
  let known: Counted = { today: 0, before: 0 };
  let pending = 0;
  let writing: Promise<void> | undefined;
  let closedUntil = 0;
  let warned = "";

  function share(): number {
    if (monthly === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(1, Math.floor((monthly - known.before) / daysLeft(now())));
  }

  function means(): Means {
    const used = (day === dayOf(now()) ? known.today : 0) + pending;
    const most = share();
    if (used >= most) return "scarce";
    return used >= most * SAVING_FROM ? "saving" : "plenty";
  }

  async function write(): Promise<void> {
    while (pending > 0) {
      const calls = pending;
      pending = 0;
      day = dayOf(now());
      try {
        known = await add(day, calls);
      } catch (error) {
        pending += calls;
        report(error);
        return;
      }
    }
    if (means() === "plenty" || warned === day) return;
    warned = day;
    warn({ kind: "saving", calls: known.today, share: share() });
  }

  function settle(): Promise<void> {
    writing ??= write().finally(() => {
      writing = undefined;
    });
    return writing;
  }

  return {
    means,
    open: () => {
      const left = closedUntil - now();
      if (left > 0) throw new DingtalkError("quota", "the month's calls of DingTalk are used up", { retryAfter: left });
    },
    count: () => {
      pending++;
      void settle();
    },
    usedUp: (retryAfter = QUOTA_MS) => {
      const first = closedUntil < now();
      closedUntil = now() + retryAfter;
      if (first) warn({ kind: "used-up", calls: known.before + known.today + pending, share: share() });
    },
    answers: () => closedUntil <= now(),
    settle,
  };
}

/** Today included. */
function daysLeft(now: number): number {
  const here = new Date(now + BEIJING);
  const next = Date.UTC(here.getUTCFullYear(), here.getUTCMonth() + 1, 1);
  return Math.max(1, Math.ceil((next - here.getTime()) / DAY));
}
