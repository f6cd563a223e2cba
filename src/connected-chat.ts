/**
 * What a connected chat platform consists of.
 */
import type { Hono } from "hono";
import type { ChatAdapter } from "./chat/ports.ts";
import type { ApprovalDesk } from "./flow/approval-desk.ts";

export interface ConnectedChat {
  readonly adapter: ChatAdapter;
  /** The platform's own approvals. */
  readonly desk?: ApprovalDesk | undefined;
  /** Where the platform calls, in the modes in which it does. */
  readonly routes?: readonly { readonly path: string; readonly app: Hono }[] | undefined;
}
