/**
 * Reads the settings: environment first, then `gonogo.yaml`. Every mistake is named at once.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { z } from "zod";
import { sampleSections } from "../people/sample.ts";
import type { Policy } from "../plan/context.ts";
import { STANDARD_POLICY } from "../plan/context.ts";
import type { CustomField } from "../plan/custom.ts";
import { calendarRules, placeIn, readCalendars } from "./calendars.ts";
import type { CheckInput } from "./check.ts";
import { checkSettings, idleEngines, isLoopback } from "./check.ts";
import type { Environment } from "./environment.ts";
import { readEnvironment } from "./environment.ts";
import type { FileReading } from "./file.ts";
import { pathText, readFile } from "./file.ts";
import { fileProblems, fileSettings } from "./files.ts";
import type { HookEndpoint } from "./hooks.ts";
import { gateLimits, readHooks } from "./hooks.ts";
import { messageSettings } from "./messages.ts";
import type { EnvironmentValues } from "./names.ts";
import { isZone } from "./names.ts";
import { paceOf } from "./pace.ts";
import { bundleProblems, chatPlatforms, platformSettings } from "./platforms.ts";
import { SettingsError } from "./problem.ts";
import type { FileSections, PartSchemas } from "./sections.ts";
import { fileSchema, isPlatformGroup } from "./sections.ts";
import type { RoomSettings, Settings } from "./settings.ts";

export interface SettingsSource<Commands, Engines> {
  readonly env: Environment;
  /** The path of the settings file, which then must exist; without it `gonogo.yaml` is read if it is there. */
  readonly file?: string | undefined;
  /** The folder that relative paths start from. */
  readonly cwd?: string | undefined;
  /** The schemas of sections that belong to others. */
  readonly sections?: PartSchemas<Commands, Engines> | undefined;
}

/** The settings, or a `SettingsError` that lists everything wrong with them. */
export function readSettings(source: SettingsSource<never, never> & { readonly sections?: undefined }): Settings;
export function readSettings<Commands, Engines>(source: SettingsSource<Commands, Engines>): Settings<Commands, Engines>;
export function readSettings<Commands, Engines>(
  source: SettingsSource<Commands, Engines>,
): Settings<Commands | unknown, Engines | unknown> {
  return source.sections
    ? read(source, source.sections)
    : read(source, { commands: z.unknown(), engines: z.unknown() });
}

