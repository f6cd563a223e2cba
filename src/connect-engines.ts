/**
 * The engines that the settings ask for: those with credentials and a section, and local commands.
 */
import { dirname } from "node:path";
import { z } from "zod";
import { createCommandEngine } from "../adapters/command/engine.ts";
import type { Commands } from "../adapters/command/settings.ts";
import { commandsSchema } from "../adapters/command/settings.ts";
import { createJenkinsEngine } from "../adapters/jenkins/engine.ts";
import { jenkinsSectionSchema } from "../adapters/jenkins/settings.ts";
import type { Engine } from "./flow/engine.ts";
import type { Settings } from "./settings/settings.ts";

const enginesSchema = z
  .strictObject({
    jenkins: jenkinsSectionSchema.optional(),
  })
  .readonly();

/** How the sections are read that engines bring to `gonogo.yaml`. */
export const SECTIONS = { commands: commandsSchema, engines: enginesSchema };

/** Settings with the sections that engines bring. */
export type EngineSettings = Settings<Commands, z.output<typeof enginesSchema>>;

/** Engines by the name that plans call them. */
export function connectEngines(settings: EngineSettings, now: () => number): Readonly<Record<string, Engine>> {
  const { platforms, engines = {} } = settings;
  const { jenkins } = platforms;
  const connected = [
    commandEngine(settings, now),
    jenkins && engines.jenkins && createJenkinsEngine({ ...jenkins, section: engines.jenkins, now }),
  ];
  return Object.fromEntries(connected.flatMap((engine) => (engine ? [[engine.name, engine]] : [])));
}

function commandEngine({ commands, data, file }: EngineSettings, now: () => number): Engine | undefined {
  if (!commands || Object.keys(commands).length === 0) return undefined;
  const base = file === undefined ? process.cwd() : dirname(file);
  return createCommandEngine({ commands, folder: data, base, now, environment: process.env });
}
