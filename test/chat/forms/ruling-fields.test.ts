import { describe, expect, it } from "vitest";
import { formFor } from "../../../src/chat/forms/form-for.ts";
import { readForm } from "../../../src/chat/forms/read-form.ts";
import type { FormAction, FormSources, Ruling } from "../../../src/chat/forms/sources.ts";
import { touchedValues } from "../../../src/chat/forms/touched.ts";
import type { Values } from "../../../src/chat/forms/values.ts";
import type { Content } from "../../../src/plan/content.ts";
import { level } from "../../support/cast.ts";
import { drafted } from "../../support/given.ts";
import { sources } from "./sources.ts";

const RULING: Ruling = {
  rooms: ["releases", "shop"],
  policies: ["standard", "urgent"],
  emergencies: true,
  desks: ["card", "feishu"],
  begins: { announce: ["releases"], policy: "standard" },
};
const SEVEN = Array.from({ length: 7 }, (_, place) =>
  level(["bo", "chen"], place + 1 > 2 ? 2 : "all", `L${place + 1}`),
);

function filled(content: Partial<Content>, more: Partial<FormSources> = {}) {
  const { plan } = drafted(content);
  const action: FormAction = { do: "form", form: "edit", plan: plan.index };
  const form = formFor(action, { ...sources("en", plan), ruling: RULING, ...more });
  if (!form) throw new Error("no form");
  const values: Values = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
  const said = (typed: Values) => readForm(action, touchedValues(form, { ...values, ...typed }));
  return { form, values, said };
}

describe("the form of a plan", () => {
  it("has editors, rooms, policy, desk and emergency, as they are", () => {
    const { values } = filled({ editors: ["fay"], announce: ["shop"], policy: "urgent", emergency: "It is down" });
    expect(values).toMatchObject({
      editors: ["fay"],
      announce: ["shop"],
      policy: "urgent",
      via: "card",
      emergency: "It is down",
    });
  });

  it("begins a new plan with what the settings say", () => {
    const form = formFor({ do: "form", form: "new" }, { ...sources("en"), ruling: RULING });
    const values = Object.fromEntries((form?.fields ?? []).map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({ announce: ["releases"], policy: "standard", via: "card", emergency: "" });
  });

  it("changes each of them, and nothing that was left alone", () => {
    const { said } = filled({ editors: ["fay"], policy: "urgent", emergency: "It is down" });
    expect(said({ via: "feishu", announce: [], emergency: "", policy: "standard" })).toEqual({
      ok: true,
      said: { form: "edit", fields: { via: "feishu", announce: [], emergency: null, policy: "standard" } },
    });
    expect(said({})).toEqual({ ok: true, said: { form: "edit", fields: {} } });
  });

  it("offers only what there is to choose", () => {
    const bare = { rooms: [], policies: ["standard"], emergencies: false, desks: ["card"] };
    const { values } = filled({ announce: [] }, { ruling: { ...RULING, ...bare } });
    expect(Object.keys(values)).toEqual(expect.not.arrayContaining(["announce", "policy", "via", "emergency"]));
  });

  it("shows seven levels: the first four in fields, the others as lines", () => {
    const { values, said } = filled({ approval: { via: "card", levels: SEVEN } });
    expect(values["level-more"]).toBe("L5: 2 of bo, chen\nL6: 2 of bo, chen\nL7: 2 of bo, chen");
    const renamed = said({ "level1-name": "First" });
    const { approvers } = SEVEN[0] ?? { approvers: [] };
    const rest = SEVEN.slice(1).map(({ name, rule }) => ({ name, rule, approvers }));
    expect(renamed).toEqual({
      ok: true,
      said: { form: "edit", fields: { levels: [{ name: "First", rule: "all", approvers }, ...rest] } },
    });
  });

  it("keeps levels that the platform had no room for", () => {
    const { form } = filled({ approval: { via: "card", levels: SEVEN } });
    const shown = Object.fromEntries(
      form.fields.filter(({ name }) => name !== "level-more").map(({ name, value }) => [name, value]),
    );
    const touched = touchedValues(form, { ...shown, "level2-rule": "any" });
    expect(touched["level-more"]).toContain("L7");
  });

  it("says which further level it can't read", () => {
    const { said } = filled({ approval: { via: "card", levels: SEVEN.slice(0, 1) } });
    expect(said({ "level-more": "Ops: bo\n0 of chen" })).toEqual({
      ok: false,
      fields: { "level-more": { code: "level", line: 2 } },
    });
  });
});
