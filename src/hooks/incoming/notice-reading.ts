/**
 * What reading a hook of Zadig takes and gives.
 */
import type { ZadigNotice } from "../../chat/zadig-notice.ts";

/** What the request's headers say beside the body. */
export interface HookHead {
  /** `X-Zadig-Event`. */
  readonly event?: string | undefined;
  /** Where Zadig is reached by browsers: as the settings say, else as `X-Zadig-Instance` does. */
  readonly base?: string | undefined;
}

export type NoticeReading =
  | { readonly ok: true; readonly notice: ZadigNotice }
  | { readonly ok: false; readonly code: "unknown-kind" | "invalid-notice"; readonly detail: string };
