/**
 * A Chromium from npm: unpacked once per checkout, beside the packages it comes from.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);
const modules = join(import.meta.dirname, "..", "..", "node_modules");
const archives = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];

export interface Chromium {
  readonly executable: string;
  /** What the browser's process needs beside the caller's environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Unpacks the browser, its fonts and its libraries, unless that is done. */
export async function chromium(): Promise<Chromium> {
  const folder = join(modules, ".cache", `chromium-${await version()}`);
  if (!existsSync(folder)) await unpack(folder);
  const executable = join(folder, "chromium");
  const libraries = (await lacksLibraries(executable)) ? { LD_LIBRARY_PATH: join(folder, "al2023", "lib") } : {};
  return { executable, env: { FONTCONFIG_PATH: join(folder, "fonts"), ...libraries } };
}

async function version(): Promise<string> {
  const file = await readFile(join(modules, "@sparticuz", "chromium", "package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(file)).version;
}

/** Workers may do this at the same time: each unpacks aside, and the first to finish gives its folder the name. */
async function unpack(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const aside = await mkdtemp(`${folder}-`);
  // The package unpacks into the temporary folder of its process, so it gets a process whose temporary folder this is.
  const bin = join(modules, "@sparticuz", "chromium", "bin");
  const script = `
    import { inflate } from ${JSON.stringify(createRequire(import.meta.url).resolve("@sparticuz/chromium"))};
    for (const name of ${JSON.stringify(archives)}) await inflate(${JSON.stringify(bin)} + "/" + name);
  `;
  await run(process.execPath, ["--input-type=module", "--eval", script], { env: { ...process.env, TMPDIR: aside } });
  await writeFile(join(aside, "fonts", "fonts.conf"), fontsConf(folder));
  await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }));
}

/** The fonts of the package and no others: a picture looks the same on every machine. */
function fontsConf(folder: string): string {
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    "<fontconfig>",
    `  <dir>${join(folder, "fonts")}</dir>`,
    `  <cachedir>${join(folder, "fonts-cache")}</cachedir>`,
    "</fontconfig>",
    "",
  ].join("\n");
}

async function lacksLibraries(executable: string): Promise<boolean> {
  const { stdout } = await run("ldd", [executable]).catch(() => ({ stdout: "not found" }));
  return stdout.includes("not found");
}
