import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import type { TextKey } from "../../../src/chat/texts/catalogue.ts";
import { CATALOGUES } from "../../../src/chat/texts/catalogue.ts";

const ROOT = join(import.meta.dirname, "../../..");
const KEYS = Object.keys(CATALOGUES.en).filter((key): key is TextKey => Object.hasOwn(CATALOGUES.zh, key));

/** Names and terms that a Chinese text writes in Latin letters. */
const TERMS =
  /\b(?:gonogo_run|GONOGO_RUN|run-name|gonogo|Zadig|GitHub|GitLab|Jenkins|Jira|JIRA_EMAIL|JIRA_TOKEN|Slack|YAML|JSON|Markdown|UTF|Code|key|KB|MB|PDF|SVG|true|false|command:build|branch=main)\b/gu;
/** What people type is no prose: commands, quoted code, examples in straight quotes. */
const TYPED = [/`[^`]*`/gu, /\/(?:plan|发布)[^，。；）]*/gu, /"[^"]*"/gu, /引擎:工作流|(?:名称|键)=值/gu];
/** Texts that are nothing but an example of what to type. */
const isExample = (key: string) => /^form\.placeholder\.|^form\.hint\.items$|^problem\.time\.example$/u.test(key);

const HAN = "\\p{Script=Han}";

type Parts = ReturnType<IntlMessageFormat["getAst"]>;

function astOf(text: string): Parts {
  return new IntlMessageFormat(text, "en", undefined, { ignoreTag: true }).getAst();
}

/** One piece of a text; the parser numbers its kinds: 0 is what the text itself says. */
type Part = { readonly says: string } | { readonly value: string; readonly branches: readonly Parts[] };

function partOf(part: Parts[number]): Part {
  if (Number(part.type) === 0 && "value" in part) return { says: String(part.value) };
  const branches = "options" in part ? Object.values(part.options).map(({ value }) => value) : [];
  return { value: "value" in part ? String(part.value) : "#", branches };
}

/** The text with its values as `{name}`, and each branch of a plural as a text of its own. */
function prose(text: string): readonly string[] {
  const branches: string[] = [];
  const read = (parts: Parts): string =>
    parts
      .map(partOf)
      .map((part) => {
        if ("says" in part) return part.says;
        branches.push(...part.branches.map(read));
        return part.branches.length > 0 ? "…" : `{${part.value}}`;
      })
      .join("");
  return [read(astOf(text)), ...branches];
}

function placeholders(text: string): readonly string[] {
  const names = (parts: Parts): readonly string[] =>
    parts.map(partOf).flatMap((part) => ("says" in part ? [] : [part.value, ...part.branches.flatMap(names)]));
  return [...new Set(names(astOf(text)))].filter((name) => name !== "#").toSorted();
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/texts\/(?:en|zh)\//u.test(path))
    .map((path) => readFileSync(path, "utf8"));
}

/** Keys as they are written in sources: whole, or with a part that is put in. */
function mentioned(): (key: string) => boolean {
  const text = [...sources("src"), ...sources("adapters")].join("\n");
  const whole = new Set([...text.matchAll(/["'`]([a-z][\w-]*(?:\.[\w-]+)+)["'`]/gu)].map(([, key = ""]) => key));
  const made = [...text.matchAll(/`([a-z][\w-]*\.[^`\n]*\$\{[^`\n]*)`/gu)].map(
    ([, template = ""]) =>
      new RegExp(
        `^${template
          .split(/\$\{[^}]*\}/u)
          .map(RegExp.escape)
          .join("[\\w-]+(?:\\.[\\w-]+)?")}$`,
        "u",
      ),
  );
  return (key) => whole.has(key) || made.some((pattern) => pattern.test(key));
}

describe("the catalogues", () => {
  it.each(KEYS)("put the same into %s in both languages", (key) => {
    expect(placeholders(CATALOGUES.zh[key])).toEqual(placeholders(CATALOGUES.en[key]));
  });

  it("hold the same keys", () => {
    expect(Object.keys(CATALOGUES.zh).toSorted()).toEqual(Object.keys(CATALOGUES.en).toSorted());
  });

  it("hold no text that no source file uses", () => {
    const used = mentioned();
    expect(KEYS.filter((key) => !used(key))).toEqual([]);
  });

  it.each(KEYS)("have something to say for %s", (key) => {
    expect(CATALOGUES.en[key].trim()).not.toBe("");
    expect(CATALOGUES.zh[key].trim()).not.toBe("");
  });
});

describe("the Chinese texts", () => {
  const offending = (pattern: RegExp): readonly string[] =>
    KEYS.filter((key) => !isExample(key))
      .filter((key) => prose(CATALOGUES.zh[key]).some((text) => pattern.test(bare(text))))
      .map((key) => `${key}: ${CATALOGUES.zh[key]}`);
  /** What is typed reads as one Latin word. */
  const bare = (text: string) =>
    TYPED.reduce((rest, pattern) => rest.replace(pattern, "x"), text.replace(/「[a-z:： ]+」/gu, "「」"));

  it("say nothing in English but names and terms", () => {
    const english = KEYS.filter((key) => !isExample(key)).filter((key) =>
      prose(CATALOGUES.zh[key]).some((text) =>
        /[a-z]{2,}/iu.test(
          bare(text)
            .replace(/\{[\w#]+\}/gu, "")
            .replace(TERMS, ""),
        ),
      ),
    );
    expect(english.map((key) => `${key}: ${CATALOGUES.zh[key]}`)).toEqual([]);
  });

  it("end and divide sentences with full-width marks", () => {
    expect(offending(new RegExp(`${HAN}\\s?[,;:!?](?![\\w/])|${HAN}\\.(?:\\s|$)|[,;!?]\\s?${HAN}`, "u"))).toEqual([]);
  });

  it("bracket with full-width brackets", () => {
    expect(offending(new RegExp(`${HAN}\\s?\\(|\\)\\s?${HAN}|\\(${HAN}`, "u"))).toEqual([]);
  });

  it("quote with 「」", () => {
    expect(offending(/[“”‘’]/u)).toEqual([]);
  });

  it("set a space between Han and Latin letters, digits or names", () => {
    expect(offending(new RegExp(`${HAN}[A-Za-z0-9]|[A-Za-z0-9]${HAN}`, "u"))).toEqual([]);
  });

  it("address everybody as 您", () => {
    expect(offending(/你/u)).toEqual([]);
  });

  it("set no space between two Han, nor beside a full-width mark", () => {
    expect(offending(new RegExp(`${HAN} ${HAN}|[，。；：！？、「」（）] | [，。；：！？、「」（）]`, "u"))).toEqual([]);
  });
});

describe("the English texts", () => {
  it("say nothing in Chinese but what is typed", () => {
    expect(KEYS.filter((key) => /\p{Script=Han}/u.test(CATALOGUES.en[key])).map((key) => CATALOGUES.en[key])).toEqual(
      [],
    );
  });

  it("quote with “” and write ’", () => {
    const straight = KEYS.filter((key) => /\w'\w/u.test(CATALOGUES.en[key]));
    expect(straight).toEqual([]);
  });
});
