/**
 * The line that dates a card which nobody keeps true.
 */
import type { Block } from "../card.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";

export function asOf(reader: Reader): Block {
  return { kind: "context", line: [say(reader.lang, "card.as-of", { time: shortTime(reader.now, reader) })] };
}
