import { describe, expect, it, vi } from "vitest";
import { TEXTS } from "../../../adapters/feishu/texts.ts";
import type { Form, FormField } from "../../../src/chat/card.ts";
import { openWorld } from "./feishu-world.ts";

const action = { do: "form", form: "edit", plan: 1 } as const;

function texts(count: number, value: (place: number) => string): readonly FormField[] {
  return Array.from({ length: count }, (_, index) => ({
    type: "text",
    name: `custom:${index + 1}`,
    label: `Field ${index + 1}`,
    required: false,
    value: value(index + 1),
    lines: 1,
    max: 1_000,
  }));
}

async function opened(fields: readonly FormField[]) {
  const form: Form = { title: "Edit plan 1", fields, submit: "Save", back: "Back", style: "primary", action };
  const world = await openWorld();
  const { feishu, inbox, ada } = world;
  inbox.says.message = () => [{ kind: "form", form }];
  await world.start();
  feishu.say(ada, "direct", "/plan edit 1");
  const card = await vi.waitFor(() => {
    const found = feishu.seesDirect(ada).find((each) => (each.card?.fields.length ?? 0) > 0);
    if (!found) throw new Error("no form");
    return found;
  });
  return { ...world, card };
}

describe("a form that is more than a card of Feishu holds", () => {
  it.each([
    ["elements", texts(250, (place) => `Value ${place}`)],
    ["bytes", texts(80, (place) => `${place} ${"长".repeat(900)}`)],
  ] as const)("in %s says from which field on there was no room, and leaves the rest as it is", async (_, fields) => {
    const { feishu, inbox, ada, card } = await opened(fields);
    const shown = card.card?.fields.length ?? 0;
    expect(shown).toBeGreaterThan(5);
    expect(shown).toBeLessThan(fields.length);
    const label = `Field ${shown + 1}`;
    const said = Object.values(TEXTS).map(({ notAllFit }) => notAllFit(label));
    expect(said.some((words) => card.card?.text.includes(words))).toBe(true);
    await feishu.fillIn(ada, card.id, { "custom:1": "Changed" });
    const [sent] = inbox.forms;
    expect(Object.keys(sent?.values ?? {})).toEqual(fields.slice(0, shown).map(({ name }) => name));
    expect(sent?.values).toMatchObject({ "custom:1": "Changed", "custom:2": fields[1]?.value });
  });
});

it.each(["choice", "people"] as const)(
  "says with a long list (%s) what it is for, and how to type it",
  async (type) => {
    const options = Array.from({ length: 150 }, (_, place) => ({ value: `v${place}`, label: `Name ${place}` }));
    const base = { name: "owners", label: "Owners", hint: "They may carry it out.", required: false, options } as const;
    const field: FormField =
      type === "choice" ? { ...base, type, value: "" } : { ...base, type, value: [], many: true };
    const { card } = await opened([field]);
    expect(card.card?.text).toContain("They may carry it out.");
    expect(Object.values(TEXTS).some(({ typePart }) => card.card?.text.includes(typePart(150)))).toBe(true);
  },
);
