import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { knownKeys } from "../../src/settings/file.ts";
import { ENVIRONMENT, SECRETS } from "../../src/settings/names.ts";
import { fileSchema } from "../../src/settings/sections.ts";

const root = join(import.meta.dirname, "../..");
const reference = readFileSync(join(root, "docs/settings.md"), "utf8");
const rows = reference.split("\n").flatMap((line) => {
  const [, name, , meaning] = /^\| `([^`]+)` \| (.+?) \| (.*) \|$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, meaning: meaning ?? "" }];
});
const isEnvironment = (name: string) => /^[A-Z_]+$/.test(name);

/** The paths of all keys below `path`, with `*` for names and places. */
function keyPaths(schema: z.ZodType, path: readonly (string | number)[] = []): readonly string[] {
  const text = path.map((step) => (typeof step === "number" || step === "x" ? "*" : step)).join(".");
  const own = path.length > 0 && path.at(-1) !== "x" && typeof path.at(-1) === "string" ? [text] : [];
  const keys = knownKeys(schema, path).filter((key) => key !== "x");
  const below = keys.flatMap((key) => keyPaths(schema, [...path, key]));
  const deeper =
    keys.length === 0 && path.length === 1 ? ["x", 0].flatMap((step) => keyPaths(schema, [...path, step])) : [];
  return [...own, ...below, ...deeper];
}

const PARTS = { commands: z.unknown(), engines: z.unknown() };

test("the reference has every environment name, and no other", () => {
  expect(rows.map((row) => row.name).filter(isEnvironment)).toEqual(Object.keys(ENVIRONMENT));
});

test("the reference marks the secrets, and nothing else", () => {
  const marked = rows.filter((row) => row.meaning.startsWith("*secret*")).map((row) => row.name);
  expect(marked.toSorted()).toEqual(SECRETS.toSorted());
});

test("the reference has every key of the file, and no other", () => {
  const keys = keyPaths(fileSchema(PARTS));
  const told = rows.map((row) => row.name).filter((name) => !isEnvironment(name));
  expect(told).toEqual(keys);
});

test("the example uses every section of the file", () => {
  const example = readFileSync(join(root, "examples/gonogo.yaml"), "utf8");
  const sections = knownKeys(fileSchema(PARTS), []);
  expect(sections.filter((section) => !example.includes(`\n${section}:`))).toEqual([]);
});
