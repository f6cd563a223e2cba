import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { htmlOf } from "../../../src/hooks/wire/html.ts";

/** Markdown, and the HTML that receivers get. */
const TABLE: readonly (readonly [string, string])[] = [
  // What people write.
  ["Post the notes.", "<p>Post the notes.</p>"],
  ["one\ntwo", "<p>one<br>\ntwo</p>"],
  ["one\n\ntwo", "<p>one</p>\n<p>two</p>"],
  ["# Why", "<h1>Why</h1>"],
  ["**bold** *slanted* `code` ~~gone~~", "<p><strong>bold</strong> <em>slanted</em> <code>code</code> <s>gone</s></p>"],
  ["- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"],
  ["2. a\n3. b", '<ol start="2">\n<li>a</li>\n<li>b</li>\n</ol>'],
  ["> said", "<blockquote>\n<p>said</p>\n</blockquote>"],
  ["```sh\nrm -rf *\n```", '<pre><code class="language-sh">rm -rf *\n</code></pre>'],
  ["通知**客户**", "<p>通知<strong>客户</strong></p>"],
  // Nothing is what Zadig's editor writes for nothing.
  ["", "<p><br></p>"],
  [" \n\t\n", "<p><br></p>"],
  ["[nowhere]: https://a.example", "<p><br></p>"],
  // Links to pages and mailboxes are links.
  ["[notes](https://a.example/n?a=1&b=2)", '<p><a href="https://a.example/n?a=1&amp;b=2">notes</a></p>'],
  ["https://a.example/n", '<p><a href="https://a.example/n">https://a.example/n</a></p>'],
  ["<mailto:ada@a.example>", '<p><a href="mailto:ada@a.example">mailto:ada@a.example</a></p>'],
  // What only looks like one is not.
  ["run deploy.sh", "<p>run deploy.sh</p>"],
  ["ada@a.example", "<p>ada@a.example</p>"],
  // Markup is text.
  ["<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"],
  ['a <img src=x onerror="alert(1)">', "<p>a &lt;img src=x onerror=&quot;alert(1)&quot;&gt;</p>"],
  ["<!-- -->", "<p>&lt;!-- --&gt;</p>"],
  ["&lt;b&gt; &amp; &#60;i&#62;", "<p>&lt;b&gt; &amp; &lt;i&gt;</p>"],
  ["`<b>`", "<p><code>&lt;b&gt;</code></p>"],
  ['```"><script>\n```', "<pre><code></code></pre>"],
  // Links that run something, or lead into the receiver's own site, are text.
  ["[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
  ["[x](JaVaScRiPt:alert(1))", "<p>[x](JaVaScRiPt:alert(1))</p>"],
  ["[x](java&#115;cript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
  ["[x](&#1;javascript:alert(1))", "<p>[x](\ufffdjavascript:alert(1))</p>"],
  ["<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>"],
  ["[x][1]\n\n[1]: javascript:alert(1)", "<p>[x][1]</p>\n<p>[1]: javascript:alert(1)</p>"],
  ["[x](vbscript:a)", "<p>[x](vbscript:a)</p>"],
  ["[x](data:text/html;base64,PHA+)", "<p>[x](data:text/html;base64,PHA+)</p>"],
  ["[x](file:///etc/passwd)", "<p>[x](file:///etc/passwd)</p>"],
  ["[x](/logout)", "<p>[x](/logout)</p>"],
  ["[x](//b.example)", "<p>[x](//b.example)</p>"],
  // A title cannot leave its attribute.
  [
    "[x](https://a.example '\" onclick=\"alert(1)')",
    '<p><a href="https://a.example" title="&quot; onclick=&quot;alert(1)">x</a></p>',
  ],
  // A picture is fetched by nobody.
  ["![x](https://a.example/p.png)", '<p><a href="https://a.example/p.png">x</a></p>'],
];

describe("Markdown for receivers", () => {
  test.each(TABLE)("%j becomes %j", (markdown, html) => {
    expect(htmlOf(markdown)).toBe(html);
  });

  test("is safe to put into a page, whatever was written", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...TABLE.map(([markdown]) => markdown),
        "<",
        ">",
        '"',
        "'",
        "[",
        "](",
        ")",
        "javascript:",
        "data:",
        "&#x6A;",
        "\\",
        "`",
        "\n",
        "| a |\n|---|\n",
      ),
      fc.string({ unit: "binary", maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const html = htmlOf(pieces.join(""));
        for (const [tag] of html.matchAll(/<[^>]*>/g)) expect(tag).toMatch(ELEMENT);
        expect(html.replaceAll(/<[^>]*>/g, "")).not.toMatch(/[<>]/);
      }),
      { numRuns: 500 },
    );
  });
});

/** The only elements, with the only attributes, that may come of any Markdown. */
const ELEMENT =
  /^<(?:\/?(?:p|br|hr|em|strong|s|code|pre|blockquote|ul|ol|li|h[1-6]|table|thead|tbody|tr|th|td)|\/a|ol start="\d+"|code class="language-[^"]*"|a href="(?:https?:\/\/|mailto:)[^"]*"(?: title="[^"]*")?)>$/i;
