/**
 * Files that people give: kept under their digest, waiting for their item if need be, fetched by a signed link.
 */
import type { EvidenceFile } from "../plan/evidence.ts";
import { dropUploads, fileKey, findFile, isWanted, keepUpload, uploadsOf } from "../store/files.ts";
import type { Store } from "../store/store.ts";
import { filePath, readFilePath } from "./file-link.ts";
import type { FileLimits, GivenFile, KeptFile } from "./keep-file.ts";
import { hashOf, keepFile } from "./keep-file.ts";
import type { FileShelf } from "./shelf.ts";

export interface FileDesk {
  readonly limits: FileLimits;
  /** Looks at a file and keeps it; nobody names it yet. */
  keep(given: GivenFile): Promise<KeptFile>;
  /** A file that this plan names, with its bytes; `damaged` when they are no longer what was given. */
  ofPlan(
    planId: string,
    hash: string,
  ): Promise<{ readonly file: EvidenceFile; readonly bytes: Uint8Array } | "none" | "damaged">;
  /** Where the file can be fetched, as an address of this instance. */
  link(plan: { readonly index: number; readonly changedAt: number }, file: EvidenceFile): string;
  readLink(parts: {
    readonly index: number;
    readonly name: string;
    readonly seal: string;
  }): ReturnType<typeof readFilePath>;
  /** What somebody sent at a place and has not yet said what for, lately. */
  waiting(person: string, place: string): Promise<readonly EvidenceFile[]>;
  wait(person: string, place: string, file: EvidenceFile): Promise<void>;
  stopWaiting(person: string, place: string, files: readonly EvidenceFile[]): Promise<void>;
  /** Whether what is kept under a digest is what it says. */
  check(hash: string): Promise<"whole" | "missing" | "damaged">;
  /** Removes what nobody names, a day after it was put there. */
  sweep(): Promise<number>;
}

export interface FileDeskParts {
  readonly store: Store;
  readonly shelf: FileShelf;
  readonly limits: FileLimits;
  /** The address of this instance, without a slash at its end. */
  readonly base: string;
  readonly now: () => number;
}

/** Long enough to say what a file is for; after that it would surprise. */
const WAITS = 30 * 60_000;
/** Between keeping a file and the entry that names it, at the very most. */
const UNNAMED_LASTS = 24 * 60 * 60_000;

export async function openFileDesk({ store, shelf, limits, base, now }: FileDeskParts): Promise<FileDesk> {
  const key = await fileKey(store);
  const check = async (hash: string) => {
    const bytes = await shelf.get(hash);
    if (!bytes) return "missing";
    return hashOf(bytes) === hash ? "whole" : "damaged";
  };
  return {
    limits,
    check,
    keep: (given) => keepFile(given, shelf, limits),
    async ofPlan(planId, hash) {
      const row = await findFile(store.read, planId, hash);
      const bytes = row && (await shelf.get(hash));
      if (!row || !bytes) return "none";
      const { name, type, size } = row;
      return hashOf(bytes) === hash ? { file: { hash, name, type, size }, bytes } : "damaged";
    },
    link: ({ index, changedAt }, { hash }) => `${base}${filePath({ index, hash }, changedAt, key)}`,
    readLink: (parts) => readFilePath(parts, now(), key),
    waiting: async (person, place) =>
      (await uploadsOf(store.read, person, place, now() - WAITS)).map(({ hash, name, type, size }) => {
        return { hash, name, type, size };
      }),
    wait: (person, place, { hash, name, type, size }) =>
      store.write((tx) => keepUpload(tx, { person, place, hash, name, type, size, at: now() })),
    stopWaiting: (person, place, files) =>
      store.write((tx) =>
        dropUploads(
          tx,
          person,
          place,
          files.map(({ hash }) => hash),
        ),
      ),
    async sweep() {
      let swept = 0;
      for await (const { hash, at } of shelf.list()) {
        if (at > now() - UNNAMED_LASTS || (await isWanted(store.read, hash))) continue;
        await shelf.remove(hash);
        swept += 1;
      }
      return swept;
    },
  };
}
