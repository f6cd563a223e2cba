/**
 * What the settings must agree on with each other, beyond the form of each value.
 */

import type { Level } from "../plan/content.ts";
import { placeIn, ruleProblems } from "./calendars.ts";
import { pathText } from "./file.ts";
import { chatPlatforms } from "./platforms.ts";
import type { SettingsProblem } from "./problem.ts";
import { didYouMean, nearest } from "./problem.ts";
import type { FileSections } from "./sections.ts";
import { isPlatformGroup } from "./sections.ts";
import type { Settings } from "./settings.ts";

type Path = readonly PropertyKey[];

export interface CheckInput {
  readonly settings: Settings;
  /** What the file itself says, without sample data. */
  readonly sections: FileSections;
  readonly file: string | undefined;
  readonly lineOf: (path: Path) => number | undefined;
  readonly failed: readonly string[];
}

/** Everything in the settings that contradicts something else in them. */
export function checkSettings(input: CheckInput): readonly SettingsProblem[] {
  return [
    ...groupProblems(input),
    ...duplicates(input),
    ...roomProblems(input),
    ...deciderProblems(input),
    ...policyProblems(input),
    ...defaultProblems(input),
    ...customProblems(input),
    ...paceProblems(input),
    ...stepUpProblems(input),
    ...freezeProblems(input),
    ...tokenProblems(input),
    ...engineProblems(input),
    ...adminProblems(input),
    ...exposureProblems(input),
  ];
}

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  return bare === "localhost" || bare === "::1" || /^127(\.\d{1,3}){3}$/.test(bare);
}

type Complaint = Pick<SettingsProblem, "code" | "wrong" | "remedy">;

function inFile({ file, lineOf }: CheckInput, path: Path, complaint: Complaint): SettingsProblem {
  return { ...complaint, where: pathText(path), file, line: lineOf(path) };
}

function unknownReference(input: CheckInput, path: Path, name: string, what: string, known: readonly string[]) {
  const wrong = `names ${JSON.stringify(name)}, and there is no such ${what}`;
  return inFile(input, path, { code: "unknown-reference", wrong, remedy: didYouMean(name, known) });
}

function groupProblems(input: CheckInput): readonly SettingsProblem[] {
  const known = Object.keys(input.settings.people);
  return Object.entries(input.sections.groups ?? {}).flatMap(([group, members]) =>
    members.flatMap((member, place) => {
      const path = ["groups", group, place];
      if (isPlatformGroup(member)) return idleProblems(input, path, member);
      return known.includes(member) ? [] : [unknownReference(input, path, member, "person", known)];
    }),
  );
}

/** What begins with the name of a platform needs that platform. */
function idleProblems(input: CheckInput, path: Path, name: string): readonly SettingsProblem[] {
  const platform = name.split(":", 1)[0] ?? "";
  const running: readonly string[] = ["console", ...chatPlatforms(input.settings.platforms)];
  if (running.includes(platform)) return [];
  const wrong = `is on ${platform}, which has no credentials`;
  const remedy = `Set the ${platform.toUpperCase()} names, or use another place.`;
  return [inFile(input, path, { code: "unknown-reference", wrong, remedy })];
}

function duplicates(input: CheckInput): readonly SettingsProblem[] {
  const people = Object.entries(input.sections.people ?? {});
  const emails = people.flatMap(([id, { email }]) =>
    email === undefined ? [] : [{ id, value: email, path: ["people", id, "email"] }],
  );
  const accounts = people.flatMap(([id, person]) =>
    Object.entries(person.accounts).map(([platform, account]) => {
      return { id, value: `${platform} account ${account}`, path: ["people", id, "accounts", platform] };
    }),
  );
  const all = [...emails, ...accounts];
  return all.flatMap(({ id, value, path }, place) => {
    const first = all.slice(0, place).find((other) => other.value === value);
    if (first === undefined) return [];
    const wrong = `is the same as that of ${first.id}`;
    return [inFile(input, path, { code: "duplicate", wrong, remedy: `Give it to ${first.id} or to ${id}.` })];
  });
}

function roomProblems(input: CheckInput): readonly SettingsProblem[] {
  const { people, groups } = input.settings;
  const parties = [...Object.keys(people), ...Object.keys(groups).map((group) => `group:${group}`)];
  return Object.entries(input.sections.rooms ?? {}).flatMap(([name, room]) => {
    const members = room.members === "everyone" ? [] : room.members;
    const strangers = members.flatMap((member, place) =>
      parties.includes(member)
        ? []
        : [unknownReference(input, ["rooms", name, "members", place], member, "person or group", parties)],
    );
    const idle = (room.places ?? []).flatMap((where, place) =>
      idleProblems(input, ["rooms", name, "places", place], where),
    );
    return [...strangers, ...idle];
  });
}

