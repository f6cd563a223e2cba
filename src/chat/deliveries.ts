/**
 * What external systems were told of a plan, how that went, and what they answered.
 */
import type { Checkpoint, Instant } from "../plan/content.ts";

export interface DeliveryAttempt {
  readonly number: number;
  readonly at: Instant;
  /** Milliseconds. */
  readonly latency: number;
  readonly url: string;
  readonly status?: number | undefined;
  readonly problem?: string | undefined;
  /** When it was to be tried again. */
  readonly next?: Instant | undefined;
  /** JSON: headers and the beginning of the body that came back. */
  readonly head?: string | undefined;
}

export interface Delivery {
  readonly id: string;
  readonly plan: string;
  readonly endpoint: string;
  readonly checkpoint: Checkpoint;
  /** The attempt of the check that it asks for; 0 when it only tells. */
  readonly check: number;
  readonly state: "waiting" | "accepted" | "given-up";
  readonly at: Instant;
  readonly next?: Instant | undefined;
  readonly settled?: Instant | undefined;
  /** In order. */
  readonly attempts: readonly DeliveryAttempt[];
}

/** An endpoint's answer, or what it tried to answer. */
export interface Callback {
  readonly at: Instant;
  readonly endpoint?: string | undefined;
  readonly checkpoint?: string | undefined;
  readonly result?: string | undefined;
  readonly text?: string | undefined;
  readonly outcome: string;
}

export interface PlanDeliveries {
  /** The latest first. */
  readonly deliveries: readonly Delivery[];
  readonly callbacks: readonly Callback[];
}
