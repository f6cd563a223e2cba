import { expect, test } from "vitest";
import type { Item } from "../../src/plan/content.ts";
import { itemActions, possibleCommands } from "../../src/plan/possible.ts";
import { ada, build, CLOSES, dana, eve, MINUTE, mallory, OPENS, prove, REPORT, TOKEN, tell } from "../support/cast.ts";
import { drafted, executing } from "../support/given.ts";

const TICKET = "https://issues.example/7";
const report = { ...REPORT, ask: "Report" };
const all = { type: "done", item: "i3", answers: { Ticket: TICKET }, files: [report] } as const;
const tick = (...ticked: number[]) => ({ type: "tick", item: "i3", ticked, unticked: [] }) as const;
const untick = (...unticked: number[]) => ({ type: "tick", item: "i3", ticked: [], unticked }) as const;
const asking = (more: Partial<Item> = {}) => executing({ items: [prove("i3", more)] });
const ticked = () => asking().after([tick(0, 1), dana]);
const said = () => ticked().after([all, dana]);

test("an item is not done without what it asks for, and the refusal names all of it", () => {
  asking()
    .when({ type: "done", item: "i3" }, dana)
    .refuses("evidence-missing", { fields: ["Report", "Ticket"], checks: ["Logs are clean", "Alerts are quiet"] });
  ticked()
    .when({ ...all, answers: { Ticket: " " } }, dana)
    .refuses("evidence-missing", { fields: ["Ticket"], checks: [] });
  ticked()
    .when({ ...all, files: [REPORT] }, dana)
    .refuses("evidence-missing", { fields: ["Report"] });
});

test("what nobody asked for, and a link that is none, are refused", () => {
  const story = ticked();
  story.when({ ...all, answers: { Tickets: TICKET } }, dana).refuses("unknown-ask", { ask: "Tickets" });
  story.when({ ...all, answers: { Report: TICKET } }, dana).refuses("unknown-ask", { ask: "Report" });
  story.when({ ...all, answers: { Ticket: "SHOP-7" } }, dana).refuses("bad-link", { ask: "Ticket" });
  story.when({ ...all, answers: { Ticket: "javascript:alert(1)" } }, dana).refuses("bad-link");
  story.when({ ...all, files: [{ ...report, ask: "Ticket" }] }, dana).refuses("unknown-ask", { ask: "Ticket" });
});

test("a check list is ticked off by several people, and open again until the item is done", () => {
  const first = asking().when(tick(0), dana).gives({ type: "item-ticked", check: 0, ticked: true });
  const second = first.when(tick(0, 1), ada).gives({ type: "item-ticked", check: 1, ticked: true });
  expect(second.plan.items.i3).toMatchObject({ ticked: { 0: { by: dana }, 1: { by: ada } } });
  second.when(tick(0, 1), eve).repeats();
  const opened = second.when(untick(0), ada).gives({ type: "item-ticked", check: 0, ticked: false });
  opened.when(all, dana).refuses("evidence-missing", { checks: ["Logs are clean"] });
  opened.when(tick(2), dana).refuses("unknown-check", { check: 3, checks: 2 });
  const beside = executing({ items: [prove("i3"), tell("i2")] }).after([tick(0, 1), dana], [all, dana], [all, ada]);
  beside.when(untick(0), dana).refuses("wrong-item-state");
});

test("only those tick who may carry the item out, in its turn, and neither window nor freeze keeps them", () => {
  asking().when(tick(0), mallory).refuses("not-allowed");
  asking().when(tick(0), TOKEN).refuses("not-allowed");
  const waiting = executing({ items: [build("i1"), prove("i3", { after: ["i1"] })] });
  waiting.when(tick(0), dana).refuses("waits-for", { items: ["Build i1"] });
  asking()
    .at(OPENS - MINUTE)
    .when(tick(0), dana)
    .taken();
  const freezes = [{ name: "Year end", from: OPENS, until: CLOSES }];
  asking().in({ freezes }).when(tick(0), dana).taken();
  asking()
    .in({ freezes })
    .after([tick(0, 1), dana])
    .when(all, dana)
    .refuses("frozen");
});

test("two different people say that it is done", () => {
  const once = ticked()
    .when(all, dana)
    .gives({ type: "item-said", answers: { Ticket: TICKET }, files: [report] });
  once.items({ i3: "todo" });
  once.when(all, dana).refuses("confirm-other", { at: once.world.now });
  once.when({ type: "done", item: "i3" }, mallory).refuses("not-allowed");
  once
    .when({ type: "done", item: "i3", remark: "Seen." }, ada)
    .gives(
      { type: "item-done", confirms: { by: dana, at: once.world.now }, remark: "Seen.", files: [report] },
      "all-done",
      "succeeded",
    );
});

