/**
 * What the inbox needs of the rest: the door, plans to look at, and who is who.
 */
import type { PlanCommand, Request } from "../../flow/envelope.ts";
import type { Outcome } from "../../flow/outcome.ts";
import type { Directory } from "../../people/directory.ts";
import type { Content, Instant, PersonId } from "../../plan/content.ts";
import type { Context, Freeze, Policy } from "../../plan/context.ts";
import type { PlanEvent } from "../../plan/event.ts";
import type { EvidenceFile } from "../../plan/evidence.ts";
import type { Finding, RequirementQuery } from "../../plan/found.ts";
import type { Actor, Plan } from "../../plan/plan.ts";
import type { Version } from "../../plan/versions.ts";
import type { PlanDeliveries } from "../deliveries.ts";
import type { Sketch } from "../drafts/question.ts";
import type { CalendarDesk } from "../freeze-desk.ts";
import type { Scope } from "../grammar/said.ts";
import type { DraftModel, Sender } from "../ports.ts";
import type { SeriesDesk } from "../series.ts";
import type { Lang } from "../texts/catalogue.ts";
import type { UnfitFile } from "../texts/file-problem-text.ts";
import type { FileLink } from "../texts/reader.ts";
import type { ZadigDesk } from "../zadig-notice.ts";

/** The one door, as `src/flow/door.ts` makes it. */
export type Submit = (envelope: {
  readonly key: string;
  readonly actor: Actor;
  readonly request: Request;
}) => Promise<Outcome>;

export interface PlanPage {
  readonly plans: readonly Plan[];
  readonly more: boolean;
  readonly total: number;
}

export interface LogPage {
  /** Newest first. */
  readonly entries: readonly { readonly seq: number; readonly event: PlanEvent }[];
  readonly more: boolean;
}

/** Plans to look at; whether somebody may is decided by whoever asks. */
export interface PlanShelf {
  byId(id: string): Promise<Plan | undefined>;
  byIndex(index: number): Promise<Plan | undefined>;
  byKey(key: string): Promise<Plan | undefined>;
  /** One page of what the reader may see, newest first. */
  list(query: {
    readonly scope: Scope;
    readonly words: readonly string[];
    readonly page: number;
    readonly reader: PersonId;
    readonly all: boolean;
  }): Promise<PlanPage>;
  log(planId: string, before?: number): Promise<LogPage>;
  /** What its content has been, oldest first. */
  versions(planId: string): Promise<readonly Version[]>;
  /** The newest version of this digest; its number is not looked up. */
  versionOf(planId: string, digest: string): Promise<Omit<Version, "number"> | undefined>;
  /** How many plans a page of a list has. */
  readonly pageLength: number;
}

export interface Template {
  readonly name: string;
  /** The plan as a file. */
  readonly draft: string;
  readonly by: PersonId;
  readonly at: Instant;
}

export interface Templates {
  list(): Promise<readonly Template[]>;
  find(name: string): Promise<Template | undefined>;
  save(template: Template): Promise<void>;
  /** Answers how many recurring plans ended with it. */
  remove(name: string): Promise<number>;
}

/** What somebody's plain words came to. */
export interface Draft {
  readonly id: string;
  readonly sketch: Sketch;
  readonly state: "open" | "made" | "dropped";
  /** Times that making a plan of it was refused. */
  readonly tries: number;
  /** The plan that it was made. */
  readonly plan?: string | undefined;
}

/** Drafts are their authors' alone, outlive a restart, and are forgotten after a time. */
export interface Drafts {
  /** The same key gives the same draft. */
  keep(author: PersonId, key: string, sketch: Sketch): Promise<Draft>;
  find(id: string, author: PersonId): Promise<Draft | undefined>;
  made(id: string, plan: string): Promise<void>;
  drop(id: string): Promise<void>;
  /** After a refusal: what is asked next is another question. */
  again(draft: Draft): Promise<void>;
}

/** What external systems were told of a plan, and how to tell them again. */
export interface HookShelf {
  ofPlan(planId: string): Promise<PlanDeliveries>;
  /** The command that sends a delivery again; nothing when the plan has no such delivery. */
  again(planId: string, delivery: string): Promise<PlanCommand | undefined>;
}

