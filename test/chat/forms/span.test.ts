import { expect, test } from "vitest";
import { formFor } from "../../../src/chat/forms/form-for.ts";
import { readWindow } from "../../../src/chat/times/read.ts";
import { CLOSES, MORNING, OPENS } from "../../support/cast.ts";
import { drafted } from "../../support/given.ts";
import { sources } from "./sources.ts";

const { plan } = drafted({ window: { opens: OPENS, closes: CLOSES } });

test.each([
  ["new", { from: undefined, until: undefined }],
  ["edit", { from: "2026-11-24 20:00", until: "2026-11-24 22:00" }],
] as const)("the window of the form %s can be filled in with pickers", (form, span) => {
  const { fields } = formFor({ do: "form", form, plan: 1 }, sources("en", plan)) ?? { fields: [] };
  expect(fields.find(({ name }) => name === "window")).toMatchObject({ type: "text", span });
});

test("what two pickers send is read as a window", () => {
  const sent = "2026-11-24T20:00+08:00/2026-11-24T22:00+08:00";
  const read = readWindow(sent, { now: MORNING, zone: "UTC" });
  expect(read).toEqual({ ok: true, value: { opens: OPENS, closes: CLOSES } });
});
