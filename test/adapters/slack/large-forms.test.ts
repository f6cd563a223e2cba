import { describe, expect, it } from "vitest";
import { renderForm } from "../../../adapters/slack/render/form.ts";
import type { Form, FormField } from "../../../src/chat/card.ts";
import type { IncomingForm } from "../../../src/chat/ports.ts";
import { say } from "../../../src/chat/texts/say.ts";
import { LANGS } from "../../chat/views/reader.ts";
import { viewProblems } from "../../emulators/slack/block-kit.ts";
import { readBlocks } from "../../emulators/slack/read-blocks.ts";
import { cardWith, until } from "../../support/chat-stage.ts";
import { quietInbox } from "../../support/quiet-chat.ts";
import { openStage } from "./stage.ts";

const action = { do: "form", form: "edit", plan: 1 } as const;
const MANY: readonly FormField[] = Array.from({ length: 120 }, (_, place) => ({
  type: "text",
  name: `custom:${place + 1}`,
  label: `Field ${place + 1}`,
  required: false,
  value: `Value ${place + 1}`,
  lines: 1,
  max: 200,
}));
const BRANCHES: FormField = {
  type: "choice",
  name: "input:branch",
  label: "Branch",
  required: true,
  value: "feature/SHOP-1",
  options: Array.from({ length: 5_000 }, (_, place) => `feature/SHOP-${place + 1}`).map((value) => ({
    value,
    label: value,
  })),
};

function formOf(fields: readonly FormField[]): Form {
  return {
    title: "Edit plan 1",
    intro: "Zed is at it, too.",
    fields,
    submit: "Save",
    back: "Back",
    style: "primary",
    action,
  };
}

/** The form before Bo, in front of an inbox that keeps what is sent. */
async function opened(form: Form) {
  const stage = await openStage();
  const heard: IncomingForm[] = [];
  const adapter = await stage.connect(
    quietInbox({
      action: async () => [{ kind: "form", form }],
      reform: async () => form,
      form: async (sent) => {
        heard.push(sent);
        return { kind: "taken", replies: [] };
      },
    }),
  );
  const buttons = [{ id: "edit", label: "Edit", style: "primary", action }] as const;
  const card = { title: "Plan", tone: "active", label: "Planning", blocks: [], buttons, summary: "Plan" } as const;
  await adapter.post(stage.direct("bo"), card, "large");
  await stage.press("bo", await cardWith(stage, "bo", "direct", "Plan"), { do: "form" });
  const bo = stage.person("bo");
  const modal = await until(async () => (bo.modal?.submit === undefined ? undefined : bo.modal), "the form");
  return { stage, bo, modal, heard };
}

describe("a form that is more than a modal of Slack holds", () => {
  it.each(LANGS)("says in %s from which field on there was no room, and is one that Slack takes", (lang) => {
    const view = JSON.parse(JSON.stringify(renderForm(formOf(MANY), "slack:direct:U0BO", lang)));
    expect(viewProblems(view, "modal")).toEqual([]);
    const shown = view.blocks.filter(({ type }: { type: string }) => type === "input").length;
    expect(shown).toBeGreaterThan(90);
    const label = `Field ${shown + 1}`;
    const [last = ""] = readBlocks(view.blocks.slice(-1)).lines;
    expect(last).toBe(say(lang, "slack.not-all-fit", { label }).replaceAll("`", ""));
  });

  it("hands in what it showed, so that the rest stays as it is", { timeout: 30_000 }, async () => {
    const { stage, bo, modal, heard } = await opened(formOf(MANY));
    await bo.fill({ "custom:1": "Changed" });
    expect(await bo.submit()).toBe(true);
    await until(async () => heard[0], "the form");
    const values = heard[0]?.values ?? {};
    expect(Object.keys(values)).toEqual(MANY.slice(0, modal.fields.length).map(({ name }) => name));
    expect(values).toMatchObject({ "custom:1": "Changed", "custom:2": "Value 2" });
    expect(stage.slack.violations()).toEqual([]);
  });
});

it("finds one of 5,000 branches by a part of its name, and shows at most 100", { timeout: 30_000 }, async () => {
  const { stage, bo, modal, heard } = await opened(formOf([BRANCHES]));
  expect(modal.fields).toMatchObject([{ type: "external_select", value: "feature/SHOP-1" }]);
  expect(await bo.suggestions("input:branch", "")).toHaveLength(100);
  expect(await bo.suggestions("input:branch", "shop-4")).toHaveLength(100);
  expect((await bo.suggestions("input:branch", "SHOP 4321")).map(({ value }) => value)).toEqual(["feature/SHOP-4321"]);
  expect(await bo.suggestions("input:branch", "no such branch")).toEqual([]);
  await bo.fill({ "input:branch": "feature/SHOP-4321" });
  expect(await bo.submit()).toBe(true);
  await until(async () => heard[0], "the form");
  expect(heard[0]?.values).toEqual({ "input:branch": "feature/SHOP-4321" });
  expect(stage.slack.violations()).toEqual([]);
});