/** Somebody who has a form open, and since when. */
export interface Editor {
  readonly person: PersonId;
  readonly since: Instant;
}

/** Kept in the database, since people of one plan are on several platforms and replicas. */
export interface Editors {
  /** Notes that somebody edits a section of a plan for some time, and answers who else does, the first one first. */
  begin(plan: string, section: string, person: PersonId): Promise<readonly Editor[]>;
  end(plan: string, section: string, person: PersonId): Promise<void>;
}

export type ChatDirectory = Pick<
  Directory,
  | "meet"
  | "person"
  | "everybody"
  | "nameOf"
  | "langOf"
  | "zoneOf"
  | "roles"
  | "groups"
  | "roomsOf"
  | "resolve"
  | "delegate"
  | "endDelegation"
  | "setLang"
  | "view"
>;

/** Files that people give, as `src/files/desk.ts` keeps them. */
export interface FileDesk {
  /** In bytes. */
  readonly limits: { readonly most: number };
  keep(given: {
    readonly name: string;
    readonly declared?: string | undefined;
    readonly bytes: Uint8Array;
  }): Promise<{ readonly ok: true; readonly file: EvidenceFile } | { readonly ok: false; readonly problem: UnfitFile }>;
  link: FileLink;
  /** What somebody sent at a place and has not yet said what for. */
  waiting(person: PersonId, place: string): Promise<readonly EvidenceFile[]>;
  wait(person: PersonId, place: string, file: EvidenceFile): Promise<void>;
  stopWaiting(person: PersonId, place: string, files: readonly EvidenceFile[]): Promise<void>;
}

export interface FactorDesk {
  /** A one-time link to set an authenticator up. */
  setUp(person: PersonId): Promise<{ readonly url: string; readonly expiresAt: Instant } | "has-one">;
  verify(person: PersonId, code: string): Promise<"proven" | "wrong" | "locked" | "none">;
}

export interface ChatNeeds {
  readonly calendar: CalendarDesk;
  readonly files: FileDesk;
  readonly submit: Submit;
  readonly plans: PlanShelf;
  /** Puts the plan's card where this account alone sees it, and keeps it true from then on; once per key. */
  readonly show: (plan: Plan, at: Sender, key: string) => Promise<void>;
  readonly templates: Templates;
  readonly series: SeriesDesk;
  readonly drafts: Drafts;
  /** Absent unless the settings name one. */
  readonly draftModel?: DraftModel | undefined;
  readonly hooks: HookShelf;
  readonly editors: Editors;
  readonly directory: ChatDirectory;
  /** Absent where no notices from Zadig are taken. */
  readonly zadig?: ZadigDesk | undefined;
  readonly now: () => Instant;
  readonly engines: () => Promise<Context["engines"]>;
  /** Looks for boards, sprints and issues; absent where nothing is connected that can. */
  readonly findRequirements?: ((query: RequirementQuery) => Promise<Finding>) | undefined;
  /** Fields that the settings add to plans. */
  readonly custom: Context["custom"];
  /** External systems that a plan may name. */
  readonly hookNames: readonly string[];
  readonly policies: Readonly<Record<string, Policy>>;
  readonly freezes: (content: Content) => readonly Freeze[];
  /** Rooms by the names that plans announce to, and the room a message came from. */
  readonly rooms: readonly string[];
  /** Where approvers can be asked: `card`, and the approvals of the platforms that are connected. */
  readonly desks: readonly string[];
  readonly roomAt: (place: string) => string | undefined;
  readonly defaults: { readonly announce: readonly string[]; readonly policy: string };
  /** Has an approval of a platform's own read soon. */
  readonly approvalChanged: (desk: string, ref: string) => Promise<void>;
  /** The language of chats that several people read. */
  readonly lang: Lang;
  /** Absent where there is no key to keep authenticators under. */
  readonly factors?: FactorDesk | undefined;
  /** A one-time link to the console; undefined where no sign-in is asked for. */
  readonly loginLink: (person: PersonId) => Promise<{ readonly url: string; readonly expiresAt: Instant } | undefined>;
}
