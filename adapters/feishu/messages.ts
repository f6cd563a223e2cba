/**
 * Sending, editing and replying, in the order and at the pace that Feishu wants.
 */
import { z } from "zod";
import type { MessageRef } from "../../src/chat/ports.ts";
import { ChatError } from "../../src/chat/ports.ts";
import type { FeishuClient } from "./client.ts";
import { chatErrorOf, codeOf } from "./failure.ts";
import { idOf } from "./ids.ts";
import type { Pace } from "./pace.ts";
import type { Receiver, Sent } from "./refs.ts";
import { refOf, sentOf, uuidOf } from "./refs.ts";
import type { Writers } from "./writers.ts";

export interface Content {
  readonly type: "interactive" | "post";
  readonly content: string;
}

export interface Messages {
  /** Once per key, as long as Feishu remembers it: an hour. */
  send(to: Receiver, content: Content, key: string): Promise<MessageRef>;
  /** Below a message, once per key. */
  reply(ref: MessageRef, content: Content, key: string): Promise<void>;
  patch(ref: MessageRef, card: string): Promise<void>;
}

interface Parts {
  readonly client: FeishuClient;
  readonly pace: Pace;
  readonly writers: Writers;
}

const sentSchema = z.object({ message_id: z.string(), chat_id: z.string() });
/** This chat, or this kind of message, has no threads. */
const NO_THREADS = [230071, 230072, 230019];

export function createMessages({ client, pace, writers }: Parts): Messages {
  const answered = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw chatErrorOf(error);
    }
  };

  const replied = (sent: Sent, { type, content }: Content, key: string, thread: boolean) =>
    client.call((sdk) =>
      sdk.im.v1.message.reply({
        path: { message_id: idOf("message", sent.message) },
        data: { msg_type: type, content, reply_in_thread: thread, uuid: uuidOf(key) },
      }),
    );

  return {
    send: (to, { type, content }, key) =>
      answered(async () => {
        await pace.wait(`send:${key}`, [`chat:${to.id}`, "api:create"]);
        const made = await client.call((sdk) =>
          sdk.im.v1.message.create({
            params: { receive_id_type: to.type },
            data: { receive_id: to.id, msg_type: type, content, uuid: uuidOf(key) },
          }),
        );
        const sent = sentSchema.safeParse(made);
        if (!sent.success) throw new ChatError("unreachable", "Feishu did not say what became of a message");
        return refOf({ chat: sent.data.chat_id, message: sent.data.message_id });
      }),
    reply: (ref, content, key) =>
      answered(async () => {
        const sent = sentOf(ref);
        await pace.wait(`reply:${key}`, [`chat:${sent.chat}`, "api:reply"]);
        try {
          await replied(sent, content, key, true);
        } catch (error) {
          if (!NO_THREADS.includes(codeOf(error) ?? 0)) throw error;
          await replied(sent, content, `${key}:flat`, false);
        }
      }),
    patch: (ref, card) => {
      const sent = sentOf(ref);
      return writers.run(sent.message, () =>
        answered(async () => {
          await pace.wait(`patch:${sent.message}`, [`message:${sent.message}`, `chat:${sent.chat}`, "api:patch"]);
          await client.call((sdk) =>
            sdk.im.v1.message.patch({ path: { message_id: sent.message }, data: { content: card } }),
          );
        }),
      );
    },
  };
}
