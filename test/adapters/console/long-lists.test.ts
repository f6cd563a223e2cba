import { expect, onTestFinished, test } from "vitest";
import type { Form, FormField } from "../../../src/chat/card.ts";
import type { IncomingForm } from "../../../src/chat/ports.ts";
import { openPage } from "../../support/browser.ts";
import { quietInbox } from "../../support/quiet-chat.ts";
import { posted } from "./visitor.ts";
import { startWorld } from "./world.ts";

const ROOM = "console:room:releases";
const BRANCHES = Array.from({ length: 5_000 }, (_, place) => `feature/SHOP-${place + 1}`);
const action = { do: "form", form: "add", plan: 1 } as const;

const offered = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const workflow: Extract<FormField, { type: "choice" }> = {
  name: "workflow",
  label: "Workflow",
  required: true,
  reshapes: true,
  type: "choice",
  value: "",
  options: offered(["command:build", "command:deploy"]),
};
const branch: FormField = {
  name: "input:branch",
  label: "Branch",
  required: true,
  type: "choice",
  value: "",
  options: offered(BRANCHES),
};
const owners: FormField = {
  name: "owners",
  label: "Owners",
  required: false,
  type: "people",
  many: true,
  value: ["person-4999"],
  options: offered(Array.from({ length: 5_000 }, (_, place) => `person-${place + 1}`)),
};

function form(values: IncomingForm["values"]): Form {
  const chosen = { ...workflow, value: String(values.workflow ?? "") };
  const fields = chosen.value === "" ? [chosen, owners] : [chosen, branch, owners];
  return { title: "Add an item", fields, submit: "Add", back: "Back", style: "primary", action };
}

async function world(sent: IncomingForm["values"][]) {
  const started = await startWorld({
    inbox: quietInbox({
      message: async () => [{ kind: "form", form: form({}) }],
      reform: async ({ values }) => form(values),
      form: async ({ values }) => {
        sent.push(values);
        return { kind: "taken", replies: [] };
      },
    }),
  });
  onTestFinished(() => started[Symbol.asyncDispose]());
  return started;
}

test("a form follows the workflow that is chosen, and finds one of 5,000 branches and people by typing", async () => {
  const sent: IncomingForm["values"][] = [];
  const started = await world(sent);
  const page = await openPage(`${started.url}/?as=ada&place=${ROOM}`);
  await page.locator("body[data-live]").waitFor();
  await page.locator("#compose-text").fill("/plan add 1");
  await page.locator(".send").click();
  await page.locator('[data-field="workflow"] select').selectOption("command:build");
  const branches = page.locator('[data-field="input:branch"]');
  await branches.locator(".finder-words").fill("shop-4321");
  await branches.locator("select").selectOption("feature/SHOP-4321");
  const people = page.locator('[data-field="owners"]');
  await people.locator(".finder-words").fill("person-123");
  await people.locator('input[value="person-1234"]').check();
  await people.locator(".finder-words").fill("nobody at all");
  await page.locator('dialog form button[type="submit"]').click();
  await expect
    .poll(() => sent)
    .toEqual([
      { workflow: "command:build", "input:branch": "feature/SHOP-4321", owners: ["person-1234", "person-4999"] },
    ]);
});

test("a form that is gone is not drawn anew", async () => {
  const started = await startWorld({ inbox: quietInbox() });
  onTestFinished(() => started[Symbol.asyncDispose]());
  const asked = { key: "0123456789", place: ROOM, action, values: {} };
  expect(await (await posted(started, "/console/reform", asked)).json()).toEqual({ form: null });
});
