import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isEditorHtml, markdownOfHtml } from "../../../src/chat/texts/html-markdown.ts";
import { readMarkdown } from "../../../src/chat/texts/read-markdown.ts";
import { htmlOf } from "../../../src/hooks/wire/html.ts";
import { CONSTRUCTS, markdownText } from "./markdown-text.ts";

/** HTML of Zadig's editor, and the Markdown that it becomes. */
const TABLE: readonly (readonly [html: string, markdown: string, whole: boolean])[] = [
  ["<p>What <strong>and</strong> why</p><p><br></p>", "What **and** why", true],
  ["<p>通知<strong>“客户”</strong>发布</p>", "通知**“客户”**发布", true],
  ["<h2>Title</h2><p>one<br>two</p><hr>", "## Title\n\none\ntwo\n\n---", true],
  ["<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c", true],
  ['<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b", true],
  [
    "<p>- a</p><p>1. b</p><p># c</p><p>*d* _e_ `f` [g](h)</p>",
    "\\- a\n\n1\\. b\n\n\\# c\n\n\\*d\\* \\_e\\_ \\`f\\` \\[g]\\(h)",
    true,
  ],
  ["<p>&lt;b&gt; &amp;amp; 1&nbsp;2</p>", "\\<b> \\&amp; 1\u00a02", true],
  ["<table><tr><th>a</th></tr><tr><td>x|<br>y</td></tr></table>", "| a |\n| ---- |\n| x\\| y |", true],
  ['<pre><code class="language-sh">rm *\n</code></pre>', "```sh\nrm *\n```", true],
  ["<p><b>a<strong>b</strong>c</b><i>d<em>e</em></i></p>", "**abc**_de_", true],
  // As Quill and wangEditor write them.
  ['<pre class="ql-syntax" spellcheck="false">one\n  two\n</pre>', "```\none\n  two\n```", true],
  [
    '<ol><li>a</li><li class="ql-indent-1">b</li><li class="ql-indent-2">c</li></ol>',
    "1. a\n   1. b\n      1. c",
    true,
  ],
  ['<ol><li data-list="bullet">a</li></ol>', "- a", true],
  ['<ul data-checked="true"><li>a</li></ul><ul data-checked="false"><li>b</li></ul>', "- [x] a\n- [ ] b", true],
  ['<div data-w-e-type="todo"><input type="checkbox" checked>a</div>', "- [x] a", true],
  // What Markdown has no words for.
  ['<p><span style="color:red">red</span> <u>under</u></p>', "red under", false],
  ['<p><img src="https://a.example/p.png" alt="a"></p>', "[a](https://a.example/p.png)", false],
  ['<p>x<img src="data:image/png;base64,AAAA"><video src="v"></video></p>', "x", false],
  // What runs something is nothing, and leads nowhere.
  ["<p onclick=x()>a<script>alert(1)</script><style>p{}</style><!-- c --></p>", "a", true],
  [
    '<p><a href="javascript:x()">b</a> <a href="https://a.example/?a=1&amp;b=2">c</a></p>',
    "b [c](https://a.example/?a=1\\&b=2)",
    false,
  ],
  ["<p>a\u202eb\u200bc</p>", "abc", true],
];

describe("HTML of an editor", () => {
  test.each(TABLE)("%s becomes %j", (html, markdown, whole) => {
    expect(markdownOfHtml(html)).toEqual({ markdown: expect.anything(), whole });
    expect(squeezed(markdownOfHtml(html).markdown)).toBe(squeezed(markdown));
    expect(isEditorHtml(html)).toBe(true);
  });

  test.each([
    "",
    "a",
    "a <p>b</p>",
    "<p>a</p> b",
    "<b>a</b>",
    "`<p>a</p>`",
    "<p>a",
    "<https://a.example>",
    "1 < 2 > 1",
  ])("%j is Markdown, and stays what it is", (text) => {
    expect(isEditorHtml(text)).toBe(false);
  });

  test("of signs alone is read soon, and leaves no element behind", () => {
    expect(markdownOfHtml("<".repeat(600_000)).markdown).toBe("<".repeat(500_000));
    expect(markdownOfHtml(`<scr<i>ipt>a${"<u/>".repeat(200_000)}`).markdown).toBe("ipt>a");
  });

  test("without end or bottom is its words", () => {
    expect(markdownOfHtml(`${"<div>".repeat(50_000)}deep`)).toEqual({ markdown: "deep", whole: false });
    expect(markdownOfHtml("<p>x</p>".repeat(100_000)).whole).toBe(false);
  });
});

/** How wide a table's columns are is nothing that anybody sees. */
function squeezed(markdown: string): string {
  return markdown.replace(/ +\|/gu, " |").replace(/-{2,} /gu, "- ");
}

/** Whether its items are paragraphs is nothing that HTML tells of every list. */
function alike(markdown: string): string {
  return JSON.stringify(readMarkdown(markdown), (key, value) => (key === "loose" ? undefined : value));
}

test("Markdown that went to Zadig comes back as it was", () => {
  const { entities: _, ...sane } = CONSTRUCTS;
  const blocks = fc.array(fc.constantFrom(...Object.values(sane)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(blocks, (some) => {
      const markdown = some.join("\n\nthen\n\n");
      expect(alike(markdownOfHtml(htmlOf(markdown)).markdown)).toBe(alike(markdown));
    }),
    { numRuns: 60 },
  );
});

test("no HTML becomes markup that runs something or calls somebody", () => {
  const piece = fc.oneof(
    markdownText,
    fc.constantFrom(
      ...TABLE.map(([html]) => html),
      "<",
      ">",
      "</p>",
      "<p>",
      "<a href=",
      '"',
      "javascript:",
      "<img src=x onerror=y>",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
      const { markdown } = markdownOfHtml(pieces.join(""));
      expect(JSON.stringify(readMarkdown(markdown))).not.toMatch(/"address":"(?!https?:|mailto:)/u);
      expect(htmlOf(markdown)).not.toMatch(/<(?:script|img|video|style|iframe|span|u)\b/iu);
    }),
    { numRuns: 150 },
  );
});
