/**
 * What comes with a message: its own file, or the file or the words of the message it answers.
 */
import { z } from "zod";
import type { Upload } from "../../src/chat/ports.ts";
import { readAtMost } from "../../src/flow/read-at-most.ts";
import type { FeishuClient } from "./client.ts";
import { chatErrorOf } from "./failure.ts";
import { isId } from "./ids.ts";
import type { Received } from "./incoming/events.ts";
import type { GivenFile } from "./incoming/given-files.ts";
import { givenIn } from "./incoming/given-files.ts";
import { typedIn } from "./incoming/message-text.ts";

/** Longer is no plan. */
const LARGEST = 512 * 1024;
const READ = /\.(?:ya?ml|md|markdown|json|txt)$/iu;

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export interface Attached {
  readonly files: readonly TextFile[];
  /** What the message that it answers says in words. */
  readonly about?: string | undefined;
}

export interface Files {
  /** What comes with a message, or with the one that it answers, to be read when somebody wants it. */
  uploads(message: Received["message"], given: readonly GivenFile[]): Promise<readonly Upload[]>;
  of(message: Received["message"], own: { readonly key: string; readonly name: string } | undefined): Promise<Attached>;
}

const quotedSchema = z.object({
  items: z
    .array(
      z.object({
        message_id: z.string(),
        msg_type: z.string(),
        body: z.object({ content: z.string() }),
        mentions: z
          .array(z.object({ key: z.string(), id: z.string().default(""), name: z.string().default("") }))
          .default([]),
      }),
    )
    .default([]),
});

export function createFiles(client: FeishuClient): Files {
  const read = async (message: string, { key, name }: { readonly key: string; readonly name: string }) => {
    // Another kind of file says so by its name, and is told to be none.
    if (!READ.test(name) || !isId("file", key)) return { name, text: "" };
    const file = await client.raw((sdk) =>
      sdk.im.v1.messageResource.get({ path: { message_id: message, file_key: key }, params: { type: "file" } }),
    );
    return { name, text: await textOf(file.getReadableStream()) };
  };

  const quoted = async (id: string): Promise<Attached> => {
    const data = await client.call((sdk) => sdk.im.v1.message.get({ path: { message_id: id } }));
    const [item] = quotedSchema.parse(data ?? {}).items;
    if (!item) return { files: [] };
    const mentions = item.mentions.map((each) => ({ ...each, id: { open_id: each.id }, mentioned_type: "user" }));
    const typed = typedIn({ message_type: item.msg_type, content: item.body.content, mentions }, undefined);
    if (typed?.file) return { files: [await read(id, typed.file)] };
    return { files: [], ...(typed && typed.text !== "" && { about: typed.text }) };
  };

  const uploadOf = (message: string, { key, name, type }: GivenFile): Upload => ({
    name,
    async read(most) {
      if (!isId("file", key)) return "gone";
      try {
        const file = await client.raw((sdk) =>
          sdk.im.v1.messageResource.get({ path: { message_id: message, file_key: key }, params: { type } }),
        );
        return await readAtMost(file.getReadableStream(), most);
      } catch (error) {
        const failed = chatErrorOf(error);
        if (failed.code === "gone" || failed.code === "forbidden") return "gone";
        throw failed;
      }
    },
  });

  return {
    async uploads(message, given) {
      if (given.length > 0) return given.map((file) => uploadOf(message.message_id, file));
      const id = message.parent_id;
      if (id === undefined) return [];
      try {
        const data = await client.call((sdk) => sdk.im.v1.message.get({ path: { message_id: id } }));
        const [item] = quotedSchema.parse(data ?? {}).items;
        return item ? givenIn(item.msg_type, item.body.content).map((file) => uploadOf(id, file)) : [];
      } catch (error) {
        const failed = chatErrorOf(error);
        if (failed.code === "gone" || failed.code === "forbidden") return [];
        throw failed;
      }
    },
    async of(message, own) {
      try {
        if (own) return { files: [await read(message.message_id, own)] };
        return message.parent_id === undefined ? { files: [] } : await quoted(message.parent_id);
      } catch (error) {
        const failed = chatErrorOf(error);
        // What can't be had any more is as if it had not been sent.
        if (failed.code === "gone" || failed.code === "forbidden") return { files: [] };
        throw failed;
      }
    },
  };
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk instanceof Uint8Array ? chunk : String(chunk));
    size += bytes.length;
    if (size > LARGEST) break;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
