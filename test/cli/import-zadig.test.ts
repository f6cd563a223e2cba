import { expect, onTestFinished, test } from "vitest";
import { openZadig, TOKEN } from "../emulators/zadig.ts";
import { folder } from "./call.ts";

const at = (iso: string) => Date.parse(iso) / 1_000;
const SOON = { start_time: at("2099-01-01T20:00Z"), end_time: at("2099-01-01T22:00Z") };
const PLAN = {
  id: "68b7ec363306e52e21b2dbe6",
  index: 52,
  name: "Shop 2.4",
  manager: "Ada",
  ...SOON,
  schedule_execute_time: at("2099-01-01T20:30Z"),
  description: "<p>What <strong>and</strong> why</p><p><br></p>",
  status: "success",
  jira_sprint_association: { jira_id: "1", sprints: [{ project_key: "SHOP", sprint_id: 42, sprint_name: "S" }] },
  approval: {
    enabled: true,
    type: "native",
    native_approval: {
      needed_approvers: 1,
      approve_users: [
        { type: "user", user_name: "Bo" },
        { type: "user", user_name: "Nobody" },
      ],
    },
  },
  jobs: [
    { name: "Tell", type: "text", manager: "Dana", spec: { content: "<p>Post it.</p>" } },
    {
      name: "All",
      type: "workflow",
      manager: "",
      spec: { workflow: { name: "build", project: "shop", params: [], stages: [] } },
    },
  ],
};
const OLD = {
  id: "p1",
  index: 7,
  name: "Old",
  manager: "Ghost",
  start_time: 1,
  end_time: 2,
  status: "planning",
  jobs: null,
};

async function started() {
  const zadig = await openZadig();
  onTestFinished(() => zadig.close());
  const here = folder();
  const env = { ZADIG_URL: zadig.url, ZADIG_TOKEN: TOKEN, GONOGO_LANG: "en" };
  return { zadig, here, gonogo: (...args: readonly string[]) => here.gonogo(args, { env }) };
}

test("Zadig's plans are taken over once, with a report of what could not be kept", async () => {
  const { zadig, gonogo } = await started();
  zadig.plans.push(PLAN, OLD);
  const dry = await gonogo("import", "zadig", "--as", "ada", "--dry-run");
  expect(dry.out).toContain("Zadig 52 “Shop 2.4”: would be taken over");
  expect((await gonogo("list", "all")).out).toBe("No plans\n");
  const first = await gonogo("import", "zadig", "--as", "ada");
  expect(first.err).toBe("");
  expect(first.out.split("\n")).toEqual([
    "Zadig 7 “Old”: taken over as plan 1",
    "  - the window is over",
    "  - manager Ghost is nobody here",
    "Zadig 52 “Shop 2.4”: taken over as plan 2",
    "  - it was success in Zadig, and is a draft here; decisions and log stay in Zadig",
    "  - approver Nobody is nobody here",
    "  - All: shop/build: not among the workflows that plans may run here; it is an item that a person does",
    "",
  ]);
  expect((await gonogo("show", "2", "--json")).json()).toMatchObject({
    key: "zadig-68b7ec363306e52e21b2dbe6",
    manager: "ada",
    status: "planning",
    content: {
      window: { opens: SOON.start_time * 1_000, closes: SOON.end_time * 1_000 },
      description: "What **and** why",
      requirements: ["sprint:SHOP/42"],
      approval: { via: "card", levels: [{ rule: 1, approvers: ["bo"] }] },
      items: [{ name: "Tell", owners: ["dana"], work: { content: "Post it." } }, { name: "All" }],
    },
  });
  expect((await gonogo("log", "2")).out).toContain("from Zadig’s plan 52");
  const again = await gonogo("import", "zadig", "--as", "ada", "--json");
  expect(again.json()).toMatchObject([{ result: "unchanged" }, { result: "unchanged", plan: 2 }]);
  expect(zadig.violations()).toEqual([]);
});

test("Zadig's templates are taken over, and one that is there stays as it is", async () => {
  const { zadig, gonogo } = await started();
  zadig.templates.push({ id: "t1", template_name: "hotfix", approval: null, jobs: PLAN.jobs });
  expect((await gonogo("import", "zadig", "--templates", "--as", "ada")).out).toContain(
    "Zadig t1 “hotfix”: taken over",
  );
  expect((await gonogo("import", "zadig", "--templates", "--as", "ada")).out).toContain("left alone");
});

test("without credentials of Zadig, or with wrong ones, it says so", async () => {
  const here = folder();
  const none = await here.gonogo(["import", "zadig", "--as", "ada", "--lang", "en"]);
  expect(none).toMatchObject({ exit: 2, out: "" });
  const { gonogo, zadig } = await started();
  zadig.plans.push(PLAN);
  zadig.answerWith('{"message":"unauthorized"}', 401);
  expect(await gonogo("import", "zadig", "--as", "ada")).toMatchObject({ exit: 1, out: "" });
});
