import { describe, expect, it } from "vitest";
import type { Form } from "../../../src/chat/card.ts";
import { formFor } from "../../../src/chat/forms/form-for.ts";
import { readForm } from "../../../src/chat/forms/read-form.ts";
import { retyped } from "../../../src/chat/forms/retyped.ts";
import type { FormAction, FormSources } from "../../../src/chat/forms/sources.ts";
import type { Values } from "../../../src/chat/forms/values.ts";
import { build, WORKFLOWS } from "../../support/cast.ts";
import { drafted } from "../../support/given.ts";
import { sources } from "./sources.ts";

const deploy = build("i1", {
  name: "Deploy",
  work: { type: "workflow", engine: "command", workflow: "deploy", with: { stage: "test", replicas: 3 } },
});
const { plan } = drafted({ items: [deploy] });
const ADD: FormAction = { do: "form", form: "add", plan: plan.index };
const EDIT: FormAction = { do: "form", form: "edit-item", plan: plan.index, item: "i1" };

function following(action: FormAction, typed: Values, more: Partial<FormSources> = {}): Form {
  const form = formFor(action, { ...sources("en", plan), typed, ...more });
  if (!form) throw new Error(`no form ${action.form}`);
  return retyped(form, typed);
}

const names = ({ fields }: Form) => fields.map(({ name }) => name);

describe("a form that follows what is chosen", () => {
  it("asks a person's item for nothing that an engine needs", () => {
    expect(names(following(ADD, {}))).toEqual([
      "type",
      "name",
      "content",
      "asks",
      "checks",
      "confirm",
      "owners",
      "after",
    ]);
  });

  it("asks for the workflow first, then for its inputs", () => {
    const kind = { type: "run", name: "Ship it" };
    expect(names(following(ADD, kind))).toEqual(["type", "workflow", "name", "owners", "after"]);
    const form = following(ADD, { ...kind, workflow: "command:deploy" });
    expect(names(form)).toEqual(["type", "workflow", "input:stage", "input:replicas", "name", "owners", "after"]);
    expect(form.fields).toMatchObject([
      { type: "choice", value: "run" },
      { type: "choice", value: "command:deploy" },
      { type: "choice", required: true, options: [{ value: "test" }, { value: "production" }] },
      { type: "text", required: false, value: "2" },
      { type: "text", value: "Ship it" },
      {},
      {},
    ]);
  });

  it("shows an item's inputs as they are, and another workflow's as they begin", () => {
    expect(following(EDIT, {}).fields).toContainEqual(expect.objectContaining({ name: "input:replicas", value: "3" }));
    const other = following(EDIT, { workflow: "command:build" });
    expect(names(other)).toContain("input:branch");
    expect(names(other)).not.toContain("input:stage");
  });

  it("writes many inputs as lines", () => {
    const parameters = Array.from({ length: 31 }, (_, at) => ({
      name: `p${at}`,
      type: "string" as const,
      required: false,
    }));
    const engines = {
      command: [{ workflow: "deploy", title: "", definition: "1", parameters }, ...WORKFLOWS.slice(0, 1)],
    };
    expect(names(following(EDIT, {}, { engines }))).toContain("parameters");
  });

  it("shows no secret, and says that there is one", () => {
    const parameters = [{ name: "stage", type: "string" as const, required: true, secret: true }];
    const engines = { command: [{ workflow: "deploy", title: "", definition: "1", parameters }] };
    const [secret] = following(EDIT, {}, { engines }).fields.filter(({ name }) => name === "input:stage");
    expect(secret).toMatchObject({ value: "", required: false, hint: expect.stringContaining("nobody") });
  });

  it("keeps what was typed only where it is still on offer", () => {
    const form = following(ADD, { type: "run", workflow: "command:gone", owners: ["bo"], after: "1" });
    expect(form.fields.find(({ name }) => name === "workflow")).toMatchObject({ value: "" });
    expect(form.fields.find(({ name }) => name === "owners")).toMatchObject({ value: ["bo"] });
  });
});

describe("filled inputs", () => {
  it("are what the workflow is run with; an empty one is not given", () => {
    const values = { type: "run", workflow: "command:deploy", "input:stage": "production", "input:replicas": "" };
    expect(readForm(ADD, values)).toEqual({
      ok: true,
      said: { form: "add", fields: { name: "deploy", run: "command:deploy", with: { stage: "production" } } },
    });
  });
});

describe("a plan that begins with a draft", () => {
  it("has its fields and items, and what it left open", () => {
    const draft = { name: "Release 2.4", items: [{ name: "Build", run: "command:build", with: { branch: "main" } }] };
    const begun = { draft, content: plan.content, manager: "bo", notes: ["Who is *Sam*?"] };
    const form = formFor({ do: "form", form: "new" }, { ...sources("en"), begun });
    const values = Object.fromEntries((form?.fields ?? []).map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({
      name: plan.content.name,
      manager: ["bo"],
      items: 'run command:build branch="main" "Build"',
    });
    expect(form?.intro).toContain("- Who is \\*Sam\\*?");
  });

  it("leaves items alone that no line can hold", () => {
    const draft = { name: "Release 2.4", items: [{ name: "Build", text: "two\nlines" }] };
    const form = formFor({ do: "form", form: "new" }, { ...sources("en"), begun: { draft, notes: [] } });
    expect(form?.fields.some(({ name }) => name === "items")).toBe(false);
  });
});
