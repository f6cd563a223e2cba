import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FormName } from "../../../src/chat/action.ts";
import { FORMS } from "../../../src/chat/action.ts";
import { faultText } from "../../../src/chat/forms/fault.ts";
import { readParameterLines, writeParameterLines } from "../../../src/chat/forms/parameter-lines.ts";
import { readForm } from "../../../src/chat/forms/read-form.ts";
import type { Values } from "../../../src/chat/forms/values.ts";
import { sources } from "./sources.ts";

const read = (form: FormName, values: Values) => readForm({ do: "form", form, plan: 1, item: "i1" }, values);
const said = (form: FormName, values: Values) => {
  const result = read(form, values);
  return result.ok ? result.said : result.fields;
};

describe("a filled form of a new plan", () => {
  it("says what the typed command says", () => {
    const values = {
      name: " Release 2.4 ",
      description: "",
      window: "tonight 20:00-22:00",
      manager: ["ada"],
      "level1-name": "QA",
      "level1-approvers": ["bo", "group:qa"],
      "level1-rule": "2",
      "level2-name": "",
      "level2-approvers": [],
      "level2-rule": "any",
      items: 'run command:build branch=main\r\n\r\ntext "Announce" owner:@bo after:1 -- Post it.',
    };
    expect(said("new", values)).toEqual({
      form: "new",
      fields: {
        name: "Release 2.4",
        description: "",
        window: "tonight 20:00-22:00",
        manager: "ada",
        levels: [{ name: "QA", rule: 2, approvers: ["bo", "group:qa"] }],
      },
      items: [
        { name: "build", run: "command:build", with: { branch: "main" } },
        { name: "Announce", owners: ["bo"], after: ["1"], text: "Post it." },
      ],
    });
  });

  it("is refused at its fields", () => {
    const values = { name: " ", items: 'text "A"\ntxt "B"', "level1-name": "QA", "level1-approvers": [] };
    expect(said("new", values)).toEqual({
      name: { code: "required" },
      items: { code: "item", line: 2, problem: expect.objectContaining({ code: "unknown-choice", word: "txt" }) },
      "level1-approvers": { code: "approvers" },
    });
    expect(said("new", { name: "x".repeat(201) })).toEqual({ name: { code: "too-long", most: 200 } });
    expect(said("new", { name: "a\u0007" })).toEqual({ name: { code: "control-characters" } });
  });

  it("takes people as a list or as typed", () => {
    expect(said("new", { name: "A", "level1-approvers": "@bo、chen" })).toMatchObject({
      fields: { levels: [{ rule: "any", approvers: ["bo", "chen"] }] },
    });
  });
});

describe("a field of an edit", () => {
  it("that is absent stays, and that is emptied clears", () => {
    expect(said("edit", {})).toEqual({ form: "edit", fields: {} });
    expect(said("edit", { window: "", description: "", "level1-approvers": [], "level2-approvers": [] })).toEqual({
      form: "edit",
      fields: { window: null, description: "", levels: null },
    });
  });

  it("for requirements takes them with lines, blanks or commas between, and what is emptied clears", () => {
    const requirements = "SHOP-1, SHOP-2、sprint:SHOP/42\r\nhttps://git.example/a,b SHOP-1";
    expect(said("edit", { requirements })).toEqual({
      form: "edit",
      fields: { requirements: ["SHOP-1", "SHOP-2", "sprint:SHOP/42", "https://git.example/a,b"] },
    });
    expect(said("edit", { requirements: " " })).toEqual({ form: "edit", fields: { requirements: [] } });
    const many = Array.from({ length: 51 }, (_, index) => `SHOP-${index + 1}`).join("\n");
    expect(said("edit", { requirements: many })).toEqual({ requirements: { code: "too-many", most: 50 } });
    expect(said("edit", { requirements: `https://a.example/${"x".repeat(200)}` })).toEqual({
      requirements: { code: "too-long", most: 200 },
    });
  });

  it("that every plan has can't be emptied", () => {
    expect(said("edit", { name: "", manager: [] })).toEqual({
      name: { code: "required" },
      manager: { code: "required" },
    });
  });

  it("of an item clears its owners, its order, its text and its parameters", () => {
    expect(said("edit-item", { content: "", owners: [], after: "", parameters: "" })).toEqual({
      form: "edit-item",
      fields: { text: "", owners: [], after: [], with: {} },
    });
    expect(said("edit-item", { workflow: "" })).toEqual({ workflow: { code: "required" } });
  });
});

