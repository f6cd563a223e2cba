/**
 * What the API needs of the rest: the door, plans to look at, who is who, and the settings that concern it.
 */
import type { Context as HttpContext } from "hono";
import type { CalendarDesk } from "../../chat/freeze-desk.ts";
import type { DraftModel } from "../../chat/ports.ts";
import type { SeriesDesk } from "../../chat/series.ts";
import type { FileDesk } from "../../files/desk.ts";
import type { Door } from "../../flow/door.ts";
import type { PlanShelf } from "../../flow/plan-shelf.ts";
import type { RequirementDesk } from "../../flow/requirement-desk.ts";
import type { Directory } from "../../people/directory.ts";
import type { Instant } from "../../plan/content.ts";
import type { Context } from "../../plan/context.ts";
import type { Lang } from "../../settings/names.ts";
import type { TokenSettings } from "../../settings/sections.ts";
import type { Settings } from "../../settings/settings.ts";
import type { Store } from "../../store/store.ts";

export interface ApiNeeds {
  readonly version: string;
  readonly settings: Pick<
    Settings,
    "tokens" | "rooms" | "policies" | "defaults" | "custom" | "lang" | "zone" | "hooks"
  >;
  readonly store: Store;
  readonly door: Door;
  readonly plans: Pick<PlanShelf, "byKey" | "list" | "log">;
  readonly directory: Directory;
  readonly calendar: CalendarDesk;
  readonly series: SeriesDesk;
  readonly requirements: Pick<RequirementDesk, "find">;
  readonly files: FileDesk;
  /** What plans may run at this moment. */
  readonly engines: () => Promise<Context["engines"]>;
  readonly now: () => Instant;
  /** Absent unless the settings name one. */
  readonly draftModel?: DraftModel | undefined;
}

/** Who asks, and in which language they read why not. */
export interface Asker {
  readonly token: TokenSettings;
  readonly lang: Lang;
}

export interface ApiEnv {
  readonly Variables: { readonly asker: Asker };
}

export type ApiContext = HttpContext<ApiEnv>;
/** Answers one request of somebody who may ask. */
export type Handler = (c: ApiContext, needs: ApiNeeds) => Promise<Response>;
