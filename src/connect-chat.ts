/**
 * The chat platforms that the settings ask for. What a platform is made of is loaded only when it is asked for.
 */
import { connectDingtalk } from "./connect-dingtalk.ts";
import { connectEmail } from "./connect-email.ts";
import { connectFeishu } from "./connect-feishu.ts";
import { connectSlack } from "./connect-slack.ts";
import type { ConnectedChat } from "./connected-chat.ts";
import type { Core, Process } from "./core.ts";

/** A platform whose credentials are there, connected; undefined for one without. */
type Connect = (core: Core, parts: Process) => Promise<ConnectedChat | undefined>;

const CONNECT: readonly Connect[] = [connectFeishu, connectDingtalk, connectSlack, connectEmail];

export async function connectChat(core: Core, parts: Process): Promise<readonly ConnectedChat[]> {
  const connected = await Promise.all(CONNECT.map((connect) => connect(core, parts)));
  return connected.filter((chat) => chat !== undefined);
}
