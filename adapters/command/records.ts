/**
 * What the engine and a run's supervisor write down for each other, and how it is written so that it is whole or absent.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

export const requestSchema = z
  .strictObject({
    key: z.string(),
    workflow: z.string(),
    program: z.string(),
    arguments: z.array(z.string()).readonly(),
    folder: z.string(),
    env: z.record(z.string(), z.string()).readonly(),
    timeout: z.strictObject({ written: z.string(), milliseconds: z.number() }).readonly(),
    graceMs: z.number(),
  })
  .readonly();
/** Everything a supervisor needs to carry out one run. */
export type Request = z.infer<typeof requestSchema>;

export const exitSchema = z
  .strictObject({
    code: z.int().nullable(),
    signal: z.string().nullable(),
    /** Why the supervisor ended the command, when it did. */
    stopped: z.enum(["timed-out", "cancelled", "shut-down"]).optional(),
    /** Why the command could not be started at all. */
    error: z.string().optional(),
    endedAt: z.number(),
    /** The size of everything the command printed, of which only the end is kept. */
    outputBytes: z.number(),
  })
  .readonly();
/** How a run ended. */
export type Exit = z.infer<typeof exitSchema>;

/** Writes a record so that a reader, also after a power cut, finds all of it or nothing. */
export function writeRecord(path: string, record: unknown): void {
  const draft = `${path}.${process.pid}.draft`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, JSON.stringify(record));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** Reads a record; undefined when there is none. */
export function readRecord<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Makes the names in a folder last through a power cut. */
export function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The system's code of an error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
