/**
 * Messages as the store keeps them.
 */
import { z } from "zod";
import type { Place } from "../../src/chat/ports.ts";
import type { Body, Message } from "./needs.ts";

interface Row {
  readonly id: number;
  readonly key: string;
  readonly place: string;
  readonly thread: number | null;
  readonly author: string | null;
  readonly only_for: string | null;
  readonly body: string;
  readonly created_at: number;
  readonly changed_at: number;
}

const place = z.custom<Place>((value) => typeof value === "string" && /^[^:]+:(?:room|direct):./su.test(value));
/** The console alone writes these; its kind is enough to tell that it did. */
const body = z.custom<Body>((value) => z.object({ kind: z.enum(["card", "text", "said"]) }).safeParse(value).success);

export function messageOf(row: Row): Message {
  return {
    id: row.id,
    key: row.key,
    place: place.parse(row.place),
    thread: row.thread ?? undefined,
    author: row.author ?? undefined,
    onlyFor: row.only_for ?? undefined,
    body: body.parse(JSON.parse(row.body)),
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

export function bodyText(kept: Body): string {
  return JSON.stringify(kept);
}
