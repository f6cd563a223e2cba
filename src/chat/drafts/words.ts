/**
 * Issues, links to them, and tags, as they stand in a text.
 */
import { LIMITS } from "../../plan/content.ts";

const ISSUE =
  /(?<![\p{L}\p{N}_/.-])(?<project>[A-Z][A-Z0-9]{1,9})-(?<number>[1-9]\d{0,6})(?![\p{Script=Latin}\p{N}_]|[.-]\d)/gu;
/** Standards, encodings and the like are written in the same way. */
const NO_PROJECT = new Set(
  "UTF UTC GMT ISO RFC SHA MD AES RSA CVE TLS SSL HTTP TCP COVID GPT ES ECMA PG JDK JAVA PHP GO".split(" "),
);
const LINK = /https?:\/\/[^\s<>"'，。；、）)]{1,190}\/(?:issues|browse|pull|merge_requests|-\/issues)\/[\w-]+/giu;
const SPRINT = /(?<![\p{L}\p{N}])sprint:[\w-]+\/\d+/giu;
const TAG = /(?<![\p{L}\p{N}&/#])#(?<tag>\p{L}[\p{L}\p{N}_-]{0,60})/gu;

/** In their order, each once. */
export function requirementsIn(text: string): readonly string[] {
  const links = [...text.matchAll(LINK)].map(({ 0: link, index }) => ({ index, text: link }));
  const bare = text.replaceAll(/https?:\/\/\S+/giu, (link) => " ".repeat(link.length));
  const issues = [...bare.matchAll(ISSUE)]
    .filter(({ groups }) => !NO_PROJECT.has(groups?.project ?? ""))
    .map(({ 0: key, index }) => ({ index, text: key }));
  const sprints = [...bare.matchAll(SPRINT)].map(({ 0: sprint, index }) => ({ index, text: sprint }));
  const all = [...links, ...issues, ...sprints].toSorted((one, other) => one.index - other.index);
  return [...new Set(all.map((each) => each.text))].filter((each) => each.length <= LIMITS.word);
}

/** `#shop`; not `#releases`, where that is a room. */
export function tagsIn(text: string, rooms: readonly string[]): readonly string[] {
  const tags = [...text.matchAll(TAG)].map(({ groups }) => groups?.tag ?? "");
  return tags.filter((tag) => !rooms.some((room) => room.toLowerCase() === tag.toLowerCase()));
}
