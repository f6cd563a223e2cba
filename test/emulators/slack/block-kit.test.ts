import { describe, expect, it } from "vitest";
import { blockProblems, isTooLong, viewProblems } from "./block-kit.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const button = (action: string, more = {}) => ({ type: "button", action_id: action, text: plain("Go"), ...more });
const section = { type: "section", text: plain("x") };
const input = {
  type: "input",
  block_id: "i",
  label: plain("L"),
  element: { type: "plain_text_input", action_id: "v" },
};
const many = <T>(count: number, make: (place: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, place) => make(place));
const rich = (text: string) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});

describe("blocks that Slack refuses", () => {
  it.each<[string, readonly unknown[]]>([
    ["too many blocks", many(51, () => ({ type: "divider" }))],
    ["an unknown block", [{ type: "fancy" }]],
    ["an unknown property", [{ ...section, colour: "red" }]],
    ["an empty section", [{ type: "section" }]],
    ["a long section", [{ type: "section", text: plain("x".repeat(3001)) }]],
    ["a long header", [{ type: "header", text: plain("x".repeat(151)) }]],
    ["markup in a header", [{ type: "header", text: { type: "mrkdwn", text: "x" } }]],
    ["an empty text", [{ type: "section", text: plain("") }]],
    ["too many buttons", [{ type: "actions", elements: many(26, (place) => button(String(place))) }]],
    ["no buttons", [{ type: "actions", elements: [] }]],
    ["one name twice in a block", [{ type: "actions", elements: [button("a"), button("a")] }]],
    [
      "one block's name twice",
      [
        { ...section, block_id: "a" },
        { ...section, block_id: "a" },
      ],
    ],
    ["a long value", [{ type: "actions", elements: [button("a", { value: "x".repeat(2001) })] }]],
    ["a long label", [{ type: "actions", elements: [button("a", { text: plain("x".repeat(76)) })] }]],
    ["a colour that buttons do not have", [{ type: "actions", elements: [button("a", { style: "plain" })] }]],
    [
      "a question without an answer",
      [{ type: "actions", elements: [button("a", { confirm: { title: plain("?"), text: plain("?") } })] }],
    ],
    [
      "too many options",
      [
        {
          type: "actions",
          elements: [
            { type: "static_select", options: many(101, (place) => ({ text: plain("o"), value: String(place) })) },
          ],
        },
      ],
    ],
    [
      "a long option",
      [
        {
          type: "actions",
          elements: [{ type: "static_select", options: [{ text: plain("o"), value: "x".repeat(151) }] }],
        },
      ],
    ],
    ["too many fields", [{ type: "section", fields: many(11, () => plain("x")) }]],
    ["an input in a message", [input]],
    ["an empty rich text", [{ type: "rich_text", elements: [{ type: "rich_text_section", elements: [] }] }]],
    ["an empty word in rich text", [rich("")]],
    ["a long rich text", [rich("x".repeat(4001))]],
    ["no array", {} as unknown as readonly unknown[]],
  ])("%s", (_, blocks) => {
    const problems = blockProblems(blocks, "message");
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((problem) => /^\[ERROR\] .+ \[json-pointer:\/blocks.*\]$/.test(problem))).toBe(true);
  });

  it("as a whole are too long where each is not", () => {
    const blocks = many(5, () => rich("x".repeat(3000)));
    expect(blockProblems(blocks, "message")).toEqual([]);
    expect(isTooLong(blocks)).toBe(true);
    expect(isTooLong(blocks.slice(0, 3))).toBe(false);
  });
});

describe("blocks that Slack takes", () => {
  it("are taken", () => {
    const blocks = [
      { type: "header", text: plain("Title") },
      section,
      { type: "section", fields: [plain("x")], accessory: button("a", { url: "https://x.example" }) },
      { type: "context", elements: [plain("x"), { type: "mrkdwn", text: "*x*" }] },
      { type: "actions", elements: [button("a", { style: "danger" }), button("b")] },
      rich("x"),
      { type: "divider" },
    ];
    expect(blockProblems(blocks, "message")).toEqual([]);
  });
});

describe("a modal that Slack refuses", () => {
  const modal = { type: "modal", title: plain("T"), submit: plain("S"), blocks: [input] };
  it.each<[string, unknown]>([
    ["has a long title", { ...modal, title: plain("x".repeat(25)) }],
    ["has an input and nothing to submit", { ...modal, submit: undefined }],
    ["has too much in its metadata", { ...modal, private_metadata: "x".repeat(3001) }],
    ["has an unknown property", { ...modal, size: "big" }],
    ["has no title", { ...modal, title: undefined }],
    ["has two fields of one name", { ...modal, blocks: [input, input] }],
    [
      "has a field with too long a text",
      { ...modal, blocks: [{ ...input, element: { ...input.element, initial_value: "x".repeat(3001) } }] },
    ],
    ["has too many blocks", { ...modal, blocks: many(101, (place) => ({ ...input, block_id: String(place) })) }],
  ])("%s", (_, view) => {
    expect(viewProblems(JSON.parse(JSON.stringify(view)), "modal")).not.toEqual([]);
  });

  it("is not this one", () => {
    expect(viewProblems(modal, "modal")).toEqual([]);
  });
});
