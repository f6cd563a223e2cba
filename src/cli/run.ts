/**
 * One call of the command line, from its arguments to its exit code.
 */
import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { z } from "zod";
import { SettingsError } from "../settings/problem.ts";
import { readSettings } from "../settings/read.ts";
import type { PartSchemas } from "../settings/sections.ts";
import type { Exit } from "./failure.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job, Settings } from "./job.ts";
import type { Shared } from "./program.ts";
import { createProgram, terminalLang } from "./program.ts";

/** How the sections of the settings are read that adapters bring. */
export type Sections = PartSchemas<NonNullable<Settings["commands"]>, NonNullable<Settings["engines"]>>;

/** Does what the arguments ask for. Answers the exit code. */
export async function run(args: readonly string[], sections: Sections): Promise<Exit> {
  endQuietlyWithReader();
  const json = args.includes("--json");
  let exit: Exit = EXIT.ok;
  const version = ownVersion();
  const program = createProgram({
    version,
    job: (shared) => jobOf(shared, version, sections),
    ended: (code) => {
      exit = code;
    },
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    return explain(error, json);
  }
}

/** Whoever reads the answer may have seen enough, as `head` does. */
function endQuietlyWithReader(): void {
  process.stdout.on("error", (error) => {
    if ("code" in error && error.code === "EPIPE") process.exit(EXIT.ok);
    throw error;
  });
}

function jobOf({ config, json, lang }: Shared, version: string, sections: Sections): Job {
  return {
    json,
    lang: lang ?? terminalLang(process.env),
    version,
    now: Date.now,
    settings: () => readSettings({ env: process.env, file: config, sections }),
    answer: (text, value) => console.log(json ? JSON.stringify(value, null, 2) : text),
    note: (text) => console.error(text),
  };
}

/** Says on standard error what went wrong, and to programs on standard output as well. */
function explain(error: unknown, json: boolean): Exit {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
  const { exit, message, value } = described(error);
  // Commander has said it already.
  if (!(error instanceof CommanderError)) console.error(message);
  if (json) console.log(JSON.stringify({ error: value }, null, 2));
  return exit;
}

function described(error: unknown): { readonly exit: Exit; readonly message: string; readonly value: unknown } {
  if (error instanceof Failure) {
    const { exit, message, code, details } = error;
    return { exit, message, value: { code, message, ...details } };
  }
  if (error instanceof CommanderError) {
    const { code, message } = error;
    return { exit: EXIT.usage, message, value: { code, message } };
  }
  if (error instanceof SettingsError) {
    const { message, problems } = error;
    return { exit: EXIT.usage, message, value: { code: "settings", message, problems } };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exit: EXIT.refused, message, value: { code: "internal", message } };
}

const packageSchema = z.object({ version: z.string() });

/** From `package.json`, which stands at the same place relative to the sources and to what is compiled of them. */
function ownVersion(): string {
  const path = new URL("../../package.json", import.meta.url);
  return packageSchema.parse(JSON.parse(readFileSync(path, "utf8"))).version;
}
