import { describe, expect, it } from "vitest";
import { actionSchema, FORMS } from "../../../src/chat/action.ts";
import type { Form, FormField } from "../../../src/chat/card.ts";
import { formFor } from "../../../src/chat/forms/form-for.ts";
import { readForm } from "../../../src/chat/forms/read-form.ts";
import type { FormAction } from "../../../src/chat/forms/sources.ts";
import { touchedValues } from "../../../src/chat/forms/touched.ts";
import { readWindow } from "../../../src/chat/times/read.ts";
import type { Content, TextWork } from "../../../src/plan/content.ts";
import { LIMITS } from "../../../src/plan/content.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { CLOSES, level, MORNING, OPENS } from "../../support/cast.ts";
import { drafted, submitted } from "../../support/given.ts";
import { sources } from "./sources.ts";

const content: Partial<Content> = {
  name: "Release *2.4*",
  description: "What and why",
  requirements: ["SHOP-120", "sprint:SHOP/42", "https://git.example/shop/issues/7,8"],
  window: { opens: OPENS, closes: CLOSES },
  approval: { via: "card", levels: [level(["bo", "group:qa"], 2, "QA")] },
  items: [
    {
      id: "i1",
      name: "Build",
      owners: ["dana"],
      after: [],
      work: { type: "workflow", engine: "command", workflow: "build", with: { branch: "main", clean: true } },
    },
    { id: "i2", name: "Announce", owners: [], after: ["i1"], work: { type: "text", content: "Post the notes." } },
  ],
};
const plan = drafted(content).plan;

function opened(action: Omit<FormAction, "do">, about: Plan = plan, lang: "zh" | "en" = "en"): Form {
  const form = formFor({ do: "form", ...action }, sources(lang, about));
  if (!form) throw new Error(`no form ${action.form}`);
  return form;
}

function field(form: Form, name: string): FormField {
  const found = form.fields.find((each) => each.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}

function valuesOf(form: Form) {
  return Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
}

describe("an engine that is silent", () => {
  const silent = { ...sources("en", plan), engines: { command: undefined } };

  it("offers nothing to run, and keeps what an item runs already", () => {
    const added = formFor({ do: "form", form: "add", plan: plan.index }, silent);
    expect(added?.fields.map(({ name }) => name)).toEqual([
      "name",
      "content",
      "asks",
      "checks",
      "confirm",
      "owners",
      "after",
    ]);
    const edited = formFor({ do: "form", form: "edit-item", plan: plan.index, item: "i1" }, silent);
    const options = edited?.fields.flatMap((each) => (each.type === "choice" ? each.options : []));
    expect(options?.map(({ value }) => value)).toEqual(["command:build"]);
  });
});

describe("every form", () => {
  const cases = FORMS.flatMap((form) => (["en", "zh"] as const).map((lang) => [form, lang] as const));

  it.each(cases)("%s is worded in %s, with an action that can come back", (name, lang) => {
    const form = opened({ form: name, plan: plan.index, item: "i2" }, plan, lang);
    const texts = [form.title, form.intro ?? "", form.submit, form.back, ...form.fields.flatMap(textsOf)];
    for (const text of texts) expect(text).not.toMatch(/undefined|\{\w+\}|form\./);
    if (lang === "zh") expect(form.title + form.submit).toMatch(/\p{Script=Han}/u);
    expect(form.fields.map((each) => each.name)).toEqual([...new Set(form.fields.map((each) => each.name))]);
    expect(actionSchema.parse(JSON.parse(JSON.stringify(form.action)))).toMatchObject({ do: "form", form: name });
  });

  function textsOf(each: FormField): readonly string[] {
    const options = "options" in each ? each.options.map(({ label }) => label) : [];
    return [each.label, each.hint ?? "", each.type === "text" ? (each.placeholder ?? "") : "", ...options];
  }

  it("needs the plan, and the item where it is about one", () => {
    expect(formFor({ do: "form", form: "edit", plan: 9 }, sources("en"))).toBeUndefined();
    expect(formFor({ do: "form", form: "done", plan: 1, item: "i9" }, sources("en", plan))).toBeUndefined();
    expect(formFor({ do: "form", form: "done", plan: 1 }, sources("en", plan))).toBeUndefined();
  });

  it("shows a plan's name as text, never as markup", () => {
    expect(opened({ form: "cancel", plan: 1 }).intro).toContain("**Release \\*2.4\\***");
  });
});

describe("the form of a new plan", () => {
  it("asks for a name alone, in the reader's words", () => {
    const form = formFor({ do: "form", form: "new" }, sources("zh"));
    expect(form?.fields.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      "name",
      "level1-rule",
      "level2-rule",
    ]);
    expect(form && field(form, "window")).toMatchObject({ placeholder: "今晚20:00-22:00" });
    expect(form && field(form, "manager")).toMatchObject({ value: ["ada"] });
  });

  it.each(["en", "zh"] as const)("reads the examples it gives in %s", (lang) => {
    const form = formFor({ do: "form", form: "new" }, sources(lang));
    if (!form) throw new Error("no form");
    const example = (name: string) => {
      const found = field(form, name);
      return found.type === "text" ? (found.placeholder ?? "") : "";
    };
    expect(readWindow(example("window"), { now: MORNING, zone: "Asia/Shanghai" }).ok).toBe(true);
    const read = readForm({ do: "form", form: "new" }, { name: "A", items: example("items") });
    expect(read).toMatchObject({ ok: true, said: { items: [{ run: "command:build" }, { owners: ["bo"] }] } });
  });
});

