/**
 * The engines that the settings ask for.
 */
import { dirname } from "node:path";
import { createCommandEngine } from "../adapters/command/engine.ts";
import type { Commands } from "../adapters/command/settings.ts";
import type { Engine } from "./flow/engine.ts";
import type { Settings } from "./settings/settings.ts";

/** Settings with the sections that engines bring. */
export type EngineSettings = Settings<Commands>;

/** Engines by the name that plans call them. */
export function connectEngines(settings: EngineSettings, now: () => number): Readonly<Record<string, Engine>> {
  const { commands, data, file } = settings;
  if (!commands || Object.keys(commands).length === 0) return {};
  const base = file === undefined ? process.cwd() : dirname(file);
  return { command: createCommandEngine({ commands, folder: data, base, now, environment: process.env }) };
}