/** Who policies ask must be somebody; two levels of one name could not be told apart. */
function policyProblems(input: CheckInput): readonly SettingsProblem[] {
  const { people, groups } = input.settings;
  const parties = [...Object.keys(people), ...Object.keys(groups).map((group) => `group:${group}`)];
  return Object.entries(input.sections.policies ?? {}).flatMap(([policy, { levels, emergency }]) => [
    ...levelProblems(input, ["policies", policy, "levels"], levels, parties),
    ...levelProblems(input, ["policies", policy, "emergency", "levels"], emergency?.levels ?? [], parties),
  ]);
}

function levelProblems(
  input: CheckInput,
  path: Path,
  levels: readonly Level[],
  parties: readonly string[],
): readonly SettingsProblem[] {
  return levels.flatMap(({ name, approvers }, place) => {
    const first = levels.findIndex((level) => level.name === name);
    const complaint: Complaint = { code: "duplicate", wrong: "is the name of another level", remedy: "Change it." };
    const twice = first < place ? [inFile(input, [...path, place, "name"], complaint)] : [];
    const strangers = approvers.flatMap((party, at) =>
      parties.includes(party)
        ? []
        : [unknownReference(input, [...path, place, "approvers", at], party, "person or group", parties)],
    );
    return [...twice, ...strangers];
  });
}

function deciderProblems(input: CheckInput): readonly SettingsProblem[] {
  const { people, groups, notices } = input.settings;
  const parties = [...Object.keys(people), ...Object.keys(groups).map((group) => `group:${group}`)];
  return notices.zadig.deciders.flatMap((name, place) =>
    parties.includes(name)
      ? []
      : [unknownReference(input, ["notices", "zadig", "deciders", place], name, "person or group", parties)],
  );
}

function defaultProblems(input: CheckInput): readonly SettingsProblem[] {
  const { rooms, policies, defaults } = input.settings;
  const names = Object.keys(rooms);
  const announce = defaults.announce.flatMap((name, place) =>
    names.includes(name) ? [] : [unknownReference(input, ["defaults", "announce", place], name, "room", names)],
  );
  const known = Object.keys(policies);
  if (known.includes(defaults.policy)) return announce;
  return [...announce, unknownReference(input, ["defaults", "policy"], defaults.policy, "policy", known)];
}

/** A choice needs something to choose from, each once; other types have no use for it. */
function customProblems(input: CheckInput): readonly SettingsProblem[] {
  return Object.entries(input.sections.custom ?? {}).flatMap(([id, { type, options }]) => {
    const path = ["custom", id, "options"];
    const invalid = (wrong: string, remedy: string) => [inFile(input, path, { code: "invalid", wrong, remedy })];
    const chooses = type === "choice" || type === "multi-choice";
    if (chooses && options.length === 0) return invalid("are missing", "List what may be chosen.");
    if (!chooses && options.length > 0)
      return invalid(`do not go with the type ${type}`, "Remove them, or use choice.");
    const twice = options.find((option, place) => options.indexOf(option) !== place);
    return twice === undefined ? [] : invalid(`name ${JSON.stringify(twice)} twice`, "Name it once.");
  });
}

/** Authenticators are kept under a key of the environment. */
function stepUpProblems(input: CheckInput): readonly SettingsProblem[] {
  if (input.settings.secret !== undefined) return [];
  return Object.entries(input.sections.policies ?? {}).flatMap(([name, { stepUp }]) => {
    const complaint = { code: "missing", wrong: "needs GONOGO_SECRET", remedy: "Set GONOGO_SECRET." } as const;
    return stepUp ? [inFile(input, ["policies", name, "stepUp"], complaint)] : [];
  });
}

/** Escalation needs both its keys, and people who exist. */
function paceProblems(input: CheckInput): readonly SettingsProblem[] {
  const { people, groups } = input.settings;
  const parties = [...Object.keys(people), ...Object.keys(groups).map((group) => `group:${group}`)];
  return Object.entries(input.sections.policies ?? {}).flatMap(([name, { escalateAfter, escalateTo = [] }]) => {
    const strangers = escalateTo.flatMap((party, place) =>
      parties.includes(party)
        ? []
        : [unknownReference(input, ["policies", name, "escalateTo", place], party, "person or group", parties)],
    );
    if ((escalateAfter === undefined) === (escalateTo.length === 0)) return strangers;
    const [given, wanted] =
      escalateAfter === undefined ? ["escalateTo", "escalateAfter"] : ["escalateAfter", "escalateTo"];
    const complaint = { code: "missing", wrong: `means nothing without ${wanted}`, remedy: `Add ${wanted}.` } as const;
    return [...strangers, inFile(input, ["policies", name, given], complaint)];
  });
}

