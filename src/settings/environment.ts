/**
 * Reads the environment: each known name by its schema, secrets also from the file that `NAME_FILE` names.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { EnvironmentName, EnvironmentValues } from "./names.ts";
import { ENVIRONMENT, isEnvironmentName, SECRETS } from "./names.ts";
import type { SettingsProblem } from "./problem.ts";
import { nearest } from "./problem.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentReading {
  readonly values: EnvironmentValues;
  readonly problems: readonly SettingsProblem[];
  /** Names that gonogo does not know and that look like nothing it knows. */
  readonly strangers: readonly string[];
  /** Names that are set, but not to something usable. */
  readonly failed: readonly string[];
}

const FILE_NAMES: readonly string[] = SECRETS.map((name) => `${name}_FILE`);
const KNOWN: readonly string[] = [...Object.keys(ENVIRONMENT), ...FILE_NAMES];
/** What a command finds in its environment when gonogo runs it; such a command may run gonogo in its turn. */
const GIVEN_TO_COMMANDS = ["GONOGO_PLAN", "GONOGO_ITEM", "GONOGO_RUN"];
/** Prefixes under which a mistyped name is surely meant for gonogo; `GITHUB_` and its like belong to others as well. */
const OWN_PREFIXES = ["GONOGO_", "FEISHU_", "DINGTALK_", "SLACK_", "HOOK_", "DRAFT_"];

const schema = z.object(ENVIRONMENT).partial();

/** Reads every name that gonogo knows out of `env`. Empty means not set. A name with a mistake is in `failed`. */
export function readEnvironment(env: Environment): EnvironmentReading {
  const problems: SettingsProblem[] = [];
  const names = Object.keys(ENVIRONMENT).filter(isEnvironmentName);
  const given = Object.fromEntries(names.map((name) => [name, givenText(env, name, problems)]));
  const unread = problems.map((problem) => problem.where.replace(/_FILE$/, ""));
  const first = schema.safeParse(given);
  const { mistyped, strangers } = unknownNames(env);
  if (first.success) return { values: first.data, problems: [...problems, ...mistyped], strangers, failed: unread };
  const invalid = first.error.issues.map(invalidName);
  const failed = [...unread, ...invalid.map((problem) => problem.where)];
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !failed.includes(name)));
  return { values: schema.parse(rest), problems: [...problems, ...invalid, ...mistyped], strangers, failed };
}

function givenText(env: Environment, name: EnvironmentName, problems: SettingsProblem[]): string | undefined {
  const direct = env[name]?.trim() || undefined;
  const fileName = `${name}_FILE`;
  const path = FILE_NAMES.includes(fileName) ? env[fileName]?.trim() || undefined : undefined;
  if (path === undefined) return direct;
  if (direct !== undefined) {
    const wrong = `is set, and ${fileName} as well`;
    problems.push({ code: "conflict", where: name, wrong, remedy: "Keep one of the two." });
    return undefined;
  }
  return secretFrom(path, fileName, problems);
}

function secretFrom(path: string, where: string, problems: SettingsProblem[]): string | undefined {
  try {
    const secret = readFileSync(path, "utf8").trim();
    if (secret !== "") return secret;
    problems.push({
      code: "unreadable",
      where,
      wrong: `names ${path}, which is empty`,
      remedy: "Put the secret into it.",
    });
  } catch (error) {
    const wrong = `names ${path}, which cannot be read (${errorCode(error)})`;
    problems.push({ code: "unreadable", where, wrong, remedy: "Check the path and who may read it." });
  }
  return undefined;
}

/** The system's short word for what went wrong with a file, such as `ENOENT`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

function invalidName(issue: z.core.$ZodIssue): SettingsProblem {
  const remedy = "Correct it, or unset it for the default.";
  return { code: "invalid", where: String(issue.path[0]), wrong: issue.message, remedy };
}

function unknownNames(env: Environment): { mistyped: readonly SettingsProblem[]; strangers: readonly string[] } {
  const expected = [...KNOWN, ...GIVEN_TO_COMMANDS];
  const unknown = Object.keys(env).filter(
    (name) => !expected.includes(name) && OWN_PREFIXES.some((prefix) => name.startsWith(prefix)),
  );
  const mistyped = unknown.flatMap((where): readonly SettingsProblem[] => {
    const meant = nearKnown(where);
    if (meant === undefined) return [];
    const wrong = "is not a name gonogo knows";
    return [{ code: "unknown-name", where, wrong, remedy: `Did you mean ${meant}?` }];
  });
  const reported = mistyped.map((problem) => problem.where);
  return { mistyped, strangers: unknown.filter((name) => name.startsWith("GONOGO_") && !reported.includes(name)) };
}

/** Compares what follows the prefix, so that `GONOGO_RUN_KEY` is a stranger and `GONOGO_PROT` a mistake. */
function nearKnown(name: string): string | undefined {
  const prefix = OWN_PREFIXES.find((candidate) => name.startsWith(candidate)) ?? "";
  const known = KNOWN.filter((candidate) => candidate.startsWith(prefix)).map((candidate) =>
    candidate.slice(prefix.length),
  );
  const meant = nearest(name.slice(prefix.length), known);
  return meant === undefined ? undefined : `${prefix}${meant}`;
}