describe("a filled form of an item", () => {
  it("is what a person does, or what an engine runs", () => {
    expect(said("add", { type: "text", name: "Announce", content: "Post it.", workflow: "", owners: ["bo"] })).toEqual({
      form: "add",
      fields: { name: "Announce", text: "Post it.", owners: ["bo"] },
    });
    expect(said("add", { type: "run", workflow: "command:build", parameters: "branch = main", after: "1、2" })).toEqual(
      {
        form: "add",
        fields: { name: "build", run: "command:build", with: { branch: "main" }, after: ["1", "2"] },
      },
    );
  });

  it("is refused where something is missing", () => {
    expect(said("add", { type: "text", name: "" })).toEqual({ name: { code: "required" } });
    expect(said("add", { type: "run", name: "A" })).toEqual({ workflow: { code: "required" } });
    expect(said("add", { type: "run", workflow: "command:build", parameters: "a=1\nb" })).toEqual({
      parameters: { code: "parameter", line: 2 },
    });
  });
});

describe("a filled form of a decision", () => {
  it.each(["reject", "cancel", "skip", "override", "freeze-run"] as const)("to %s needs a reason", (form) => {
    expect(said(form, {})).toEqual({ reason: { code: "required" } });
    expect(said(form, { reason: " too early " })).toEqual({ form, reason: "too early" });
  });

  it("may have a comment, a remark and evidence", () => {
    expect(said("approve", { comment: "" })).toEqual({ form: "approve" });
    expect(said("approve", { comment: "Good." })).toEqual({ form: "approve", comment: "Good." });
    expect(said("done", { remark: "ok", evidence: "https://a.example/1\n\n seen " })).toEqual({
      form: "done",
      remark: "ok",
      evidence: ["https://a.example/1", "seen"],
    });
  });

  it("names somebody, or says something", () => {
    expect(said("handover", { to: ["bo"] })).toEqual({ form: "handover", to: "bo" });
    expect(said("handover", { to: "" })).toEqual({ to: { code: "required" } });
    expect(said("comment", { text: "" })).toEqual({ text: { code: "required" } });
  });
});

describe("parameters on lines", () => {
  it("read back as they were, whatever they hold", () => {
    const name = fc.stringMatching(/^[a-z][\w.-]{0,8}$/).filter((key) => key !== "__proto__");
    const value = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.integer(),
      fc.constantFrom("3", "true", "", " a", '"q"', "a\nb", "“x”"),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (parameters) => {
        expect(readParameterLines(writeParameterLines(parameters))).toEqual({ ok: true, parameters });
      }),
    );
  });
});

describe("any values at all", () => {
  it("are read or refused with words at their fields, in both languages", () => {
    const names = [
      "name",
      "description",
      "window",
      "manager",
      "requirements",
      "items",
      "type",
      "content",
      "workflow",
      "parameters",
      "owners",
      "after",
      "reason",
      "comment",
      "text",
      "remark",
      "evidence",
      "to",
      "level1-name",
      "level1-approvers",
      "level1-rule",
      "level2-approvers",
      "__proto__",
      "toString",
    ];
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('text "A"', "run command:build a=1", "text", "run x", "run a:b owner:", "=", "a=1\na=2"),
    );
    const value = fc.oneof(
      line,
      fc.array(line, { maxLength: 4 }).map((lines) => lines.join("\n")),
      fc.array(fc.string()),
      fc.boolean(),
    );
    const values = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value);
    fc.assert(
      fc.property(fc.constantFrom(...FORMS), values, (form, typed) => {
        const result = read(form, typed);
        if (result.ok) {
          expect(result.said.form).toBe(form);
          return;
        }
        const faults = Object.values(result.fields);
        expect(faults.length).toBeGreaterThan(0);
        for (const lang of ["en", "zh"] as const) {
          for (const fault of faults)
            expect(faultText(fault, sources(lang).reader)).toMatch(/^(?!.*(?:undefined|form\.)).*\S/su);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("tells a line's problem as plain text, the way a line is typed", () => {
    const result = read("new", { name: "A", items: "txt x" });
    const fault = result.ok ? undefined : result.fields.items;
    expect(fault && faultText(fault, sources("en").reader)).toBe(
      'Line 1: “txt” is not one of the choices here: text, run. Type it like this: text "name" [owner:@… after:1] [-- content] or run engine:workflow [parameter=value …] ["name"] [owner:@… after:1]',
    );
    expect(fault && faultText(fault, sources("zh").reader)).toContain(
      "第 1 行：「txt」不在可选范围内：text、run。请这样写：文本 ",
    );
  });
});
