/**
 * Markdown as people write it and as nobody should: each construct, and any mixture of them.
 */
import fc from "fast-check";

export const CONSTRUCTS = {
  headings: "# One\n\n## Two\n\nSetext\n===",
  "marks of words": "**bold** *slanted* ~~gone~~ ***both*** __also__ _so_ **a *b* c**",
  "marks inside words": "un**frigging**believable snake_case_name 2*3*4",
  "marks beside Chinese": "**发布：**通知 通知**“发布”**客户 发布**前**后 *注意！*请 ~~作废。~~然后",
  "marks beside each other": "**a***b* ~~c~~**d** **`code`**x",
  "a list in a list": "- one\n  - two\n    - three\n- four\n\n  more of four",
  "a numbered list": "3. three\n4. four\n   - inside\n5. five",
  "a list of tasks": "- [ ] to do\n- [x] done\n- [y] none",
  links: "[notes](https://a.example/n?a=1&b=2) [**bold**](https://a.example/x_(1)) [m](mailto:ada@a.example)",
  "bare addresses": "see https://a.example/说明，谢谢 and <https://b.example> but run deploy.sh or www.c.example",
  pictures: "![a chart](https://a.example/p.png) ![](https://a.example/q.png)",
  "code in a line": "`<b>` `` a ` b `` `**no**`",
  "a block of code": "```sh\nrm -rf *\n<at id=all></at>\n```\n\n    indented **code**",
  "code with fences inside": "````\n```\n# no\n```\n````",
  "code in a list": "1. run\n\n   ```\n   make  all\n   ```\n2. look",
  quotes: "> said\n> again\n>\n> > deeper\n\nafter",
  "a list in a quote": "> - one\n> - two\n\n- > quoted\n- other",
  tables: "| a | **b** |\n|---|:-:|\n| 1 \\| 2 | [x](https://a.example) |\n| `c` | |",
  "line ends": "one\ntwo  \nthree\\\nfour",
  rules: "above\n\n---\n\nbelow",
  "HTML tags": "<b>x</b> <script>alert(1)</script> <img src=x onerror=alert(1)> <!-- c --> </p>",
  entities: "&lt;b&gt; &amp; &#60;i&#62; &#42;no&#42; &nbsp;x &#10;- y",
  emoji: "🚀 :OK: :smile: 👩‍👩‍👧 [微笑]",
  mentions:
    '@all <at id=all></at> <at user_id="all">x</at> <!channel> <!here> <@U1> <#C1|x> <!subteam^S1> @所有人 @ada',
  "feishu's own tags": "<person id='ou_1'></person> <font color='red'>x</font> <link></link> {{x}} $y",
  "links that are none":
    "[x](javascript:alert(1)) [y](data:text/html,x) [z](/logout) <javascript:alert(1)> [u](//b.example)",
  "what turns and hides": "a\u202eb\u202c c\u200bd\u2066e\u2069 &#8238;f &#x200b;g",
  escapes: "\\*no\\* \\# no \\[x\\](y) \\`z\\` \\- w\n\\- v\n1\\. u\n\\> t",
  "what begins a line": "x\n\\+ y\n\\=\\=\\=\n&#45;&#45;&#45;\n\\| a \\| b \\|\n\\|---\\|---\\|",
  "Chinese punctuation": "「发布」、《计划》：“今晚”——20:00～22:00；好！",
} as const;

const pieces = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...Object.values(CONSTRUCTS)) },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ..."* ** *** _ __ ~~ ~ ` `` ``` [ ]( ) ] < > # - + 1. 2) | : & ; \\ ! \" ' = a b 中 文 ： ， ” “ 1 😀".split(" "),
      " ",
      "  ",
      "\n",
      "\n\n",
      "\n    ",
      "\t",
      "\n- ",
      "\n1. ",
      "\n> ",
      "\n# ",
      "\n```\n",
      "\n---\n",
      "](https://a.example/)",
      "https://a.example/x_y_z",
      "<at id=all></at>",
      "<!channel>",
      ":OK:",
      "&#42;",
      "&#10;",
      "&#32;",
      "&lt;",
      "&nbsp;",
      "javascript:",
      "\u200b",
      "\u202e",
      "| a | b |\n|---|---|\n| c | d |\n",
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 6 }) },
);

/** Any Markdown. */
export const markdownText: fc.Arbitrary<string> = fc.array(pieces, { maxLength: 14 }).map((some) => some.join(""));