test("a word can be taken back, and what was given with it", () => {
  const back = said()
    .when({ type: "undo", item: "i3", reason: "the wrong report" }, ada)
    .gives({ type: "item-unsaid", from: dana, reason: "the wrong report" });
  expect(back.plan.items.i3).toMatchObject({ ticked: { 0: { by: dana } } });
  back.when({ type: "undo", item: "i3" }, dana).refuses("nothing-to-undo");
  back.when({ type: "done", item: "i3" }, ada).refuses("evidence-missing", { fields: ["Report", "Ticket"] });
  said().when({ type: "undo", item: "i3" }, mallory).refuses("not-allowed");
});

test("a file may come first, from a token as well, and counts when somebody says done", () => {
  const attached = ticked().when({ type: "attach", item: "i3", file: report }, TOKEN).gives("file-attached");
  attached.when({ type: "attach", item: "i3", file: report }, dana).repeats();
  attached.when({ ...all, files: undefined }, dana).gives({ type: "item-said", files: [report] });
  attached.when({ type: "attach", item: "i3", file: { ...REPORT, ask: "Nothing" } }, dana).refuses("unknown-ask");
  attached.when({ type: "attach", item: "i3", file: REPORT }, mallory).refuses("not-allowed");
  executing({ items: [build("i1")] })
    .when({ type: "attach", item: "i1", file: REPORT }, dana)
    .refuses("wrong-item-type");
});

test("an item holds so many files and no more", () => {
  const files = Array.from({ length: 20 }, (_, place) => ({ ...REPORT, hash: String(place).padStart(64, "0") }));
  const full = files.reduce((story, file) => story.after([{ type: "attach", item: "i2", file }, dana]), telling());
  full.when({ type: "attach", item: "i2", file: REPORT }, dana).refuses("too-many-files", { most: 20 });
  full.when({ type: "done", item: "i2", files: [REPORT] }, dana).refuses("too-many-files");
});

const telling = () => executing({ items: [tell("i2")] });

test("an item that two must call done needs two who may", () => {
  const alone = drafted({ items: [prove("i3", { owners: [] })] });
  alone.when({ type: "submit" }, ada).refuses("confirm-alone", { item: "Prove i3" });
  drafted({ items: [prove("i3", { owners: [ada] })] })
    .when({ type: "finish" }, ada)
    .refuses("confirm-alone");
  const two = drafted({ items: [prove("i3", { owners: [dana] })], approval: undefined });
  two
    .after([{ type: "finish" }, ada])
    .when({ type: "handover", to: dana }, ada)
    .refuses("confirm-alone");
});

test("an item asks for nothing twice, and for no hidden characters", () => {
  const work = { type: "text", content: "" } as const;
  const asks = [
    { name: "Report", kind: "file", required: true },
    { name: "report", kind: "link", required: false },
  ] as const;
  drafted()
    .when({ type: "edit", changes: [{ change: "add-item", item: { name: "A", work: { ...work, asks } } }] }, ada)
    .refuses("duplicate-ask", { name: "report" });
  drafted()
    .when(
      { type: "edit", changes: [{ change: "add-item", item: { name: "A", work: { ...work, checks: ["a\u202eb"] } } }] },
      ada,
    )
    .refuses("control-characters", { field: "items.checks" });
});

test("a replan forgets ticks and first words, and keeps what is done", () => {
  const again = said().after([{ type: "replan" }, ada]);
  expect(again.plan.items.i3).toEqual({ state: "todo" });
  const done = said().after([{ type: "done", item: "i3" }, ada]);
  expect(done.plan.items.i3).toMatchObject({ ticked: { 0: { by: dana } }, confirms: { by: dana } });
});

test("it offers what makes sense: ticking first, then done, then taking back", () => {
  const offered = (story: ReturnType<typeof asking>) => itemActions(story.plan, "i3", story.world.now);
  expect(offered(asking())).toEqual(["tick", "skip"]);
  expect(offered(ticked())).toEqual(["done", "tick", "skip"]);
  expect(offered(said())).toEqual(["done", "tick", "undo", "skip"]);
  expect(possibleCommands(said().plan, said().world.now)).toEqual(expect.arrayContaining(["done", "tick", "undo"]));
});
