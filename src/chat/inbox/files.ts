/**
 * Files that come with what somebody says, or came just before it.
 */
import type { Item } from "../../plan/content.ts";
import { askNamed } from "../../plan/demands.ts";
import type { EvidenceFile } from "../../plan/evidence.ts";
import type { ItemProgress } from "../../plan/plan.ts";
import type { Reply, Upload } from "../ports.ts";
import { fileProblemText } from "../texts/file-problem-text.ts";
import { joinWords } from "../texts/names.ts";
import { sayMarkdown } from "../texts/say.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { bad, good } from "./talk.ts";

export type Gathered =
  | { readonly files: readonly EvidenceFile[]; readonly settle: () => Promise<void> }
  | { readonly replies: readonly Reply[] };

/** Those of the message; without any, those that the same person sent there just before. */
export async function filesWith(talk: Talk, needs: ChatNeeds): Promise<Gathered> {
  if (talk.uploads.length > 0) {
    const kept = await keepUploads(talk.uploads, talk, needs);
    return "replies" in kept ? kept : { files: kept.files, settle: () => Promise.resolve() };
  }
  const { person, place } = talk;
  const files = await needs.files.waiting(person.id, place);
  return { files, settle: () => needs.files.stopWaiting(person.id, place, files) };
}

/** All of them, or the reason why one is not taken. */
export async function keepUploads(
  uploads: readonly Upload[],
  { reader }: Talk,
  { files: desk }: ChatNeeds,
): Promise<{ readonly files: readonly EvidenceFile[] } | { readonly replies: readonly Reply[] }> {
  const { most } = desk.limits;
  const files: EvidenceFile[] = [];
  for (const { name, declared, read } of uploads) {
    const bytes = await read(most);
    const kept =
      typeof bytes === "string" ? { ok: false as const, problem: bytes } : await desk.keep({ name, declared, bytes });
    if (!kept.ok) return { replies: bad(fileProblemText({ name, problem: kept.problem, most }, reader)) };
    files.push(kept.file);
  }
  return { files };
}

/** Files without a word: kept until their sender says what they are for. */
export async function filesAlone(talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const kept = await keepUploads(talk.uploads, talk, needs);
  if ("replies" in kept) return kept.replies;
  for (const file of kept.files) await needs.files.wait(talk.person.id, talk.place, file);
  const names = joinWords(
    kept.files.map(({ name }) => name),
    talk.reader,
  );
  return good(sayMarkdown(talk.lang, "file.waits", { names }));
}

/**
 * Files under what the item asks for: the one that was named, else what is required and not there yet in its order, then
 * what may be given. What is left over shows it all the same.
 */
export function assigned(
  files: readonly EvidenceFile[],
  { work }: Item,
  progress: ItemProgress | undefined,
  named?: string | undefined,
): readonly EvidenceFile[] {
  const asks = work.type === "text" ? (work.asks ?? []).filter(({ kind }) => kind === "file") : [];
  if (named !== undefined) {
    const ask = askNamed(asks, named)?.name ?? named;
    return files.map((file) => ({ ...file, ask }));
  }
  const before = progress?.state === "todo" ? [...(progress.files ?? []), ...(progress.said?.files ?? [])] : [];
  const open = asks
    .filter(({ name }) => !before.some(({ ask }) => ask === name))
    .toSorted((a, b) => Number(b.required) - Number(a.required));
  return files.map((file, place) => ({ ...file, ask: open[place]?.name }));
}
