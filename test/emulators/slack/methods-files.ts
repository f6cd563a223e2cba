/**
 * files.*: what people attach, and what the app uploads in Slack's three steps.
 */
import { z } from "zod";
import type { Method } from "./method.ts";
import { method, ok, refused } from "./method.ts";
import type { StoredFile } from "./world.ts";
import { BOT_USER } from "./world.ts";

export function fileBody(file: StoredFile, base: string) {
  const { id, name, mimetype, content, user } = file;
  return {
    id,
    name,
    title: name,
    mimetype,
    filetype: name.split(".").at(-1) ?? "text",
    size: Buffer.byteLength(content),
    user,
    mode: "hosted",
    url_private: `${base}/files-pri/${id}/${encodeURIComponent(name)}`,
    url_private_download: `${base}/files-pri/${id}/download/${encodeURIComponent(name)}`,
    permalink: `https://example.slack.com/files/${user}/${id}/${encodeURIComponent(name)}`,
  };
}

const info = method({
  scopes: ["files:read"],
  args: z.strictObject({ file: z.string() }),
  run: ({ file }, { world, base }) => {
    const found = world.files.get(file);
    return found ? ok({ file: fileBody(found, base) }) : refused("file_not_found");
  },
});

/** What was asked to be uploaded, and has not been told to be complete. */
const uploads = new WeakMap<
  object,
  Map<string, { readonly name: string; readonly length: number; content?: string }>
>();

export function pendingUploads(world: object) {
  const known = uploads.get(world) ?? new Map();
  uploads.set(world, known);
  return known;
}

const getUploadUrl = method({
  scopes: ["files:write"],
  args: z.strictObject({
    filename: z.string().min(1),
    length: z.coerce.number().int().min(1),
    alt_text: z.string().optional(),
    snippet_type: z.string().optional(),
  }),
  run: ({ filename, length }, { world, base }) => {
    const id = world.id("F");
    pendingUploads(world).set(id, { name: filename, length });
    return ok({ upload_url: `${base}/upload/v1/${id}`, file_id: id });
  },
});

const complete = method({
  scopes: ["files:write"],
  args: z.strictObject({
    files: z.array(z.strictObject({ id: z.string(), title: z.string().optional() })).min(1),
    channel_id: z.string().optional(),
    thread_ts: z.string().optional(),
    initial_comment: z.string().optional(),
  }),
  run: ({ files, channel_id: channel, thread_ts: thread, initial_comment: comment = "" }, { world, base }) => {
    const pending = pendingUploads(world);
    const bad = files.some(({ id }) => pending.get(id)?.content === undefined);
    const at = channel === undefined ? undefined : world.channels.get(channel);
    if (bad) return refused("file_not_found");
    if (channel !== undefined && !at) return refused("channel_not_found");
    for (const { id } of files) {
      const upload = pending.get(id);
      if (!upload) continue;
      pending.delete(id);
      const mimetype = "text/plain";
      world.files.set(id, { id, name: upload.name, mimetype, content: upload.content ?? "", user: BOT_USER, channel });
    }
    if (at) world.post(at, { user: BOT_USER, text: comment, thread, files: files.map(({ id }) => id) });
    const stored = files.flatMap(({ id }) => world.files.get(id) ?? []);
    return ok({ files: stored.map((file) => fileBody(file, base)) });
  },
});

export const FILES: Readonly<Record<string, Method>> = {
  "files.info": info,
  "files.getUploadURLExternal": getUploadUrl,
  "files.completeUploadExternal": complete,
};