function read<Commands, Engines>(
  source: SettingsSource<unknown, unknown>,
  parts: PartSchemas<Commands, Engines>,
): Settings<Commands, Engines> {
  const cwd = source.cwd ?? process.cwd();
  const environment = readEnvironment(source.env);
  const schema = fileSchema(parts);
  const path = filePath(source.file, cwd);
  const file = path === undefined ? NO_FILE : readFile(path, schema);
  const values = environment.values;
  const own = file.sections ?? {};
  const sample = isSample(values, own);
  const sections = sample ? withSample(own, schema.parse(sampleSections(values.GONOGO_LANG ?? DEFAULT_LANG))) : own;
  const at = (where: readonly PropertyKey[]) => ({ where: pathText(where), file: path, line: file.lineOf(where) });
  const feeds = readCalendars(own.calendars, source.env, placeIn(path, file.lineOf));
  const hooks = readHooks(own.hooks ?? [], values, source.env, at);
  const surroundings = {
    cwd,
    path,
    sample,
    strangers: environment.strangers,
    hooks: hooks.endpoints,
    calendars: feeds.calendars,
  };
  const settings = assemble(values, sections, surroundings);
  const checked: CheckInput = { settings, sections: own, file: path, lineOf: file.lineOf, failed: environment.failed };
  // A file that cannot be read leaves its sections empty: what depends on them would only be noise.
  const crossed = file.problems.length === 0 ? checkSettings(checked) : [];
  const problems = [
    ...environment.problems,
    ...bundleProblems(values, environment.failed),
    ...fileProblems(values, environment.failed),
    ...file.problems,
    ...hooks.problems,
    ...feeds.problems,
    ...crossed,
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

const NO_FILE: FileReading<never> = { sections: undefined, problems: [], lineOf: () => undefined };

function filePath(asked: string | undefined, cwd: string): string | undefined {
  if (asked !== undefined) return resolve(cwd, asked);
  const usual = resolve(cwd, "gonogo.yaml");
  return existsSync(usual) ? usual : undefined;
}

/** What was asked for; else on when nothing says that this is a real instance. */
function isSample(values: EnvironmentValues, sections: FileSections): boolean {
  const asked = values.GONOGO_SAMPLE ?? sections.sample;
  if (asked !== undefined) return asked;
  const publicUrl = values.GONOGO_PUBLIC_URL;
  return (
    chatPlatforms(platformSettings(values)).length === 0 &&
    isLoopback(values.GONOGO_HOST ?? DEFAULT_HOST) &&
    (publicUrl === undefined || isLoopback(new URL(publicUrl).hostname)) &&
    sections.people === undefined &&
    values.GONOGO_ADMINS === undefined
  );
}

/** The sample people, groups and rooms unless the file has its own people; the sample commands beside its own. */
function withSample<Commands, Engines>(
  own: FileSections<Commands, Engines>,
  sample: FileSections<Commands, Engines>,
): FileSections<Commands, Engines> {
  const people = own.people === undefined ? { people: sample.people, groups: { ...sample.groups, ...own.groups } } : {};
  const commands = own.commands === undefined ? sample.commands : { ...sample.commands, ...own.commands };
  return { ...own, ...people, rooms: own.rooms ?? sample.rooms, commands };
}

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_LANG = "zh";
const DEFAULT_DATABASE = "sqlite:./gonogo.db";

interface Surroundings {
  readonly cwd: string;
  readonly path: string | undefined;
  readonly sample: boolean;
  readonly strangers: readonly string[];
  readonly hooks: readonly HookEndpoint[];
  readonly calendars: Settings["calendars"];
}

function assemble<Commands, Engines>(
  values: EnvironmentValues,
  sections: FileSections<Commands, Engines>,
  { cwd, path, sample, strangers, hooks, calendars }: Surroundings,
): Settings<Commands, Engines> {
  const databaseUrl = values.DATABASE_URL ?? DEFAULT_DATABASE;
  const zone = values.GONOGO_TZ ?? systemZone();
  const rooms = roomSettings(sections.rooms ?? { releases: { members: "everyone" } });
  return {
    databaseUrl,
    host: values.GONOGO_HOST ?? DEFAULT_HOST,
    port: values.GONOGO_PORT ?? 4664,
    publicUrl: values.GONOGO_PUBLIC_URL?.replace(/\/+$/, ""),
    lang: values.GONOGO_LANG ?? DEFAULT_LANG,
    zone,
    admins: values.GONOGO_ADMINS ?? [],
    data: resolve(cwd, values.GONOGO_DATA ?? join(databaseFolder(databaseUrl), "runs")),
    files: fileSettings(values, cwd, databaseFolder(databaseUrl)),
    log: values.GONOGO_LOG ?? "info",
    secret: values.GONOGO_SECRET,
    sample,
    file: path === undefined ? undefined : relative(cwd, path) || path,
    people: bare(sections.people ?? {}),
    groups: bare(groupMembers(sections)),
    platformGroups: bare(platformGroups(sections)),
    rooms: bare(rooms),
    policies: bare(policies(sections)),
    custom: customFields(sections),
    defaults: {
      announce: sections.defaults?.announce ?? Object.keys(rooms).slice(0, 1),
      policy: sections.defaults?.policy ?? STANDARD_POLICY.name,
    },
    messages: messageSettings(sections.messages),
    mail: { from: sections.mail?.from },
    freezes: calendarRules(sections.freezes, zone),
    windows: calendarRules(sections.windows, zone),
    calendars,
    hooks,
    gates: gateLimits(sections.gates),
    notices: { zadig: { deciders: sections.notices?.zadig?.deciders ?? [] } },
    commands: sections.commands,
    engines: sections.engines,
    planners: sections.planners ?? "everyone",
    tokens: sections.tokens ?? [],
    platforms: platformSettings(values),
    warnings: [...warnings(values, strangers), ...idleEngines(platformSettings(values), sections)],
  };
}

/** Without what every object inherits, so that looking up `constructor` finds nothing. */
function bare<Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  const empty: Record<string, Value> = Object.create(null);
  return Object.assign(empty, record);
}

function systemZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return isZone(zone) ? zone : "UTC";
}

