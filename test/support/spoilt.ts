/**
 * What no author means to write, and forms, files and attackers bring all the same.
 */
import type { Change } from "../../src/plan/command.ts";
import type { Content } from "../../src/plan/content.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { approval, bo, build, level, MORNING } from "./cast.ts";
import type { Dice } from "./dice.ts";

/** Strings that people, programs and attackers type. */
export const GARBAGE = [
  "",
  " ",
  "\u0000",
  "a\u202eb",
  "\ud800",
  "__proto__",
  "constructor",
  "toString",
  "i0",
  "i999999",
  "i1\n",
  "group:",
  "group:nobody",
  "group:constructor",
  "x".repeat(30_000),
  "💥",
  "'; drop table plan; --",
  "{}",
  "null",
  "-1",
  "发布",
];

/** A change that a form or a file could bring although no author would write it. */
export function spoilt(plan: Plan, garbage: string, dice: Dice): Change {
  const spoiltContent: Partial<Content> = dice.pick<Partial<Content>>([
    { name: garbage },
    { description: garbage },
    { policy: garbage },
    { editors: [garbage] },
    { tags: [garbage] },
    { items: [build("i1", { owners: [garbage] })] },
    { items: [build("i1", { after: [garbage] })] },
    { items: [build("i1", { id: garbage })] },
    { items: [build("i1", { work: { type: "workflow", engine: garbage, workflow: garbage, with: {} } })] },
    {
      items: [
        build("i1", { work: { type: "workflow", engine: "command", workflow: "build", with: { branch: garbage } } }),
      ],
    },
    {
      items: [
        build("i1", { work: { type: "workflow", engine: "command", workflow: "build", with: { [garbage]: 1 } } }),
      ],
    },
    { approval: approval(level([garbage])) },
    { approval: { via: garbage, levels: [level([bo])] } },
    { approval: approval(level([bo], dice.pick([0, -1, 1.5, Number.NaN, 99]))) },
    { window: { opens: Number.NaN, closes: Number.POSITIVE_INFINITY } },
    { window: { opens: -1, closes: MORNING } },
    { schedule: Number.MAX_VALUE },
  ]);
  return dice.pick<Change>([
    { change: "replace", content: { ...plan.content, ...spoiltContent } },
    { change: "order-items", items: [garbage] },
    { change: "remove-item", item: garbage },
    { change: "edit-item", item: garbage, name: garbage },
  ]);
}
