/**
 * The settings as the rest of gonogo reads them: complete, checked, with every default filled in.
 */
import type { Checkpoint, Instant } from "../plan/content.ts";
import type { Policy } from "../plan/context.ts";
import type { CustomField } from "../plan/custom.ts";
import type { FileSettings } from "./files.ts";
import type { GateLimit, HookEndpoint } from "./hooks.ts";
import type { MessageSettings } from "./messages.ts";
import type { Lang, LOG_LEVELS } from "./names.ts";
import type { PlatformSettings } from "./platforms.ts";
import type { PersonSettings, TokenSettings } from "./sections.ts";

/** A place people talk in, under the name that `announce` uses. */
export interface RoomSettings {
  readonly title: Readonly<Record<Lang, string>>;
  /** Where its cards go, as `platform:room:id`. */
  readonly places: readonly `${string}:room:${string}`[];
  /** Directory names and `group:` names; `everyone` means everyone known. */
  readonly members: "everyone" | readonly string[];
}

/** Whom an entry of the calendar concerns: without tags and environments every plan. */
interface Concerning {
  readonly tags: readonly string[];
  readonly environments: readonly string[];
}

/** Calendar time, once or by a rule: in a freeze nothing is carried out; in windows alone is what they concern. */
export interface CalendarRule extends Concerning {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
  /** An RRULE, followed on the clock of the zone. */
  readonly repeat?: string | undefined;
  readonly zone: string;
}

/** A calendar somewhere else, in iCalendar's form, that is read again and again. */
export interface CalendarSettings extends Concerning {
  readonly name: string;
  /** May hold a secret. */
  readonly url: string;
  /** The hash of the address. */
  readonly address: string;
  readonly kind: "freeze" | "window";
  /** How often it is read (ms). */
  readonly every: number;
  /** Hosts, addresses and ranges that may be asked although they are not public. */
  readonly allow: readonly string[];
}

export interface Settings<Commands = unknown, Engines = unknown> {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string | undefined;
  readonly lang: Lang;
  readonly zone: string;
  /** Emails, lower-case. */
  readonly admins: readonly string[];
  /** The folder for run folders, absolute. */
  readonly data: string;
  readonly files: FileSettings;
  readonly log: (typeof LOG_LEVELS)[number];
  /** Keeps authenticators; without it no policy can ask for them. */
  readonly secret?: string | undefined;
  /** One browser may be several people: no chat platform, loopback only, and not turned off. */
  readonly sample: boolean;
  /** The settings file that was read. */
  readonly file?: string | undefined;
  readonly people: Readonly<Record<string, PersonSettings>>;
  /** Members by group name; also what people say of themselves. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Groups of the platforms whose members are members as well, as `platform:kind:id`, by group name. */
  readonly platformGroups: Readonly<Record<string, readonly string[]>>;
  readonly rooms: Readonly<Record<string, RoomSettings>>;
  readonly policies: Readonly<Record<string, Policy>>;
  /** Fields of every plan beside those that gonogo has, in the order of forms and cards. */
  readonly custom: readonly CustomField[];
  readonly defaults: { readonly announce: readonly string[]; readonly policy: string };
  /** When and how often people are told what they did not ask for. */
  readonly messages: MessageSettings;
  /** Whom mail is from; without it a name at the mail server. */
  readonly mail: { readonly from?: string | undefined };
  readonly freezes: readonly CalendarRule[];
  readonly windows: readonly CalendarRule[];
  readonly calendars: readonly CalendarSettings[];
  readonly hooks: readonly HookEndpoint[];
  readonly gates: Readonly<Record<Checkpoint, GateLimit>>;
  /** Who may answer Zadig where it waits, beside the admins: directory names and `group:` names. */
  readonly notices: { readonly zadig: { readonly deciders: readonly string[] } };
  /** As the schema given to the reader makes them; undefined when there are none. */
  readonly commands: Commands | undefined;
  readonly engines: Engines | undefined;
  readonly planners: "everyone" | "listed";
  readonly tokens: readonly TokenSettings[];
  readonly platforms: PlatformSettings;
  /** Worth a line in the log at start, and no reason not to start. */
  readonly warnings: readonly string[];
}
