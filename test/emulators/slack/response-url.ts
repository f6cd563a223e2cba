/**
 * Addresses for answers: what the app posts there is shown to the person, in the channel, or in place of what was clicked.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { blockProblems } from "./block-kit.ts";
import type { Faults } from "./faults.ts";
import type { ResponseAddress, Tickets } from "./tickets.ts";
import { failing } from "./web-api.ts";
import type { World } from "./world.ts";
import { BOT_USER } from "./world.ts";

const answer = z.strictObject({
  text: z.string().max(40_000).optional(),
  blocks: z.array(z.json()).optional(),
  response_type: z.enum(["ephemeral", "in_channel"]).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
  parse: z.enum(["none", "full"]).optional(),
  link_names: z.boolean().optional(),
});
type Said = z.infer<typeof answer>;

export interface Answered {
  readonly address: string;
  readonly body: unknown;
  readonly result: string;
}

export async function answerAddress(
  { world, tickets, faults, answers }: { world: World; tickets: Tickets; faults: Faults; answers: Answered[] },
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body: unknown = JSON.parse(await text(request));
  const fault = faults.take("response_url", { address: id });
  if (fault && fault.kind !== "lost") {
    failing(fault, response);
    return;
  }
  const result = takeAnswer(world, tickets, id, body);
  answers.push({ address: id, body, result });
  if (fault?.kind === "lost") {
    response.destroy();
    return;
  }
  response.writeHead(result === "ok" ? 200 : result === "invalid_blocks" ? 400 : 404).end(result);
}

function takeAnswer(world: World, tickets: Tickets, id: string, body: unknown): string {
  const read = answer.safeParse(body);
  if (!read.success) return "invalid_payload";
  if (read.data.blocks && blockProblems(read.data.blocks, "message").length > 0) return "invalid_blocks";
  const address = tickets.take(id);
  if ("error" in address) return address.error;
  show(world, address, read.data);
  return "ok";
}

function show(world: World, { user, channel: id, source }: ResponseAddress, said: Said): void {
  const channel = world.channel(id);
  if (source && said.delete_original) {
    channel.messages.splice(channel.messages.indexOf(source), 1);
    return;
  }
  if (source && said.replace_original) {
    source.text = said.text ?? "";
    source.blocks = said.blocks;
    source.edits++;
    return;
  }
  const onlyFor = said.response_type === "in_channel" ? undefined : user;
  world.post(channel, {
    user: BOT_USER,
    text: said.text ?? "",
    blocks: said.blocks,
    onlyFor,
    thread: said.thread_ts,
  });
}
