/**
 * The server's log: JSON for machines, lines for somebody who looks on.
 */
import type { DestinationStream, Logger } from "pino";
import { pino } from "pino";
import { z } from "zod";
import { plainCell } from "./table.ts";

const entrySchema = z.looseObject({ level: z.number(), time: z.number(), msg: z.string().optional() });
const errorSchema = z.object({ message: z.string(), stack: z.string().optional() });
const UNINTERESTING = ["pid", "hostname", "v"];

/** Writes to standard error, so that standard output has the ready line alone. */
export function createServeLog(level: string): Logger {
  const destination = pino.destination({ dest: 2, sync: true });
  if (!process.stderr.isTTY) return pino({ level }, destination);
  const lines: DestinationStream = { write: (json) => void destination.write(`${readable(json)}\n`) };
  return pino({ level }, lines);
}

/** One entry as `20:03:11 warn the message name=value`, with the stack of an error below. */
export function readable(json: string): string {
  const parsed = entrySchema.safeParse(JSON.parse(json));
  if (!parsed.success) return json.trimEnd();
  const { level, time, msg = "", err, ...rest } = parsed.data;
  const error = errorSchema.safeParse(err).data;
  const values = Object.entries(rest).filter(([name]) => !UNINTERESTING.includes(name));
  const parts = [
    new Date(time).toTimeString().slice(0, 8),
    pino.levels.labels[level] ?? String(level),
    plainCell(msg),
    ...values.map(([name, value]) => `${name}=${typeof value === "string" ? plainCell(value) : JSON.stringify(value)}`),
  ];
  return error === undefined ? parts.join(" ") : `${parts.join(" ")}\n  ${error.stack ?? error.message}`;
}
