/**
 * The port of whoever tells external systems: called inside the transaction of what is told.
 */
import type { Tx } from "../store/store.ts";
import type { HookEffect } from "./hook-effects.ts";

export type ToldHook = Extract<HookEffect, { effect: "deliver" }>;

export interface HookDesk {
  /** Stores what an endpoint is to be told, and queues its sending. */
  deliver(tx: Tx, told: ToldHook): Promise<void>;
  /** Makes a delivery due now: one that waits for its next attempt, was given up, or was accepted before. */
  sendAgain(tx: Tx, delivery: string, now: number): Promise<void>;
}
