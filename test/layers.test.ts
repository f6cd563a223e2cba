import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const root = join(import.meta.dirname, "..");

/** Where a line of code stands, and the lines that are refused or allowed there. */
const layers: Record<string, { readonly refused: readonly string[]; readonly allowed: readonly string[] }> = {
  "src/plan/probe.ts": {
    refused: [
      'import "node:crypto";',
      'import "yaml";',
      'import "../flow/probe.ts";',
      'import type { A } from "../flow/probe.ts"; export type B = A;',
      "export const at = Date.now();",
      "export const at = new Date();",
      "export const at = globalThis.Date.now();",
      "export const home = process.env.HOME;",
      "export const id = crypto.randomUUID();",
      "export const page = fetch;",
      "export const wait = setTimeout;",
    ],
    allowed: ['import "zod";', 'import "./plan.ts";'],
  },
  "src/people/probe.ts": {
    refused: [
      'import "kysely";',
      'import "../flow/probe.ts";',
      'import "../http/probe.ts";',
      'import "../chat/texts.ts";',
    ],
    allowed: [
      'import "../plan/plan.ts";',
      'import "../store/store.ts";',
      'import "../chat/ports.ts";',
      'import "yaml";',
    ],
  },
  "src/chat/probe.ts": {
    refused: [
      'import "kysely";',
      'import "hono/sse";',
      'import "../store/store.ts";',
      'import "../flow/engine.ts";',
      'import "../http/probe.ts";',
      'import "../hooks/probe.ts";',
      'import "../../adapters/console/probe.ts";',
    ],
    allowed: [
      'import "../plan/plan.ts";',
      'import "../people/probe.ts";',
      'import "../flow/outcome.ts";',
      'import "./card.ts";',
      'import "yaml";',
    ],
  },
  "src/chat/views/probe.ts": {
    refused: [
      'import "../../store/store.ts";',
      'import "../../flow/engine.ts";',
      'import "../../../adapters/console/probe.ts";',
    ],
    allowed: [
      'import "../card.ts";',
      'import "../../plan/plan.ts";',
      'import "../../flow/outcome.ts";',
      'import "./plan-card.ts";',
    ],
  },
  "src/flow/probe.ts": {
    refused: [
      'import "../http/probe.ts";',
      'import "kysely";',
      'import "undici";',
      'import "../../adapters/console/probe.ts";',
    ],
    allowed: [
      'import "../plan/plan.ts";',
      'import "../store/store.ts";',
      'import "../people/probe.ts";',
      'import "../chat/ports.ts";',
      'import "p-queue";',
    ],
  },
  "src/hooks/probe.ts": {
    refused: ['import "kysely";', 'import "../http/probe.ts";', 'import "../../adapters/console/probe.ts";'],
    allowed: ['import "../plan/plan.ts";', 'import "../store/store.ts";', 'import "../flow/probe.ts";'],
  },
  "src/store/probe.ts": {
    refused: ['import "../flow/probe.ts";', 'import "../chat/card.ts";', 'import "../../adapters/console/probe.ts";'],
    allowed: [
      'import "kysely";',
      'import "better-sqlite3";',
      'import "pg";',
      'import "../plan/plan.ts";',
      'import "../../migrations/0001-init.ts";',
    ],
  },
  "src/http/probe.ts": {
    refused: ['import "kysely";', 'import "../../adapters/console/probe.ts";'],
    allowed: ['import "hono";', 'import "../flow/probe.ts";', 'import "../people/probe.ts";'],
  },
  "src/settings.ts": {
    refused: ['import "../adapters/console/probe.ts";', 'import "pg";', 'import "../test/support/browser.ts";'],
    allowed: ['import "./plan/plan.ts";'],
  },
  "src/main.ts": {
    refused: ['import "pg";', 'import "../test/support/browser.ts";'],
    allowed: ['import "../adapters/console/probe.ts";', 'import "./flow/probe.ts";'],
  },
  "src/cli.ts": {
    refused: ['import "pg";'],
    allowed: ['import "../adapters/console/probe.ts";'],
  },
  "adapters/command/probe.ts": {
    refused: [
      'import "../../src/flow/outcome.ts";',
      'import "../../src/store/store.ts";',
      'import "../../src/chat/texts.ts";',
      'import "../../src/main.ts";',
      'import "../console/probe.ts";',
      'import "better-sqlite3";',
    ],
    allowed: [
      'import "../../src/flow/engine.ts";',
      'import "../../src/chat/ports.ts";',
      'import "../../src/plan/content.ts";',
      'import "./run.ts";',
      'import "node:fs";',
    ],
  },
  "adapters/command/deeper/probe.ts": {
    refused: ['import "../../../src/store/store.ts";', 'import "../../console/probe.ts";'],
    allowed: ['import "../../../src/flow/engine.ts";', 'import "../run.ts";', 'import "./run.ts";'],
  },
  "adapters/feishu/probe.ts": {
    refused: [
      'import "../../src/chat/grammar/read.ts";',
      'import "../../src/flow/engine.ts";',
      'import "../../src/store/store.ts";',
      'import "../slack/probe.ts";',
    ],
    allowed: [
      'import "../../src/chat/finding.ts";',
      'import "../../src/chat/texts/say.ts";',
      'import "../../src/flow/approval-desk.ts";',
      'import "hono";',
    ],
  },
  "adapters/console/probe.ts": {
    refused: [
      'import "../../src/chat/grammar.ts";',
      'import "../../src/flow/outcome.ts";',
      'import "../../src/store/sqlite.ts";',
      'import "../command/run.ts";',
    ],
    allowed: [
      'import "../../src/chat/texts.ts";',
      'import "../../src/chat/texts/zh.ts";',
      'import "../../src/chat/card.ts";',
      'import "../../src/store/store.ts";',
      'import "hono";',
    ],
  },
  "migrations/0002-probe.ts": {
    refused: ['import "../src/plan/plan.ts";', 'import "zod";'],
    allowed: ['import "kysely";'],
  },
};

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({ location: z.object({ path: z.string(), start: z.object({ line: z.int() }) }), message: z.string() }),
  ),
});

/** Lints one file per layer, all in one run, in a folder that holds nothing else; answers which lines were refused. */
async function lint(): Promise<ReadonlySet<string>> {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-layers-"));
  try {
    await cp(join(root, "biome.json"), join(folder, "biome.json"));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    for (const [path, { refused, allowed }] of Object.entries(layers)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), `${[...refused, ...allowed].join("\n")}\n`);
    }
    const report = reportSchema.parse(JSON.parse(await runBiome(folder)));
    return new Set(report.diagnostics.map(({ location: { path, start } }) => `${path}:${start.line}`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runBiome(folder: string): Promise<string> {
  const rules = ["noRestrictedImports", "noRestrictedGlobals"].map((rule) => `--only=style/${rule}`);
  const options = ["--reporter=json", "--max-diagnostics=none", "--vcs-enabled=false"];
  const biome = join(root, "node_modules", ".bin", "biome");
  return new Promise((resolve) =>
    execFile(biome, ["lint", ...rules, ...options, "."], { cwd: folder }, (_error, stdout) => resolve(stdout)),
  );
}

describe("the layers", () => {
  let found: ReadonlySet<string>;
  beforeAll(async () => {
    found = await lint();
  });

  for (const [path, { refused, allowed }] of Object.entries(layers)) {
    it(`hold in ${path}`, () => {
      const lines = [...refused, ...allowed];
      expect(lines.filter((_, index) => found.has(`${path}:${index + 1}`))).toEqual(refused);
    });
  }
});
