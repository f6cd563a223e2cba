/**
 * Taking a file: looked at first, then kept, and only then named by anybody.
 */
import { createHash } from "node:crypto";
import type { EvidenceFile } from "../plan/evidence.ts";
import type { KindProblem } from "./file-kind.ts";
import { KINDS, kindOf } from "./file-kind.ts";
import type { NameProblem } from "./file-name.ts";
import { nameProblem } from "./file-name.ts";
import type { FileShelf } from "./shelf.ts";

export interface FileLimits {
  /** In bytes. */
  readonly most: number;
  /** Media types that are taken; without them all that gonogo knows. */
  readonly types?: readonly string[] | undefined;
}

export interface GivenFile {
  /** Empty where the platform gives none, as for pictures. */
  readonly name: string;
  readonly declared?: string | undefined;
  readonly bytes: Uint8Array;
}

export type FileProblem = NameProblem | KindProblem | "empty" | "too-large";
export type KeptFile =
  | { readonly ok: true; readonly file: EvidenceFile }
  | { readonly ok: false; readonly problem: FileProblem };

/** Durable when it answers with a file; a file that is not taken changes nothing. */
export async function keepFile(given: GivenFile, shelf: FileShelf, { most, types }: FileLimits): Promise<KeptFile> {
  const { bytes, declared } = given;
  const wrong = given.name === "" ? undefined : nameProblem(given.name);
  if (wrong) return { ok: false, problem: wrong };
  if (bytes.length === 0) return { ok: false, problem: "empty" };
  if (bytes.length > most) return { ok: false, problem: "too-large" };
  const kind = await kindOf(bytes, given.name, declared);
  if ("problem" in kind) return { ok: false, problem: kind.problem };
  if (types && !types.includes(kind.type)) return { ok: false, problem: "kind" };
  const hash = hashOf(bytes);
  await shelf.put(hash, bytes);
  const name = given.name === "" ? `picture.${KINDS[kind.type]?.[0] ?? "bin"}` : given.name;
  return { ok: true, file: { hash, name, type: kind.type, size: bytes.length } };
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
