/**
 * The parts that take and answer commands, wired from the settings: what the server and the command line share.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { EngineSettings } from "./connect-engines.ts";
import { connectEngines } from "./connect-engines.ts";
import { connectFiles } from "./connect-files.ts";
import { connectRequirementDesk } from "./connect-requirements.ts";
import type { FileDesk } from "./files/desk.ts";
import { createAddressBook } from "./flow/address-book.ts";
import type { Catalogue } from "./flow/catalogue.ts";
import { createCatalogue } from "./flow/catalogue.ts";
import type { Door } from "./flow/door.ts";
import { createDoor } from "./flow/door.ts";
import type { World } from "./flow/effects.ts";
import type { Engine } from "./flow/engine.ts";
import { contextGatherer, sha256 } from "./flow/gather-context.ts";
import type { PlanShelf } from "./flow/plan-shelf.ts";
import { createPlanShelf } from "./flow/plan-shelf.ts";
import { refreshAccounts } from "./flow/reconcile.ts";
import type { RequirementDesk } from "./flow/requirement-desk.ts";
import { createTold } from "./flow/told.ts";
import { hookBody } from "./hooks/body.ts";
import { createHookDesk } from "./hooks/desk.ts";
import { gatesFor, namedEndpoints, routesFor } from "./hooks/endpoints.ts";
import type { Calendar } from "./people/calendar/calendar.ts";
import { createCalendar } from "./people/calendar/calendar.ts";
import type { Directory } from "./people/directory.ts";
import { createDirectory } from "./people/directory.ts";
import { MAIL } from "./people/meeting.ts";
import { createReach, messageLimit } from "./people/reach.ts";
import type { Reach } from "./plan/reach.ts";
import { chatPlatforms } from "./settings/platforms.ts";
import type { Settings } from "./settings/settings.ts";
import { provenAt } from "./store/factors.ts";
import { migrate } from "./store/migrate.ts";
import { openStore } from "./store/open-store.ts";
import type { Store } from "./store/store.ts";

/** Platforms that have approvals of their own. */
const DESKS = ["feishu", "dingtalk"];

export interface Process {
  readonly settings: EngineSettings;
  readonly log: Logger;
  readonly version: string;
  readonly now: () => number;
}

/** The parts that the command line shares with the server. */
export interface Core {
  readonly store: Store;
  readonly directory: Directory;
  readonly door: Door;
  readonly plans: PlanShelf;
  readonly engines: Readonly<Record<string, Engine>>;
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  /** Where approvers can be asked. */
  readonly desks: readonly string[];
  readonly requirements: RequirementDesk;
  readonly files: FileDesk;
  readonly world: (now: number) => World;
}

export interface CoreParts extends Process {
  /** Engines beside those of the settings. */
  readonly engines?: Readonly<Record<string, Engine>> | undefined;
}

/** Opens the database and makes everything that takes and answers commands; nothing is sent yet. */
export async function openCore({ settings, log, now, engines: others }: CoreParts): Promise<Core> {
  const store = await openStore(settings.databaseUrl);
  await migrate(store);
  const known = await createDirectory({ settings, store, now });
  const engines = { ...(await connectEngines(settings, now)), ...others };
  const platforms = ["console", ...chatPlatforms(settings.platforms), ...mailOf(settings)];
  const told = createTold(store, now, settings.messages.perDay);
  const reach = createReach({
    messages: settings.messages,
    people: settings.people,
    zoneOf: known.zoneOf,
    awayUntil: known.awayUntil,
    toldEnough: told.enough,
  });
  const calendar = await createCalendar({ settings, store, now });
  const desks = ["card", ...DESKS.filter((desk) => platforms.includes(desk))];
  const world = worldOf(settings, known, calendar, platforms, reach);
  const directory: Directory = {
    ...known,
    // Cards that only this person reads are in this person's language.
    setLang: async (person, lang) => {
      await known.setLang(person, lang);
      await refreshAccounts(store, known.accountsOf(person), world(now()), now());
    },
  };
  const onError = (err: unknown) => log.warn({ err }, "an engine could not be asked what it offers");
  const catalogue = createCatalogue({ engines, store, now, hash: sha256, onError });
  const placesOf = (person: string) => directory.roomsOf(person).flatMap((room) => settings.rooms[room]?.places ?? []);
  const plans = createPlanShelf(store, placesOf);
  const untold = (err: unknown) => log.error({ err }, "a requirement could not be read");
  const requirements = await connectRequirementDesk(settings, now, untold);
  const context = contextGatherer({
    directory,
    policies: settings.policies,
    gates: gatesFor(settings.hooks, settings.gates),
    hooks: namedEndpoints(settings.hooks),
    custom: settings.custom,
    desks,
    catalogue,
    requirements,
    load: plans.byId,
    reach,
    told,
    provenAt: (person) => provenAt(store.read, person),
    calendar,
    newCode: () => randomBytes(8).toString("hex"),
  });
  const hooks = createHookDesk({ hash: sha256, bodyOf: hookBody({ settings, directory }) });
  const door = createDoor({ store, now, newId: randomUUID, context, world, hooks });
  const files = await connectFiles(settings, store, now);
  return { store, directory, door, plans, engines, catalogue, calendar, requirements, files, world, desks };
}

function worldOf(
  settings: Settings,
  directory: Directory,
  { freezes }: Calendar,
  platforms: readonly string[],
  reach: Reach,
): Core["world"] {
  const rooms = Object.fromEntries(Object.entries(settings.rooms).map(([name, { places }]) => [name, places]));
  const book = createAddressBook({ rooms, platforms, accountsOf: (person) => accountsWithMail(person, directory) });
  const hooks = routesFor(settings.hooks);
  const limit = messageLimit(settings, directory);
  return (now) => ({
    freezes,
    hooks,
    rules: { people: directory.view(now), policies: settings.policies },
    book,
    reach,
    limit,
    admins: directory.everybody().flatMap(({ id, roles }) => (roles.includes("admin") ? [id] : [])),
  });
}

/** Mail goes out where there is a server for it, and never to the people of a sample. */
function mailOf({ platforms, sample }: Settings): readonly string[] {
  return platforms.smtp === undefined || sample ? [] : [MAIL];
}

/** Mail reaches those who are in no chat. */
function accountsWithMail(person: string, directory: Directory): ReturnType<Directory["accountsOf"]> {
  const accounts = directory.accountsOf(person);
  const email = directory.person(person)?.email;
  const chats = accounts.some(({ platform }) => platform !== "console");
  return chats || email === undefined || accounts.length === 0
    ? accounts
    : [...accounts, { platform: MAIL, account: email }];
}
