import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { folder, PLAN } from "./call.ts";

test("applying a file makes a plan, applying it again changes nothing, and a changed file edits it", async () => {
  const here = folder();
  here.write("plan.yaml", PLAN);
  expect(await here.gonogo(["apply", "plan.yaml"])).toMatchObject({
    exit: 0,
    out: "Plan 1 “Shop 2.4” created\n",
    err: "",
  });
  expect(await here.gonogo(["apply", "plan.yaml"])).toMatchObject({ exit: 0, out: "Plan 1 “Shop 2.4” unchanged\n" });
  const edited = await here.gonogo(["apply", "-", "--json"], { input: PLAN.replace("branch: main", "branch: next") });
  expect(edited.json()).toMatchObject({ result: "edited", plan: { index: 1, key: "shop-2.4", status: "planning" } });
  expect((await here.gonogo(["list", "all", "--json"])).json()).toMatchObject({ total: 1 });
});

test("a dry run says what would change, and changes nothing", async () => {
  const here = folder();
  const first = await here.gonogo(["apply", "-", "--dry-run"], { input: PLAN });
  expect(first.out).toContain('A new plan “Shop 2.4” would be created\n+ name: "Shop 2.4"');
  expect((await here.gonogo(["list", "all"])).out).toBe("No plans\n");
  await here.gonogo(["apply", "-"], { input: PLAN });
  const wanted = PLAN.replace("Shop 2.4", "Shop 2.5")
    .replace("owner: dana", "owner: bo")
    .replace(/\n {2}- name: Tell.*/su, "\n");
  const second = await here.gonogo(["apply", "-", "--dry-run"], { input: wanted });
  expect(second.out.split("\n")).toEqual([
    "Plan 1 “Shop 2.5” would be edited",
    '~ name: "Shop 2.4" → "Shop 2.5"',
    '- items.Tell the customers: {"name":"Tell the customers","text":"Post the notes.","after":["Build"]}',
    '~ items.Build.owner: ["dana"] → ["bo"]',
    "",
  ]);
  expect((await here.gonogo(["verify", "--json"])).json()).toMatchObject({ ok: true, plans: 1, entries: 1 });
});

test("a dry run asks the rules, and says that they would refuse", async () => {
  const here = folder();
  await here.gonogo(["apply", "-"], { input: PLAN });
  const refused = await here.gonogo(["apply", "-", "--dry-run", "--as", "bo"], {
    input: PLAN.replace("2.4\nkey", "2.5\nkey"),
  });
  expect(refused).toMatchObject({ exit: 1, out: "" });
  expect(refused.err).toMatch(/^It would be refused: /);
});

test("every mistake in a file is named with its line and column, and nothing is made", async () => {
  const here = folder();
  here.write("bad.yaml", PLAN.replace("text: Post", "txet: Post").replace("owner: dana", "owner: [1]"));
  const bad = await here.gonogo(["apply", "bad.yaml"]);
  expect(bad).toMatchObject({ exit: 1, out: "" });
  expect(bad.err).toContain("bad.yaml:13:5: items[1]: There is no field “txet”. Did you mean text?\n");
  const people = await here.gonogo(["apply", "-", "--json"], { input: PLAN.replace("owner: dana", "owner: dane") });
  expect(people.exit).toBe(1);
  expect(people.err).toMatch(/^stdin:11:12: items\[0\]\.owner\[0\]: .*dana/u);
  expect(people.json()).toMatchObject({
    error: { code: "bad-plan-file", problems: [{ code: "unknown-person", name: "dane", nearest: "dana", line: 11 }] },
  });
  expect((await here.gonogo(["list", "all"])).out).toBe("No plans\n");
});

