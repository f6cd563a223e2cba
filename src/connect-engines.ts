/**
 * The engines that the settings ask for: those with credentials and a section, and local commands.
 */
import { dirname } from "node:path";
import { z } from "zod";
import type { Commands } from "../adapters/command/settings.ts";
import { commandsSchema } from "../adapters/command/settings.ts";
import { githubSectionSchema } from "../adapters/github/settings.ts";
import { gitlabSectionSchema } from "../adapters/gitlab/settings.ts";
import type { HttpSection } from "../adapters/http/settings.ts";
import { httpSectionSchema } from "../adapters/http/settings.ts";
import { jenkinsSectionSchema } from "../adapters/jenkins/settings.ts";
import { zadigSectionSchema } from "../adapters/zadig/settings.ts";
import type { Engine } from "./flow/engine.ts";
import type { Settings } from "./settings/settings.ts";

const enginesSchema = z
  .strictObject({
    zadig: zadigSectionSchema.optional(),
    github: githubSectionSchema.optional(),
    gitlab: gitlabSectionSchema.optional(),
    jenkins: jenkinsSectionSchema.optional(),
    http: httpSectionSchema.optional(),
  })
  .readonly();

/** How the sections are read that engines bring to `gonogo.yaml`. */
export const SECTIONS = { commands: commandsSchema, engines: enginesSchema };

/** Settings with the sections that engines bring. */
export type EngineSettings = Settings<Commands, z.output<typeof enginesSchema>>;

type Connect = (settings: EngineSettings, now: () => number) => Promise<Engine | undefined>;

/** Engines by the name that plans call them. What an engine is made of is loaded only when it is asked for. */
export async function connectEngines(
  settings: EngineSettings,
  now: () => number,
): Promise<Readonly<Record<string, Engine>>> {
  const connected = await Promise.all(CONNECT.map((connect) => connect(settings, now)));
  return Object.fromEntries(connected.flatMap((engine) => (engine ? [[engine.name, engine]] : [])));
}

const command: Connect = async ({ commands, data, file }, now) => {
  if (!commands || Object.keys(commands).length === 0) return undefined;
  const { createCommandEngine } = await import("../adapters/command/engine.ts");
  const base = file === undefined ? process.cwd() : dirname(file);
  return createCommandEngine({ commands, folder: data, base, now, environment: process.env });
};

const zadig: Connect = async ({ platforms, engines }, now) => {
  if (!platforms.zadig || !engines?.zadig) return undefined;
  const { createZadigEngine } = await import("../adapters/zadig/engine.ts");
  const webhookSecret = platforms.zadigHookSecret;
  return createZadigEngine({ ...platforms.zadig, section: engines.zadig, now, webhookSecret });
};

const github: Connect = async ({ platforms, engines }, now) => {
  if (!platforms.github || !engines?.github) return undefined;
  const { createGithubEngine } = await import("../adapters/github/engine.ts");
  return createGithubEngine({ ...platforms.github, section: engines.github, now });
};

const gitlab: Connect = async ({ platforms, engines }, now) => {
  if (!platforms.gitlab || !engines?.gitlab) return undefined;
  const { createGitlabEngine } = await import("../adapters/gitlab/engine.ts");
  return createGitlabEngine({ ...platforms.gitlab, section: engines.gitlab, now });
};

const jenkins: Connect = async ({ platforms, engines }, now) => {
  if (!platforms.jenkins || !engines?.jenkins) return undefined;
  const { createJenkinsEngine } = await import("../adapters/jenkins/engine.ts");
  return createJenkinsEngine({ ...platforms.jenkins, section: engines.jenkins, now });
};

const http: Connect = async ({ engines }, now) => (engines?.http ? httpEngine(engines.http, now) : undefined);

/** Its addresses are typed into the settings like those of hooks, and guarded like them. */
async function httpEngine(section: HttpSection, now: () => number): Promise<Engine> {
  const { createHttpEngine } = await import("../adapters/http/engine.ts");
  const { createGuardedRequest } = await import("./hooks/guarded-request.ts");
  const guarded = createGuardedRequest({ allow: section.allow, timeout: REQUEST_TIMEOUT, now });
  const engine = createHttpEngine({
    section,
    environment: process.env,
    now,
    request: (outgoing) => guarded.request({ ...outgoing, redirects: "none" }),
  });
  return { ...engine, stop: () => engine.stop().finally(() => guarded.close()) };
}

/** Longer than any request of an engine (ms), which ends by the engine's own time limit before. */
const REQUEST_TIMEOUT = 30_000;

const CONNECT: readonly Connect[] = [command, zadig, github, gitlab, jenkins, http];
