/**
 * What a log may say of the settings: everything that is no secret, and of secrets only that they are set.
 */
import { SECRETS } from "./names.ts";
import type { PlatformSettings } from "./platforms.ts";
import type { Settings } from "./settings.ts";

/** The settings for the log at start. */
export function describeSettings(settings: Settings): Readonly<Record<string, unknown>> {
  const { host, port, publicUrl, lang, zone, data, log, sample, file, planners } = settings;
  const count = (record: Readonly<Record<string, unknown>>) => Object.keys(record).length;
  return {
    database: describeDatabase(settings.databaseUrl),
    host,
    port,
    publicUrl,
    lang,
    zone,
    data,
    log,
    sample,
    file,
    hooks: settings.hooks.map((endpoint) => endpoint.name),
    planners,
    admins: settings.admins.length,
    people: count(settings.people),
    groups: count(settings.groups),
    rooms: Object.keys(settings.rooms),
    policies: Object.keys(settings.policies),
    freezes: settings.freezes.length,
    windows: settings.windows.length,
    calendars: settings.calendars.map((calendar) => calendar.name),
    tokens: settings.tokens.map((token) => token.name),
    platforms: describePlatforms(settings.platforms),
  };
}

/** A database address without user and password. */
export function describeDatabase(url: string): string {
  if (url.startsWith("sqlite:")) return url;
  if (!URL.canParse(url)) return "postgres://…";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function describePlatforms(platforms: PlatformSettings): readonly string[] {
  return Object.entries(platforms).flatMap(([name, part]) => (part === undefined ? [] : [name]));
}

/** Which secrets the environment sets, by name alone. */
export function secretsSet(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return SECRETS.filter((name) => Boolean(env[name]) || Boolean(env[`${name}_FILE`]));
}
