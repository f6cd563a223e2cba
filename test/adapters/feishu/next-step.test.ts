import { expect, test, vi } from "vitest";
import { nextStep } from "../../../adapters/feishu/next-step.ts";
import type { Form, FormField } from "../../../src/chat/card.ts";
import type { IncomingForm } from "../../../src/chat/ports.ts";
import { openWorld } from "./feishu-world.ts";

const action = { do: "form", form: "add", plan: 1 } as const;
const BRANCHES = Array.from({ length: 5_000 }, (_, place) => `feature/SHOP-${place + 1}`);
const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const workflow: FormField = {
  name: "workflow",
  label: "Workflow",
  required: true,
  type: "choice",
  value: "",
  options: options(["command:build"]),
};
const branch: FormField = {
  name: "input:branch",
  label: "Branch",
  required: true,
  type: "choice",
  value: "",
  options: options(BRANCHES),
};
const parameters: FormField = {
  name: "parameters",
  label: "Parameters",
  required: false,
  type: "text",
  value: "",
  lines: 3,
  max: 200,
};
const form = (fields: readonly FormField[]): Form => ({
  title: "Add an item",
  fields,
  submit: "Add",
  back: "Back",
  style: "primary",
  action,
});

async function opened() {
  const world = await openWorld();
  const { feishu, inbox, ada } = world;
  inbox.says.message = () => [{ kind: "form", form: form([workflow, parameters]) }];
  inbox.reform = async ({ values }: Pick<IncomingForm, "values">) =>
    values.workflow === "" ? form([workflow, parameters]) : form([workflow, branch]);
  await world.start();
  feishu.say(ada, "direct", "/plan add 1");
  const card = await vi.waitFor(() => {
    const found = feishu.seesDirect(ada).find((each) => (each.card?.fields.length ?? 0) > 0);
    if (!found) throw new Error("no form");
    return found;
  });
  return { ...world, card };
}

test("a form asks for what its workflow wants, and for one of 5,000 branches by a part of the name", async () => {
  const { feishu, inbox, ada, card } = await opened();
  await feishu.fillIn(ada, card.id, { workflow: "command:build", parameters: "" });
  expect(inbox.forms).toEqual([]);
  expect(feishu.message(card.id).card?.text).toContain("One more step");
  await feishu.fillIn(ada, card.id, { workflow: "command:build", "input:branch": "shop-432" });
  expect(inbox.forms).toEqual([]);
  await feishu.fillIn(ada, card.id, { workflow: "command:build", "input:branch": "feature/SHOP-4321" });
  expect(inbox.forms.map(({ values }) => values)).toEqual([
    { workflow: "command:build", "input:branch": "feature/SHOP-4321" },
  ]);
});

test("parameters that were typed as lines are handed in as they are", async () => {
  const { feishu, inbox, ada, card } = await opened();
  await feishu.fillIn(ada, card.id, { workflow: "command:build", parameters: "branch=main" });
  expect(inbox.forms.map(({ values }) => values)).toEqual([{ workflow: "command:build", parameters: "branch=main" }]);
});

const PEOPLE = [
  { value: "li.wei", label: "Li Wei" },
  { value: "li.wei2", label: "Li Wei" },
  { value: "li wei", label: "Somebody Else" },
  { value: "bo", label: "Bo" },
];
const to = { name: "to", label: "To", required: true, type: "people", value: [], many: false } as const;
const handedTo = (options: typeof PEOPLE, typed: string) =>
  nextStep(
    form([{ ...to, options }]),
    { to: [typed] },
    () => true,
    () => [],
  );

test("of two people with one name it is asked who is meant, and they are told apart", () => {
  expect(handedTo([...PEOPLE.slice(0, 2), ...PEOPLE.slice(3)], "li wei").form?.fields).toMatchObject([
    {
      options: [
        { value: "li.wei", label: "Li Wei · li.wei" },
        { value: "li.wei2", label: "Li Wei · li.wei2" },
      ],
    },
  ]);
});

test("what names one of them exactly answers by itself", () => {
  for (const value of ["li.wei", "li wei", "bo"]) {
    expect(handedTo(PEOPLE, value)).toEqual({ values: { to: [value] } });
  }
  expect(handedTo(PEOPLE, "Bo")).toEqual({ values: { to: ["bo"] } });
});
