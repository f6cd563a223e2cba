/**
 * `gonogo done`: somebody says that an item is done, with files that show it.
 */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { assigned } from "../chat/inbox/files.ts";
import { fileProblemText } from "../chat/texts/file-problem-text.ts";
import { refusalText } from "../chat/texts/refusal-text.ts";
import { replyText } from "../chat/texts/reply-text.ts";
import type { Core } from "../core.ts";
import type { Item } from "../plan/content.ts";
import type { EvidenceFile } from "../plan/evidence.ts";
import type { Plan } from "../plan/plan.ts";
import { EXIT, Failure, reasonOf } from "./failure.ts";
import type { Job } from "./job.ts";
import { personNamed, planAt, readerAt, withCore } from "./job.ts";
import { plainText } from "./plain.ts";
import { TEXTS } from "./texts.ts";

export interface DoneOptions {
  /** `52.3`. */
  readonly item: string;
  readonly as: string;
  readonly file: readonly string[];
  readonly answer: readonly string[];
  readonly remark?: string | undefined;
}

export async function done(job: Job, { item: number, as, file: paths, answer, remark }: DoneOptions): Promise<void> {
  await withCore(job, async (core, settings) => {
    const [index = 0, place = 0] = number.split(".").map(Number);
    const plan = await planAt(index, core, job);
    const reader = { ...readerAt(job, core, settings), plan };
    const item = plan.content.items[place - 1];
    if (!item) {
      const refusal = { code: "unknown-item", item: number, items: plan.content.items.length } as const;
      throw new Failure(EXIT.refused, { code: refusal.code, message: plainText(refusalText(refusal, reader)) });
    }
    const files = assigned(await keptFiles(paths, core, job), item, plan.items[item.id]);
    const outcome = await core.door.submit({
      key: `cli:${randomUUID()}`,
      actor: { kind: "person", id: personNamed(as, core, job).id },
      request: {
        plan: plan.id,
        command: { type: "done", item: item.id, remark, answers: answersOf(answer), files: some(files) },
      },
    });
    if (!outcome.taken) {
      const { refusal } = outcome;
      throw new Failure(EXIT.refused, { code: refusal.code, message: plainText(refusalText(refusal, reader)) });
    }
    const after = await planAt(index, core, job);
    const text = plainText(replyText({ type: "done", item: item.id }, after, reader));
    job.answer(text, { plan: index, item: number, state: stateOf(after, item), files, events: outcome.events });
  });
}

/** Kept before anything is said: what is not taken changes nothing. */
async function keptFiles(paths: readonly string[], { files: desk }: Core, job: Job): Promise<readonly EvidenceFile[]> {
  const files: EvidenceFile[] = [];
  for (const path of paths) {
    const kept = await desk.keep({ name: basename(path), bytes: await bytesOf(path, job) });
    if (!kept.ok) {
      const problem = { name: basename(path), problem: kept.problem, most: desk.limits.most };
      throw new Failure(EXIT.refused, { code: "bad-file", message: plainText(fileProblemText(problem, job)) });
    }
    files.push(kept.file);
  }
  return files;
}

async function bytesOf(path: string, { lang }: Job): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const message = TEXTS[lang].noFile(path, reasonOf(error));
    throw new Failure(EXIT.usage, { code: "no-file", message, cause: error });
  }
}

/** `Ticket=https://…`, each once. */
function answersOf(given: readonly string[]): Readonly<Record<string, string>> | undefined {
  const entries = given.map((text) => {
    const equals = text.indexOf("=");
    return [text.slice(0, equals).trim(), text.slice(equals + 1)] as const;
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function some(files: readonly EvidenceFile[]): readonly EvidenceFile[] | undefined {
  return files.length > 0 ? files : undefined;
}

function stateOf({ items }: Plan, { id }: Item): string {
  return items[id]?.state ?? "todo";
}