describe("a form filled in from the plan", () => {
  it("shows the plan as it is", () => {
    const form = opened({ form: "edit", plan: 1 });
    expect(valuesOf(form)).toMatchObject({
      name: "Release *2.4*",
      description: "What and why",
      requirements: "SHOP-120\nsprint:SHOP/42\nhttps://git.example/shop/issues/7,8",
      manager: ["ada"],
      "level1-name": "QA",
      "level1-approvers": ["bo", "group:qa"],
      "level1-rule": "2",
      "level2-approvers": [],
    });
    expect(form.fields.map(({ name }) => name)).not.toContain("items");
  });

  it.each(["en", "zh"] as const)("says in %s nothing else than the plan when it is sent as it is", (lang) => {
    const form = opened({ form: "edit", plan: 1 }, plan, lang);
    const read = readForm({ do: "form", form: "edit", plan: 1 }, valuesOf(form));
    if (!read.ok || read.said.form !== "edit") throw new Error("it was not read");
    const { window, levels, requirements } = read.said.fields;
    expect(requirements).toEqual(content.requirements);
    expect(readWindow(window ?? "", { now: MORNING, zone: "Asia/Shanghai" })).toEqual({
      ok: true,
      value: content.window,
    });
    expect(levels).toEqual([{ name: "QA", rule: 2, approvers: ["bo", "group:qa"] }]);
    expect(touchedValues(form, valuesOf(form))).toEqual({});
  });

  it("sends a level as a whole when one of its fields was touched", () => {
    const form = opened({ form: "edit", plan: 1 });
    const touched = touchedValues(form, { ...valuesOf(form), "level1-rule": "all" });
    expect(Object.keys(touched).filter((name) => name.startsWith("level1-"))).toHaveLength(3);
    expect(touched).not.toHaveProperty("name");
  });

  it("leaves levels out where a line can't hold one of them, so that they stay", () => {
    const levels = ["a", "b", "c", "d", "e: f"].map((name) => level(["bo"], "any", name));
    const form = opened(
      { form: "edit", plan: 1 },
      { ...plan, content: { ...plan.content, approval: { via: "card", levels } } },
    );
    expect(form.fields.map(({ name }) => name).filter((name) => name.startsWith("level"))).toEqual([]);
  });

  it("shows an item with its parameters, or with what is to do", () => {
    const build = opened({ form: "edit-item", plan: 1, item: "i1" });
    expect(valuesOf(build)).toEqual({
      name: "Build",
      workflow: "command:build",
      parameters: "branch=main\nclean=true",
      owners: ["dana"],
      after: "",
    });
    expect(valuesOf(opened({ form: "edit-item", plan: 1, item: "i2" }))).toMatchObject({
      content: "Post the notes.",
      after: "1",
    });
  });

  it("keeps on offer whom the directory no longer knows", () => {
    const gone = { ...plan, manager: "zed" };
    expect(field(opened({ form: "edit", plan: 1 }, gone), "manager")).toMatchObject({ value: ["zed"] });
    expect(JSON.stringify(field(opened({ form: "edit", plan: 1 }, gone), "manager"))).toContain('{"value":"zed"');
  });
});

