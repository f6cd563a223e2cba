/**
 * `gonogo verify`: checks that each log is what was written, and each plan what its log says.
 */

import type { FileDesk } from "../files/desk.ts";
import { lastIndex, logsWithoutPlan } from "../store/audit.ts";
import type { NamedFile } from "../store/files.ts";
import { namedFiles } from "../store/files.ts";
import { readLog } from "../store/log.ts";
import { listPlans } from "../store/plan-list.ts";
import type { PlanRow } from "../store/plans.ts";
import { loadPlan, loadPlanByIndex } from "../store/plans.ts";
import type { Reader } from "../store/store.ts";
import type { Exit } from "./failure.ts";
import { codeOf, EXIT, Failure, reasonOf } from "./failure.ts";
import type { Job } from "./job.ts";
import { withDatabase } from "./job.ts";
import { TEXTS } from "./texts.ts";
import type { Damage } from "./verify-plan.ts";
import { planDamage } from "./verify-plan.ts";

const AT_A_TIME = 200;
/** A plan that changes while it is read is read again; one that changes this often in a row isn't damaged. */
const READINGS = 10;

type Found =
  | Damage
  | { readonly kind: "missing"; readonly index: number }
  | { readonly kind: "orphan"; readonly plan: string }
  /** What is kept under a digest is not what was given, or is not there. */
  | { readonly kind: "file"; readonly index: number; readonly hash: string; readonly what: "missing" | "damaged" };

interface Audit {
  plans: number;
  entries: number;
  files: number;
  readonly damage: Found[];
}

export async function verify(job: Job, index?: number): Promise<Exit> {
  try {
    return await withDatabase(job, async ({ store, files }) => {
      const audit = index === undefined ? await everything(store.read) : await one(store.read, index, job);
      await checkFiles(store.read, files, index, audit);
      return report(audit, job);
    });
  } catch (error) {
    throw fileDamage(error, job) ?? error;
  }
}

async function one(read: Reader, index: number, { lang }: Job): Promise<Audit> {
  const audit: Audit = { plans: 0, entries: 0, files: 0, damage: [] };
  const row = await loadPlanByIndex(read, index);
  if (row) await check(read, row, audit);
  else if (index <= (await lastIndex(read))) audit.damage.push({ kind: "missing", index });
  else throw new Failure(EXIT.refused, { code: "no-such-plan", message: TEXTS[lang].noPlan(index), plan: index });
  return audit;
}

/** Newest first. Numbers are given without gaps, so a plan that is missing is noticed. */
async function everything(read: Reader): Promise<Audit> {
  const audit: Audit = { plans: 0, entries: 0, files: 0, damage: [] };
  let expected = await lastIndex(read);
  for (let before = expected + 1, more = true; more; ) {
    const page = await listPlans(read, { before, limit: AT_A_TIME });
    for (const row of page.rows) {
      for (; expected > row.index; expected -= 1) audit.damage.push({ kind: "missing", index: expected });
      expected = row.index - 1;
      before = row.index;
      await check(read, row, audit);
    }
    more = page.more;
  }
  for (; expected > 0; expected -= 1) audit.damage.push({ kind: "missing", index: expected });
  for (const plan of await logsWithoutPlan(read)) audit.damage.push({ kind: "orphan", plan });
  return audit;
}

/** Each file that a log names is there, and is what the log says. */
async function checkFiles(read: Reader, files: FileDesk, only: number | undefined, audit: Audit): Promise<void> {
  let after: NamedFile | undefined;
  do {
    const page = await namedFiles(read, only, after, AT_A_TIME);
    for (const { index, hash } of page) {
      const what = await files.check(hash);
      audit.files += 1;
      if (what !== "whole") audit.damage.push({ kind: "file", index, hash, what });
    }
    after = page.at(-1);
  } while (after);
}

/** Row and log are two readings: when they disagree and the plan has moved on meanwhile, it is read again. */
async function check(read: Reader, first: PlanRow, audit: Audit): Promise<void> {
  audit.plans += 1;
  let row = first;
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const rows = await readLog(read, row.id);
    const damage = planDamage(row, rows);
    const again = damage && (await loadPlan(read, row.id));
    if (again && again.version !== row.version) {
      row = again;
      continue;
    }
    audit.entries += rows.length;
    if (damage) audit.damage.push(damage);
    return;
  }
}

function report({ plans, entries, files, damage }: Audit, job: Job): Exit {
  const texts = TEXTS[job.lang];
  const whole = damage.length === 0;
  const lines = damage.map((found) => sentence(found, job));
  const damaged = new Set(damage.map((found) => (found.kind === "orphan" ? found.plan : found.index))).size;
  job.answer(whole ? texts.verified(plans, entries, files) : [...lines, texts.damaged(damaged)].join("\n"), {
    ok: whole,
    plans,
    entries,
    files,
    damage,
  });
  return whole ? EXIT.ok : EXIT.damage;
}

function sentence(found: Found, { lang }: Job): string {
  const { damage } = TEXTS[lang];
  switch (found.kind) {
    case "entry":
      return damage.entry(found.index, found.seq);
    case "end":
      return damage.end(found.index, found.seq);
    case "snapshot":
      return damage.snapshot(found.index, found.what);
    case "unreadable":
      return damage.unreadable(found.index, found.what);
    case "missing":
      return damage.missing(found.index);
    case "orphan":
      return damage.orphan(found.plan);
    case "file":
      return damage.file(found.index, found.hash.slice(0, 12), found.what === "missing");
  }
}

/** SQLite itself says when its file is not a database, or not a whole one. */
function fileDamage(error: unknown, { lang }: Job): Failure | undefined {
  const cause = error instanceof Failure ? error.cause : error;
  if (!/^SQLITE_(?:CORRUPT|NOTADB)/.test(codeOf(cause) ?? "")) return undefined;
  return new Failure(EXIT.damage, { code: "damaged", message: TEXTS[lang].damage.database(reasonOf(cause)), cause });
}
