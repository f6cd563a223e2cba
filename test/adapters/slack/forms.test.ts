import { describe, expect, it, vi } from "vitest";
import { openWindow } from "../../e2e/windows.ts";
import { cardWith, toldWith, until } from "../../support/chat-stage.ts";
import { formBefore, openProduct, planOf } from "./product.ts";

const DRAFT = `/plan new
name: Winter release
window: ${openWindow()}
approval: { levels: [{ name: QA, rule: any, approvers: [bo] }] }
items: [{ name: Announce, text: Post it., owner: dana }]`;

async function withPlan(yaml = "") {
  const product = await openProduct({ yaml });
  await product.say("ada", DRAFT);
  const card = await cardWith(product, "ada", "room", "Winter release", "Planning");
  return { product, card };
}

describe("a form in Slack", () => {
  it("writes a new plan, with a window, approvers and items", { timeout: 60_000 }, async () => {
    const product = await openProduct();
    await product.say("ada", "/plan new");
    const form = await formBefore(product, "ada");
    expect(form.fields.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["Name", "Description", "Window", "Manager", "Items"]),
    );
    const ada = product.person("ada");
    await ada.fill({
      name: "Spring <release>",
      window: openWindow(),
      "level1-approvers": ["bo"],
      items: 'text "Tell" -- All.',
    });
    await ada.submit();
    expect(ada.modal).toBeUndefined();
    await toldWith(product, "ada", "Spring <release>");
    expect(await planOf(product.gonogo)).toMatchObject({
      content: { name: "Spring <release>", approval: { levels: [{ approvers: ["bo"] }] }, items: [{ name: "Tell" }] },
    });
  });

  it("is refused at its fields, and loses nothing", { timeout: 60_000 }, async () => {
    const product = await openProduct();
    await product.say("ada", "/plan new");
    await formBefore(product, "ada");
    const ada = product.person("ada");
    await ada.fill({ name: "Spring", description: "Kept.", items: 'txt "Tell"' });
    await ada.submit();
    const form = await formBefore(product, "ada");
    expect(form.fields.find(({ error }) => error)).toMatchObject({
      name: "field:items",
      error: expect.stringContaining("Line 1"),
    });
    expect(form.fields.find(({ label }) => label === "Description")).toMatchObject({ value: "Kept." });
    await ada.fill({ items: 'text "Tell"' });
    await ada.submit();
    expect(ada.modal).toBeUndefined();
    expect(await planOf(product.gonogo)).toMatchObject({ content: { description: "Kept." } });
  });

  it("says above its fields what is about none of them, and loses nothing", { timeout: 60_000 }, async () => {
    const product = await openProduct();
    await product.say("ada", "/plan new");
    await formBefore(product, "ada");
    const ada = product.person("ada");
    await ada.fill({ name: "Spring", description: "Kept.", window: "the day after never" });
    await ada.submit();
    const form = await formBefore(product, "ada");
    const told = [...form.lines, ...form.fields.map(({ error = "" }) => error)].join(" ");
    expect(told).toContain("the day after never");
    expect(form.fields.find(({ label }) => label === "Description")).toMatchObject({ value: "Kept." });
    expect(form.fields.find(({ label }) => label === "Window")).toMatchObject({ value: "the day after never" });
    expect(product.slack.violations()).toEqual([]);
  });

  it("adds an item whose inputs are those of the chosen workflow", { timeout: 60_000 }, async () => {
    const { product, card } = await withPlan();
    await product.press("ada", card, { form: "add" });
    const ada = product.person("ada");
    expect((await formBefore(product, "ada")).fields.map(({ name }) => name)).toEqual([
      "field:type",
      "field:name",
      "field:content",
      "field:asks",
      "field:checks",
      "field:confirm",
      "field:owners",
      "field:after",
    ]);
    await ada.fill({ name: "Build it", type: "run" });
    await vi.waitFor(() => expect(ada.modal?.fields.map(({ name }) => name)).toContain("field:workflow"));
    expect(ada.modal?.fields.find(({ name }) => name === "field:name")).toMatchObject({ value: "Build it" });
    await ada.fill({ workflow: "command:build" });
    await vi.waitFor(() => expect(ada.modal?.fields.map(({ name }) => name)).toContain("field:input:branch"));
    await ada.fill({ "field:input:branch": "release/2.5", owners: ["dana", "bo"], after: "1" });
    await ada.submit();
    await cardWith(product, "ada", "room", "Build it", "branch=release/2.5");
    expect((await planOf(product.gonogo)).content.items[1]).toMatchObject({
      name: "Build it",
      owners: ["dana", "bo"],
      after: ["i1"],
      work: { engine: "command", workflow: "build", with: { branch: "release/2.5" } },
    });
  });

  it("changes what was changed in it, and nothing else", { timeout: 60_000 }, async () => {
    const { product } = await withPlan();
    await product.say("ada", `/plan edit 1 description:"${"Long. ".repeat(600)}" tags:shop`);
    const card = await cardWith(product, "ada", "room", "Winter release", "shop");
    await product.press("ada", card, { form: "edit" });
    const form = await formBefore(product, "ada");
    expect(form.fields.map(({ label }) => label)).not.toContain("Description");
    expect(form.lines.join(" ")).toContain("“Description” is longer than a field of Slack takes");
    await product.person("ada").fill({ name: "Summer release" });
    await product.person("ada").submit();
    await cardWith(product, "ada", "room", "Summer release");
    const { content } = await planOf(product.gonogo);
    expect(content).toMatchObject({ name: "Summer release", tags: ["shop"], approval: { levels: [{ name: "QA" }] } });
    expect(content.description).toHaveLength(3600);
    expect(content.window).toBeDefined();
  });

  it("takes files as evidence", { timeout: 60_000 }, async () => {
    const { product } = await withPlan();
    await product.say("ada", "/plan submit 1");
    await product.say("bo", "/plan approve 1");
    const card = await cardWith(product, "dana", "direct", "1.1 · Announce");
    const file = product.slack.file({
      name: "proof.txt",
      content: "All green.",
      user: product.account("dana"),
      mimetype: "text/plain",
    });
    await product.press("dana", card, { form: "done" });
    await formBefore(product, "dana");
    await product
      .person("dana")
      .fill({ remark: "Posted.", evidence: "https://ci.example/7", "files:evidence": [file] });
    await product.person("dana").submit();
    await until(async () => (await planOf(product.gonogo)).items.i1?.state === "done" || undefined, "it is done");
    expect((await planOf(product.gonogo)).items.i1).toMatchObject({
      evidence: ["https://ci.example/7"],
      files: [{ name: "proof.txt", type: "text/plain", size: 10 }],
    });
  });

  it("offers people by typing where they are many", { timeout: 60_000 }, async () => {
    const product = await openProduct();
    for (let place = 0; place < 120; place++) {
      const [id, name, email] = [`U9${place}`, `Person ${place}`, `p${place}@example.com`];
      await product.gonogo.core.directory.meet({ platform: "slack", id, name, email });
    }
    await product.say("ada", "/plan new");
    await formBefore(product, "ada");
    const ada = product.person("ada");
    expect((await ada.suggestions("manager", "person 11")).map(({ text }) => text.text)).toEqual([
      "Person 11",
      ...Array.from({ length: 10 }, (_, place) => `Person 11${place}`),
    ]);
    expect(await ada.suggestions("manager", "")).toHaveLength(100);
    expect(await ada.suggestions("level1-approvers", "no such person")).toEqual([]);
  });

  it("that comes too late to be opened can be opened by a button", { timeout: 60_000 }, async () => {
    const product = await openProduct();
    product.slack.faults.add("views.open", { kind: "refused", error: "expired_trigger_id" });
    await product.say("ada", "/plan new");
    const offer = await until(
      async () =>
        product
          .person("ada")
          .hears("releases")
          .find(({ buttons }) => buttons.length > 0),
      "a button",
    );
    expect(offer).toMatchObject({ alone: true, buttons: [{ label: "Open the form" }] });
    await product.person("ada").press(offer, "Open the form");
    await formBefore(product, "ada");
  });

  it("about delegating is at home, and ends what it began", { timeout: 60_000 }, async () => {
    const product = await openProduct();
    const bo = product.person("bo");
    await bo.openHome();
    await vi.waitFor(() => expect(bo.home?.buttons.map(({ label }) => label)).toContain("Delegate"));
    await bo.pressAtHome("Delegate");
    await formBefore(product, "bo");
    await bo.fill({ to: "dana", until: "friday" });
    await bo.submit();
    await toldWith(product, "bo", "Dana");
    expect(product.gonogo.core.directory.delegatesAt(Date.now())).toEqual({ bo: ["dana"] });
  });
});
