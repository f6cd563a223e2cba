/**
 * The settings as the rest of gonogo reads them: complete, checked, with every default filled in.
 */
import type { Checkpoint, Instant } from "../plan/content.ts";
import type { Policy } from "../plan/context.ts";
import type { CustomField } from "../plan/custom.ts";
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

/** Calendar time in which nothing may be carried out; without tags it concerns every plan. */
export interface FreezeSettings {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly tags: readonly string[];
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
  readonly log: (typeof LOG_LEVELS)[number];
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
  readonly freezes: readonly FreezeSettings[];
  /** When and how often people are told what they did not ask for. */
  readonly messages: MessageSettings;
  /** Whom mail is from; without it a name at the mail server. */
  readonly mail: { readonly from?: string | undefined };
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
