/**
 * Records of one kind, read and written in their own shape.
 */
import type { z } from "zod";
import type { Records } from "./needs.ts";

/** What a record becomes: with `dueAt` (ms) when something about it is to be done. */
export type Becomes<T> = { readonly value: T; readonly dueAt?: number | undefined } | "keep" | "remove";

export interface Shelf<T> {
  find(id: string): Promise<T | undefined>;
  /** Durable when it answers. `change` must have no effect of its own: it may run again. */
  change(id: string, change: (before: T | undefined, dueAt: number | undefined) => Becomes<T>): Promise<void>;
  due(by: number, limit: number): Promise<readonly { readonly id: string; readonly value: T }[]>;
  list(prefix: string): Promise<readonly { readonly id: string; readonly value: T }[]>;
}

export function createShelf<S extends z.ZodType>(records: Records, kind: string, schema: S): Shelf<z.output<S>> {
  const read = (body: string): z.output<S> => schema.parse(JSON.parse(body));
  const readAll = (found: readonly { readonly id: string; readonly body: string }[]) =>
    found.map(({ id, body }) => ({ id, value: read(body) }));
  return {
    find: async (id) => {
      const body = await records.find(kind, id);
      return body === undefined ? undefined : read(body);
    },
    change: (id, change) =>
      records.change(kind, id, (before, dueAt) => {
        const changed = change(before === undefined ? undefined : read(before), dueAt);
        return typeof changed === "string" ? changed : { body: JSON.stringify(changed.value), dueAt: changed.dueAt };
      }),
    due: async (by, limit) => readAll(await records.due(kind, by, limit)),
    list: async (prefix) => readAll(await records.list(kind, prefix)),
  };
}
