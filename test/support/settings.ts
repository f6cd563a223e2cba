/**
 * Settings for tests: read by the product's own reader, from YAML and names of the environment.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings } from "../../src/settings/read.ts";
import type { Settings } from "../../src/settings/settings.ts";

/** What `yaml` and `env` say, in a folder of its own. */
export function settingsOf(yaml = "", env: Readonly<Record<string, string>> = {}): Settings {
  const cwd = mkdtempSync(join(tmpdir(), "gonogo-settings-"));
  writeFileSync(join(cwd, "gonogo.yaml"), yaml);
  return readSettings({ env: { GONOGO_TZ: "Asia/Shanghai", ...env }, cwd });
}
