/**
 * The calendars of the settings: rules with their times, and feeds with their addresses.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Environment } from "./environment.ts";
import { pathText } from "./file.ts";
import { moment } from "./moments.ts";
import type { SettingsProblem } from "./problem.ts";
import type { FileSections } from "./sections.ts";
import type { CalendarRule, CalendarSettings } from "./settings.ts";

type WrittenRule = NonNullable<FileSections["freezes"]>[number];

/** The rules whose times can be read. */
export function calendarRules(written: readonly WrittenRule[] | undefined, usual: string): readonly CalendarRule[] {
  return (written ?? []).flatMap(({ name, repeat, zone = usual, tags, environments, ...range }) => {
    const from = moment(range.from, zone, "start");
    const until = moment(range.until, zone, "end");
    if (from === undefined || until === undefined) return [];
    return [{ name, from, until, zone, tags, environments, ...(repeat !== undefined && { repeat }) }];
  });
}

export interface FeedReadings {
  readonly calendars: readonly CalendarSettings[];
  readonly problems: readonly SettingsProblem[];
}

type Where = Pick<SettingsProblem, "where" | "file" | "line">;

/** The feeds whose addresses are there; an address that is a secret comes from the environment or a file. */
export function readCalendars(
  written: FileSections["calendars"],
  env: Environment,
  at: (path: readonly PropertyKey[]) => Where,
): FeedReadings {
  const problems: SettingsProblem[] = [];
  const calendars = (written ?? []).flatMap((calendar, place): readonly CalendarSettings[] => {
    const url = addressOf(calendar.url, env);
    const here = (key: string) => at(["calendars", place, key]);
    const first = written?.findIndex(({ name }) => name === calendar.name);
    if (first !== place) {
      problems.push({
        code: "duplicate",
        ...here("name"),
        wrong: "is taken by another calendar",
        remedy: "Choose another.",
      });
    }
    if (url === undefined || !/^https?:/.test(url) || !URL.canParse(url)) {
      const wrong = url === undefined ? "names what is not set" : "is not an http or https address";
      problems.push({ code: "missing", ...here("url"), wrong, remedy: "Set it, or correct the name." });
      return [];
    }
    return [{ ...calendar, url, address: createHash("sha256").update(url).digest("hex") }];
  });
  return { calendars, problems };
}

function addressOf(written: string, env: Environment): string | undefined {
  if (written.startsWith("env:")) return env[written.slice(4)]?.trim() || undefined;
  if (!written.startsWith("file:")) return written;
  try {
    return readFileSync(written.slice(5), "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with the times of rules. */
export function ruleProblems(
  section: "freezes" | "windows",
  written: readonly WrittenRule[] | undefined,
  usual: string,
  at: (path: readonly PropertyKey[]) => Where,
): readonly SettingsProblem[] {
  return (written ?? []).flatMap(({ zone = usual, ...rule }, place): readonly SettingsProblem[] => {
    const [from, until] = [moment(rule.from, zone, "start"), moment(rule.until, zone, "end")];
    const here = (key: string) => at([section, place, key]);
    if (from !== undefined && until !== undefined && from >= until) {
      return [{ code: "invalid", ...here("until"), wrong: "ends before it begins", remedy: "Correct the times." }];
    }
    const unreadable = [...(from === undefined ? ["from"] : []), ...(until === undefined ? ["until"] : [])];
    return unreadable.map((key) => {
      return { code: "invalid", ...here(key), wrong: "is no day of the calendar", remedy: "Correct it." };
    });
  });
}

/** The path as problems name it. */
export function placeIn(
  file: string | undefined,
  lineOf: (path: readonly PropertyKey[]) => number | undefined,
): (path: readonly PropertyKey[]) => Where {
  return (path) => ({ where: pathText(path), file, line: lineOf(path) });
}
