/**
 * The language that a client asks for.
 */
import { parseAccept } from "hono/utils/accept";
import type { Lang } from "../settings/names.ts";
import { LANGS } from "../settings/names.ts";

/** The first language of an `Accept-Language` header that gonogo speaks; `zh-TW` is as good as `zh`. */
export function langOf(header: string | undefined, otherwise: Lang): Lang {
  const wanted = parseAccept(header ?? "")
    .filter(({ q }) => q > 0)
    .map(({ type }) => type.toLowerCase().split("-", 1)[0]);
  return wanted.map((word) => LANGS.find((lang) => lang === word)).find((lang) => lang !== undefined) ?? otherwise;
}