function freezeProblems({ sections, settings, file, lineOf }: CheckInput): readonly SettingsProblem[] {
  const at = placeIn(file, lineOf);
  return [
    ...ruleProblems("freezes", sections.freezes, settings.zone, at),
    ...ruleProblems("windows", sections.windows, settings.zone, at),
  ];
}

function tokenProblems(input: CheckInput): readonly SettingsProblem[] {
  const tokens = input.sections.tokens ?? [];
  return tokens.flatMap((token, place) =>
    (["name", "sha256"] as const).flatMap((key) => {
      const first = tokens.slice(0, place).find((other) => other[key] === token[key]);
      if (first === undefined) return [];
      const wrong = `is the same as that of the token ${first.name}`;
      return [inFile(input, ["tokens", place, key], { code: "duplicate", wrong, remedy: "Make each token its own." })];
    }),
  );
}

/** The names that an engine's section is nothing without. */
const ENGINE_CREDENTIALS = {
  zadig: ["ZADIG_URL", "ZADIG_TOKEN"],
  github: ["GITHUB_TOKEN"],
  gitlab: ["GITLAB_URL", "GITLAB_TOKEN"],
  jenkins: ["JENKINS_URL", "JENKINS_USER", "JENKINS_TOKEN"],
} as const;
type CredentialEngine = keyof typeof ENGINE_CREDENTIALS;
const CREDENTIAL_ENGINES: readonly CredentialEngine[] = ["zadig", "github", "gitlab", "jenkins"];

function engineProblems(input: CheckInput): readonly SettingsProblem[] {
  return CREDENTIAL_ENGINES.filter(
    (engine) => hasSection(input.sections, engine) && input.settings.platforms[engine] === undefined,
  ).map((engine) => {
    const names = ENGINE_CREDENTIALS[engine].join(", ");
    const complaint = { code: "missing", wrong: "has no credentials", remedy: `Set ${names}, or remove it.` } as const;
    return inFile(input, ["engines", engine], complaint);
  });
}

/** Credentials of engines that the file gives nothing to run. */
export function idleEngines(platforms: Settings["platforms"], sections: FileSections): readonly string[] {
  return CREDENTIAL_ENGINES.filter(
    (engine) => platforms[engine] !== undefined && !hasSection(sections, engine) && engine !== "zadig",
  ).map((engine) => `${engine} has credentials, but gonogo.yaml names nothing for it under engines.${engine}`);
}

function hasSection({ engines }: FileSections, engine: CredentialEngine): boolean {
  return typeof engines === "object" && engines !== null && engine in engines;
}

/** Without a chat platform nobody is met, so an admin must be one of the people that the file names. */
function adminProblems({ settings }: CheckInput): readonly SettingsProblem[] {
  if (chatPlatforms(settings.platforms).length > 0) return [];
  const emails = Object.values(settings.people).flatMap(({ email }) => (email === undefined ? [] : [email]));
  return settings.admins
    .filter((admin) => !emails.includes(admin))
    .map((admin): SettingsProblem => {
      const near = nearest(admin, emails);
      const remedy = near === undefined ? "Add somebody with this email to people." : `Did you mean ${near}?`;
      return {
        code: "unknown-reference",
        where: "GONOGO_ADMINS",
        wrong: `names ${admin}, whom people do not have`,
        remedy,
      };
    });
}

/** Sample mode lets a browser be anybody, so it must stay on this machine; otherwise somebody must be able to sign in. */
function exposureProblems({ settings, failed }: CheckInput): readonly SettingsProblem[] {
  const platforms = chatPlatforms(settings.platforms);
  const where = "GONOGO_SAMPLE";
  if (settings.sample) {
    const reachable = [
      ...platforms.map((platform) => `${platform} is configured`),
      ...(isLoopback(settings.host) ? [] : ["GONOGO_HOST is not loopback"]),
      ...(settings.publicUrl === undefined || isLoopback(new URL(settings.publicUrl).hostname)
        ? []
        : ["GONOGO_PUBLIC_URL is not loopback"]),
    ];
    const remedy = "Turn sample mode off, or keep gonogo on this machine alone.";
    return reachable.map((reason) => ({ code: "unsafe", where, wrong: `is on, and ${reason}`, remedy }));
  }
  const someone = Object.keys(settings.people).length > 0 || settings.admins.length > 0 || platforms.length > 0;
  if (someone || failed.length > 0) return [];
  const remedy = "Name people in gonogo.yaml, configure a chat platform, or stay on loopback with sample mode on.";
  return [{ code: "missing", where: "people", wrong: "leaves nobody who could sign in", remedy }];
}
