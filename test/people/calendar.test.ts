import { expect, test } from "vitest";
import { freezesFor } from "../../src/people/calendar.ts";
import { settingsOf } from "../support/settings.ts";

const YAML = `
freezes:
  - { name: Year's end, from: 2026-12-31, until: 2027-01-01 }
  - { name: Singles' Day, from: 2026-11-10T00:00, until: 2026-11-12T00:00, tags: [shop, 支付] }
`;

test.each([
  [[], ["Year's end"]],
  [["blog"], ["Year's end"]],
  [["Shop"], ["Year's end", "Singles' Day"]],
  [
    ["blog", "支付"],
    ["Year's end", "Singles' Day"],
  ],
])("a plan with the tags %j is concerned by %j", (tags, names) => {
  const freezes = freezesFor(settingsOf(YAML).freezes);
  expect(freezes({ tags }).map((freeze) => freeze.name)).toEqual(names);
});

test("a bare day is frozen from its start to its end, in the zone of the settings", () => {
  const [freeze] = freezesFor(settingsOf(YAML).freezes)({ tags: [] });
  expect(freeze).toEqual({
    name: "Year's end",
    from: Date.parse("2026-12-31T00:00+08:00"),
    until: Date.parse("2027-01-02T00:00+08:00"),
  });
});
