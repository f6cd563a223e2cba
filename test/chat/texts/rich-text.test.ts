import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../../../adapters/console/markdown.ts";
import { cut as cutText } from "../../../adapters/dingtalk/markdown.ts";
import { tame } from "../../../adapters/dingtalk/tame.ts";
import { cardMarkdown } from "../../../adapters/feishu/render/markdown.ts";
import { postContents } from "../../../adapters/feishu/render/post.ts";
import { markdownParts } from "../../../adapters/slack/render/markdown.ts";
import { clipRich } from "../../../src/chat/texts/clip-rich.ts";
import { readMarkdown } from "../../../src/chat/texts/read-markdown.ts";
import { htmlOf } from "../../../src/chat/texts/rich-html.ts";
import { plainMarkdown } from "../../../src/chat/texts/rich-plain.ts";
import { htmlOf as zadigHtml } from "../../../src/hooks/wire/html.ts";
import type { Degrades, Letter } from "../../support/letters.ts";
import { lettersOfHtml, lettersOfMarkdown, lettersOfSlack, lettersWritten } from "../../support/letters.ts";
import { CONSTRUCTS, markdownText } from "./markdown-text.ts";

const WHOLE: Degrades = {
  styles: ["strong", "emphasis", "strike", "code"],
  headings: "plain",
  tableHead: "plain",
  table: "text",
  insideLinks: true,
};

interface Dialect {
  readonly shown: (markdown: string) => string;
  /** Read back by somebody who knows the dialect and not how it was written. */
  readonly letters: (markdown: string) => readonly Letter[];
  readonly degrades: Degrades;
}

const slackJson = (markdown: string) => JSON.stringify(markdownParts(markdown));

const DIALECTS: Readonly<Record<string, Dialect>> = {
  Feishu: {
    shown: (markdown) => cardMarkdown(markdown),
    letters: (markdown) => lettersOfMarkdown(cardMarkdown(markdown)),
    degrades: { ...WHOLE, headings: "strong", tableHead: "strong" },
  },
  DingTalk: {
    shown: tame,
    letters: (markdown) => lettersOfMarkdown(tame(markdown)),
    degrades: { ...WHOLE, styles: ["strong"], headings: "strong", tableHead: "strong", insideLinks: false },
  },
  Slack: {
    shown: slackJson,
    letters: (markdown) => lettersOfSlack(markdownParts(markdown)),
    degrades: { ...WHOLE, headings: "strong", table: "code", insideLinks: false },
  },
  console: {
    shown: (markdown) => renderMarkdown(markdown).toString(),
    letters: (markdown) => lettersOfHtml(renderMarkdown(markdown).toString()),
    degrades: WHOLE,
  },
  mail: {
    shown: (markdown) => `${htmlOf(markdown)}\n\n${plainMarkdown(markdown)}`,
    letters: (markdown) => lettersOfHtml(htmlOf(markdown)),
    degrades: WHOLE,
  },
  Zadig: {
    shown: zadigHtml,
    letters: (markdown) => lettersOfHtml(zadigHtml(markdown)),
    degrades: WHOLE,
  },
};

describe.each(Object.entries(DIALECTS))("in %s", (name, { shown, letters, degrades }) => {
  test("every construct is written as it was when it was last looked at", async () => {
    const table = Object.entries(CONSTRUCTS).map(
      ([construct, markdown]) => `──── ${construct}\n${markdown}\n────▶\n${shown(markdown)}\n`,
    );
    await expect(table.join("\n")).toMatchFileSnapshot(`__rich__/${name}.txt`);
  });

  test.each(Object.entries(CONSTRUCTS))(
    "%s is read back with the marks and links it was written with",
    (_, markdown) => {
      expect(letters(markdown)).toEqual(lettersWritten(readMarkdown(markdown), degrades));
    },
  );

  test("whatever is written, nothing is marked, linked or called that its author did not", () => {
    fc.assert(
      fc.property(markdownText, (markdown) => {
        expect(letters(markdown)).toEqual(lettersWritten(readMarkdown(markdown), degrades));
      }),
      { numRuns: 250 },
    );
  });
});

test("no text calls anybody on Feishu or Slack", () => {
  fc.assert(
    fc.property(markdownText, (markdown) => {
      expect(outsideCode(cardMarkdown(markdown))).not.toMatch(/<\/?[a-z]|:[a-z_][\w+-]*:/iu);
      for (const content of postContents(markdown)) expect(content).not.toMatch(/"tag":"(?:at|img|emotion|md|media)"/u);
      expect(slackJson(markdown)).not.toMatch(/"type":"(?:user|usergroup|channel|broadcast|emoji|date|team)"/u);
    }),
    { numRuns: 150 },
  );
});

/** Code is shown as it is, and in an address a colon is one. */
function outsideCode(markdown: string): string {
  return markdown.replace(/^ *(?:> )*(?:- |\d+\. )?```\n[\s\S]*?```$|`[^`\n]*`|\]\([^)]*\)/gmu, "");
}

test("a text that is cut keeps its beginning, its links whole and its marks closed", () => {
  fc.assert(
    fc.property(markdownText, fc.integer({ min: 1, max: 120 }), (markdown, most) => {
      const whole = lettersOfMarkdown(cardMarkdown(markdown));
      const cut = lettersOfMarkdown(cardMarkdown(markdown, most));
      expect(cut).toEqual(whole.slice(0, cut.length));
      const tamed = lettersOfMarkdown(tame(markdown));
      const torn = lettersOfMarkdown(cutText(tame(markdown), most * 3 + 20));
      expect(torn).toEqual(tamed.slice(0, torn.length));
      const text = readMarkdown(markdown);
      expect(clipRich(clipRich(text, most), most)).toEqual(clipRich(text, most));
    }),
    { numRuns: 150 },
  );
});
