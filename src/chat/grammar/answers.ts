/**
 * Answers to what an item asks for, among the words of a remark: `Ticket:https://… Report="all green" and a remark`.
 */
import type { Ask } from "../../plan/content.ts";

interface Answered {
  /** By the name of what was asked for. */
  readonly answers: Readonly<Record<string, string>>;
  /** The remark without them. */
  readonly rest: string;
}

const QUOTED = /^\s*(?:"([^"]*)"|“([^”]*)”|「([^」]*)」)/u;
const WORD = /^\s*(\S+)/u;

/** A value is one word, or in quotes; the rest of its line when its name begins the line. */
export function readAnswers(text: string, asks: readonly Ask[]): Answered {
  // A longer name first, so that “Test report” is not read as “report”.
  const wanted = asks.filter(({ kind }) => kind !== "file").toSorted((a, b) => b.name.length - a.name.length);
  return wanted.reduce<Answered>(
    ({ answers, rest }, { name }) => {
      const found = answerIn(rest, name);
      return found ? { answers: { ...answers, [name]: found.value }, rest: found.rest } : { answers, rest };
    },
    { answers: {}, rest: text.trim() },
  );
}

function answerIn(text: string, name: string): { readonly value: string; readonly rest: string } | undefined {
  for (const match of text.matchAll(new RegExp(`(^|\\s)${RegExp.escape(name)}\\s*[:：=]`, "giu"))) {
    const after = text.slice(match.index + match[0].length);
    const value = answerAt(after, match[1] === "\n");
    if (!value) continue;
    const rest = `${text.slice(0, match.index)}${match[1]}${after.slice(value.length)}`;
    return { value: value.text, rest: rest.replace(/[ \t]{2,}/gu, " ").trim() };
  }
  return undefined;
}

function answerAt(after: string, line: boolean): { readonly text: string; readonly length: number } | undefined {
  const quoted = QUOTED.exec(after);
  if (quoted) return { text: quoted[1] ?? quoted[2] ?? quoted[3] ?? "", length: quoted[0].length };
  const found = line ? /^[^\n]*/u.exec(after) : WORD.exec(after);
  const text = found?.[0].trim() ?? "";
  return text === "" ? undefined : { text, length: found?.[0].length ?? 0 };
}
