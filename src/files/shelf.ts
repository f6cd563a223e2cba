/**
 * Where the bytes of files are kept, each under the digest of what it holds. A folder, or somebody's object store.
 */
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, stat, unlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface FileShelf {
  /** Durable when it answers. What is there already is as good as new from then on. */
  put(hash: string, bytes: Uint8Array): Promise<void>;
  /** Undefined where there is none. */
  get(hash: string): Promise<Uint8Array | undefined>;
  /** All there are, with when each was put there last (ms). */
  list(): AsyncIterable<{ readonly hash: string; readonly at: number }>;
  remove(hash: string): Promise<void>;
}

const HASH = /^[0-9a-f]{64}$/u;
/** What a process that was killed left half written; nobody writes this long (ms). */
const HALF_WRITTEN_LASTS = 60 * 60_000;

/** A folder of this machine, or one that all replicas share. */
export function folderShelf(root: string): FileShelf {
  const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash);
  return {
    async put(hash, bytes) {
      const path = pathOf(hash);
      if (await touched(path)) return;
      await mkdir(dirname(path), { recursive: true });
      const half = join(root, `${randomUUID()}.half`);
      const file = await open(half, "wx", 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(half, path);
      await syncFolder(dirname(path));
    },
    get: async (hash) => (HASH.test(hash) ? unlessMissing(readFile(pathOf(hash))) : undefined),
    async *list() {
      for (const name of (await unlessMissing(readdir(root))) ?? []) {
        if (name.endsWith(".half")) await dropHalf(join(root, name));
        if (!/^[0-9a-f]{2}$/u.test(name)) continue;
        for (const hash of await readdir(join(root, name))) {
          const found = HASH.test(hash) ? await unlessMissing(stat(pathOf(hash))) : undefined;
          if (found) yield { hash, at: found.mtimeMs };
        }
      }
    },
    async remove(hash) {
      await unlessMissing(unlink(pathOf(hash)));
    },
  };
}

/** Says that it is wanted again, so that it is not swept away as one that nobody names. */
async function touched(path: string): Promise<boolean> {
  const now = new Date();
  return (await unlessMissing(utimes(path, now, now).then(() => true))) ?? false;
}

async function dropHalf(path: string): Promise<void> {
  const found = await unlessMissing(stat(path));
  if (found && Date.now() - found.mtimeMs > HALF_WRITTEN_LASTS) await unlessMissing(unlink(path));
}

/** A name is durable when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
