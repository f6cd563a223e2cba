/**
 * Zadig's document, its example and its code write some names in different ways. All are read; what the code writes is kept.
 */
import { z } from "zod";

/** An object whose keys may be spelled otherwise: `aliases` says what each other spelling means. */
export function spelled<S extends z.ZodType>(schema: S, aliases: Readonly<Record<string, string>>) {
  return z.preprocess((value) => renamed(value, aliases), schema);
}

function renamed(value: unknown, aliases: Readonly<Record<string, string>>): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const pairs = Object.entries(value).map(([key, part]) => {
    const known = Object.hasOwn(aliases, key) ? aliases[key] : undefined;
    return [known !== undefined && !Object.hasOwn(value, known) ? known : key, part];
  });
  return Object.fromEntries(pairs);
}

/** Go writes an empty list as null or leaves it out. */
export function listOf<S extends z.ZodType>(schema: S) {
  return z.array(schema).readonly().nullish();
}

export const text = z.string().optional();
export const flag = z.boolean().optional();
/** Seconds since 1970, 0 when unset; and other whole numbers. */
export const whole = z.number().optional();
export const texts = listOf(z.string());