test("a plan is applied as its manager or as --as says, and somebody without a part is refused", async () => {
  const here = folder();
  const nobody = PLAN.replace("manager: ada\n", "");
  expect(await here.gonogo(["apply", "-"], { input: nobody })).toMatchObject({ exit: 2, out: "" });
  expect((await here.gonogo(["apply", "-", "--as", "chen"], { input: nobody })).exit).toBe(0);
  expect((await here.gonogo(["show", "1", "--json"])).json()).toMatchObject({
    manager: "chen",
    createdBy: { kind: "person", id: "chen" },
  });
  const refused = await here.gonogo(["apply", "-", "--as", "dana", "--json"], {
    input: nobody.replace("notes", "letter"),
  });
  expect(refused.exit).toBe(1);
  expect(refused.json()).toMatchObject({ error: { code: "not-allowed", command: "edit", need: "editor" } });
  const renamed = await here.gonogo(["apply", "-", "--as", "chen"], { input: PLAN.replace("notes", "letter") });
  expect(renamed).toMatchObject({ exit: 0, out: expect.stringContaining("Plan 1 “Shop 2.4” edited\n~ ") });
  expect(renamed.err).toContain("keeps its manager, Chen");
  expect(await here.gonogo(["apply", "-", "--as", "nobody"], { input: PLAN })).toMatchObject({ exit: 1, out: "" });
});

test("a file that is not there is said so", async () => {
  const here = folder();
  const gone = await here.gonogo(["apply", "gone.yaml"]);
  expect(gone).toMatchObject({ exit: 1, out: "" });
  expect(gone.err).toContain("gone.yaml can't be read");
});

test("a file of a Git repository makes the plan, and the log tells the commit", async () => {
  const here = folder();
  here.write("plan.yaml", PLAN);
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
      cwd: here.path,
      encoding: "utf8",
    });
  git("init", "--quiet", "--initial-branch=main", "repo");
  git("-C", "repo", "commit", "--quiet", "--allow-empty", "-m", "Begin");
  here.write("repo/plan.yaml", PLAN);
  git("-C", "repo", "add", "plan.yaml");
  git("-C", "repo", "commit", "--quiet", "-m", "Plan");
  const commit = git("-C", "repo", "rev-parse", "HEAD").trim();
  expect(await here.gonogo(["apply", "plan.yaml", "--git", "repo", "--ref", "main"])).toMatchObject({
    exit: 0,
    err: "",
  });
  const log = (await here.gonogo(["log", "1", "--lang", "en"])).out;
  expect(log).toContain(`from plan.yaml of repo at commit ${commit.slice(0, 12)}`);
  const missing = await here.gonogo(["apply", "other.yaml", "--git", "repo"]);
  expect(missing).toMatchObject({ exit: 1 });
  expect(missing.err).toContain("other.yaml");
});

test("an exported plan, in YAML or Markdown, applies to the same plan, and an edit is told", async () => {
  const here = folder();
  await here.gonogo(["apply", "-"], { input: PLAN });
  for (const options of [[], ["--markdown"]]) {
    const { out } = await here.gonogo(["export", "1", ...options]);
    expect((await here.gonogo(["apply", "-"], { input: out })).out).toBe("Plan 1 “Shop 2.4” unchanged\n");
  }
  const edited = await here.gonogo(["apply", "-"], { input: PLAN.replace("owner: dana", "owner: bo") });
  expect(edited.out).toBe('Plan 1 “Shop 2.4” edited\n~ items.Build.owner: ["dana"] → ["bo"]\n');
});

test("plain words are shown as a plan file, and are a plan only when that is asked for", async () => {
  const here = folder();
  const words = [
    "draft",
    "--as",
    "ada",
    "Release",
    "the",
    "shop",
    "on",
    "2099-12-01T20:00Z/2099-12-01T22:00Z,",
    "Bo",
    "approves",
  ];
  const shown = await here.gonogo(words);
  expect(shown.out).toContain("name: Release the shop\nmanager: ada\nwindow: 2099-12-02T04:00+08:00");
  expect(shown.err).toContain("This is a draft without items; no plan was made.");
  expect((await here.gonogo(["list", "all"])).out).toBe("No plans\n");
  expect(await here.gonogo([...words, "--create"])).toMatchObject({
    exit: 0,
    out: "Plan 1 “Release the shop” created\n",
  });
  const open = await here.gonogo(["draft", "--as", "ada", "--create", "-"], {
    input: "Release it, needs approval by Zed",
  });
  expect(open).toMatchObject({ exit: 1, err: expect.stringContaining("Who approves?") });
});
