/** Holds the reference to the commands there are, so that it can't grow old. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { createProgram } from "../../src/cli/program.ts";

const reference = readFileSync(join(import.meta.dirname, "../../docs/cli.md"), "utf8");

const program = createProgram({
  version: "0",
  job: () => {
    throw new Error("nothing is done here");
  },
  ended: () => undefined,
});

interface Described {
  readonly title: string;
  readonly options: readonly string[];
}

function described(command: Command, path: string): readonly Described[] {
  const below = command.commands.flatMap((each) => described(each, `${path} ${each.name()}`));
  const args = command.registeredArguments.map((each) => {
    const name = each.variadic ? `${each.name()}...` : each.name();
    return each.required ? ` \\<${name}>` : ` [${name}]`;
  });
  const options = command.options.map(({ flags }) => flags);
  return [{ title: `${path}${args.join("")}`, options }, ...below];
}

/** The text below each heading, by the heading. */
function sections(): ReadonlyMap<string, string> {
  const parts = reference.split(/^#{2,3} /mu).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("\n")), part]));
}

test("the reference has a section for each command, and no other", () => {
  const [, ...commands] = described(program, "gonogo");
  expect([...sections().keys()]).toEqual(expect.arrayContaining(commands.map(({ title }) => title)));
  expect(sections().size).toBe(commands.length);
});

test("the reference names each option where it belongs", () => {
  const [root, ...commands] = described(program, "gonogo");
  const beginning = reference.slice(0, reference.indexOf("\n## "));
  const missing = (text: string, options: readonly string[]) =>
    options.filter((flags) => !text.includes(`| \`${flags}\` |`));
  expect(missing(beginning, root?.options ?? [])).toEqual([]);
  for (const { title, options } of commands) {
    const text = sections().get(title) ?? "";
    expect([title, missing(text, options)]).toEqual([title, []]);
    expect([title, text.match(/^\| `-/gmu)?.length ?? 0]).toEqual([title, options.length]);
  }
});