it("asks for a file that is needed by a field that is neither required nor optional, as words may stay out", () => {
  const asks = ["Report", "Shot"].map((name) => ({ name, kind: "file" as const, required: name === "Report" }));
  const work = { type: "text" as const, content: "Test it.", asks };
  const form = opened(
    { form: "done", plan: 1, item: "i1" },
    drafted({ items: [{ id: "i1", name: "Test", owners: [], after: [], work }] }).plan,
  );
  expect(form.fields.slice(0, 2)).toMatchObject([
    { label: "Report", required: false, files: "needed" },
    { label: "Shot", required: false, files: true },
  ]);
});

describe("what an item asks for, in its author's form", () => {
  const editing = (work: Partial<TextWork>) =>
    opened(
      { form: "edit-item", plan: 1, item: "i1" },
      drafted({
        items: [
          { id: "i1", name: "Test", owners: [], after: [], work: { type: "text", content: "Test it.", ...work } },
        ],
      }).plan,
    );

  it("has room for all that an item can have", () => {
    const names = Array.from({ length: LIMITS.checks }, (_, place) => `${place} `.padEnd(LIMITS.word, "x"));
    const asks = names.slice(0, LIMITS.asks).map((name) => ({ name, kind: "text" as const, required: true }));
    const form = editing({ asks, checks: names });
    for (const name of ["asks", "checks"]) {
      const made = field(form, name);
      expect(made.type === "text" ? made.value.length : Number.NaN).toBeLessThanOrEqual(
        made.type === "text" ? made.max : 0,
      );
    }
  });

  it("is no field where words can't say it, so that no edit makes something else of it", () => {
    const form = editing({ asks: [{ name: "Result (file)", kind: "text", required: true }], checks: ["Logs"] });
    const names = form.fields.map(({ name }) => name);
    expect(names).not.toContain("asks");
    expect(names).toEqual(expect.arrayContaining(["checks", "confirm"]));
  });
});

describe("a form's action", () => {
  const asked = submitted(content).plan;

  it("binds an edit to the content that the form shows", () => {
    expect(opened({ form: "edit", plan: 1, seen: "old" }).action).toMatchObject({ seen: `${plan.digest}@ada` });
  });

  it("binds a decision to the content and the level that the button showed", () => {
    expect(opened({ form: "reject", plan: 1, seen: "old" }, asked).action).toMatchObject({ seen: "old" });
    expect(opened({ form: "approve", plan: 1 }, asked).action).toMatchObject({ seen: asked.digest, level: 0 });
  });
});

describe("without an engine", () => {
  it("an item is what a person does", () => {
    const form = formFor({ do: "form", form: "add", plan: 1 }, { ...sources("en", plan), engines: {} });
    expect(form?.fields.map(({ name }) => name)).toEqual([
      "name",
      "content",
      "asks",
      "checks",
      "confirm",
      "owners",
      "after",
    ]);
  });
});