function databaseFolder(url: string): string {
  const path = /^sqlite:(?!:memory:)(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  return path === undefined ? "." : dirname(path);
}

function groupMembers({ people = {}, groups = {} }: FileSections): Settings["groups"] {
  const said = Object.entries(people).flatMap(([id, person]) => person.groups.map((group) => ({ group, id })));
  const names = [...new Set([...Object.keys(groups), ...said.map(({ group }) => group)])];
  const members = (name: string) => [
    ...new Set([
      ...(groups[name] ?? []).filter((member) => !isPlatformGroup(member)),
      ...said.filter(({ group }) => group === name).map(({ id }) => id),
    ]),
  ];
  return Object.fromEntries(names.map((name) => [name, members(name)]));
}

function platformGroups({ groups = {} }: FileSections): Settings["platformGroups"] {
  const named = Object.entries(groups).map(([name, members]) => [name, members.filter(isPlatformGroup)] as const);
  return Object.fromEntries(named.filter(([, members]) => members.length > 0));
}

function roomSettings(rooms: NonNullable<FileSections["rooms"]>): Readonly<Record<string, RoomSettings>> {
  const complete = Object.entries(rooms).map(([name, room]): [string, RoomSettings] => {
    const title = room.title ?? DEFAULT_TITLES[name] ?? { zh: name, en: name };
    return [name, { title, places: room.places ?? [`console:room:${name}`], members: room.members }];
  });
  return Object.fromEntries(complete);
}

const DEFAULT_TITLES: Readonly<Record<string, RoomSettings["title"]>> = { releases: { zh: "发布", en: "Releases" } };

function policies(sections: FileSections): Readonly<Record<string, Policy>> {
  const named = Object.entries(sections.policies ?? {}).map(([name, policy]) => [name, policyOf(name, policy)]);
  return { [STANDARD_POLICY.name]: STANDARD_POLICY, ...Object.fromEntries(named) };
}

function customFields({ custom = {} }: FileSections): readonly CustomField[] {
  return Object.entries(custom).map(([id, { title = { zh: id, en: id }, ...field }]) => ({ id, title, ...field }));
}

function policyOf(name: string, policy: NonNullable<FileSections["policies"]>[string]): Policy {
  const { selfApproval, approverMayExecute, secondPerson, stepUp, readRequirements } = policy;
  const { tags, levels, calendar, late, emergency } = policy;
  const who = { selfApproval, approverMayExecute, secondPerson, stepUp, readRequirements };
  return { name, ...who, tags, levels, calendar, late, emergency, ...paceOf(policy) };
}

function warnings(values: EnvironmentValues, strangers: readonly string[]): readonly string[] {
  const unknown = strangers.map((name) => `${name} is not a name gonogo knows; it is ignored`);
  const open = !isLoopback(values.GONOGO_HOST ?? DEFAULT_HOST);
  if (open && values.GONOGO_PUBLIC_URL?.startsWith("https:") !== true) {
    return [...unknown, "GONOGO_HOST is not loopback and GONOGO_PUBLIC_URL is not https: sign-ins travel unprotected"];
  }
  return unknown;
}
