/**
 * The chat platforms that the settings ask for. What a platform is made of is loaded only when it is asked for.
 */
import type { Hono } from "hono";
import type { ChatAdapter } from "./chat/ports.ts";
import { connectDingtalk } from "./connect-dingtalk.ts";
import { connectFeishu } from "./connect-feishu.ts";
import { connectSlack } from "./connect-slack.ts";
import type { Core, Process } from "./core.ts";
import type { ApprovalDesk } from "./flow/approval-desk.ts";

export interface ConnectedChat {
  readonly adapter: ChatAdapter;
  /** The platform's own approvals. */
  readonly desk?: ApprovalDesk | undefined;
  /** Where the platform calls, in the modes in which it does. */
  readonly routes?: readonly { readonly path: string; readonly app: Hono }[] | undefined;
}

/** A platform whose credentials are there, connected; undefined for one without. */
type Connect = (core: Core, parts: Process) => Promise<ConnectedChat | undefined>;

const CONNECT: readonly Connect[] = [connectFeishu, connectDingtalk, connectSlack];

export async function connectChat(core: Core, parts: Process): Promise<readonly ConnectedChat[]> {
  const connected = await Promise.all(CONNECT.map((connect) => connect(core, parts)));
  return connected.filter((chat) => chat !== undefined);
}
