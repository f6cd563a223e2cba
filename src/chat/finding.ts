/**
 * What somebody finds out who examines whether a platform is set up as it must be.
 */
import type { Lang } from "./texts/catalogue.ts";

type Words = Readonly<Record<Lang, string>>;

export interface Finding {
  /** `unsure` when the platform does not tell. */
  readonly state: "good" | "bad" | "unsure";
  readonly what: Words;
  /** What to do about it, and where to click. */
  readonly remedy?: Words | undefined;
}
