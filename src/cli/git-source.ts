/**
 * A plan file out of a Git repository, as it is in one commit, by the machine's own git.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { LARGEST_PLAN_FILE } from "../chat/plan-file/read.ts";
import type { Source } from "../plan/source.ts";

const run = promisify(execFile);

export interface GitFile {
  readonly text: string;
  readonly source: Extract<Source, { kind: "git" }>;
}

export interface GitPlace {
  /** An address or a path, as `git fetch` takes it. */
  readonly repository: string;
  /** A branch, a tag or a commit; without it, the repository's own HEAD. */
  readonly ref?: string | undefined;
  readonly path: string;
}

/** A fetch that takes longer (ms) will not end. */
const PATIENCE = 60_000;
/** Nothing is asked at the terminal, and no transport runs commands of the address. */
const QUIET = { GIT_TERMINAL_PROMPT: "0", GIT_ALLOW_PROTOCOL: "file:git:http:https:ssh" };
/** One byte more than a plan may have, so that a larger one is seen to be too large. */
const MOST_READ = LARGEST_PLAN_FILE + 1;

/** Reads the file; throws what git says when it is not there. */
export async function gitFile({ repository, ref = "HEAD", path }: GitPlace): Promise<GitFile> {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-git-"));
  const git = async (...args: readonly string[]) => {
    const env = { ...process.env, ...QUIET };
    const { stdout } = await run("git", args, { cwd: folder, env, timeout: PATIENCE, maxBuffer: 4 * MOST_READ });
    return stdout;
  };
  try {
    const from = /^[\w+.-]+:|^[^/]*@/u.test(repository) ? repository : join(process.cwd(), repository);
    await git("init", "--quiet", "--bare");
    await git("fetch", "--quiet", "--depth=1", "--no-tags", "--", repository.startsWith("/") ? repository : from, ref);
    const commit = (await git("rev-parse", "--verify", "FETCH_HEAD^{commit}")).trim();
    const size = Number(await git("cat-file", "-s", `${commit}:${path}`));
    if (size > LARGEST_PLAN_FILE) throw new Error(`${path} has ${size} bytes, more than a plan may have`);
    const text = await git("cat-file", "blob", `${commit}:${path}`);
    return { text, source: { kind: "git", repository: withoutPassword(repository), commit, path } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The log is read by many. */
function withoutPassword(repository: string): string {
  return repository.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/iu, "$1");
}
