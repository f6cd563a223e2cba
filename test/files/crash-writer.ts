/**
 * Gives files for items of new plans as fast as it can, and says each digest once it is acknowledged. It never ends.
 */
import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import pino from "pino";
import { SECTIONS } from "../../src/connect-engines.ts";
import { openCore } from "../../src/core.ts";
import type { PlanCommand } from "../../src/flow/envelope.ts";
import { readSettings } from "../../src/settings/read.ts";
import { content, tell } from "../support/cast.ts";

const [, , folder = ""] = process.argv;
const env = { DATABASE_URL: `sqlite:${folder}/gonogo.db`, GONOGO_SAMPLE: "on", GONOGO_TZ: "UTC", GONOGO_LANG: "en" };
const settings = readSettings({ env, cwd: folder, sections: SECTIONS });
const core = await openCore({ settings, log: pino({ level: "silent" }), version: "0", now: Date.now });
const actor = { kind: "person", id: "ada" } as const;
const draft = content({
  approval: undefined,
  window: undefined,
  editors: [],
  items: [tell("i1", { owners: [] })],
});

async function giveForever(): Promise<never> {
  for (;;) {
    const made = await core.door.submit({
      actor,
      request: { command: { type: "create", manager: "ada", content: draft } },
    });
    if (!made.taken) throw new Error(JSON.stringify(made.refusal));
    const send = (command: PlanCommand) => core.door.submit({ actor, request: { plan: made.plan.id, command } });
    await send({ type: "finish" });
    await send({ type: "start" });
    const kept = await core.files.keep({ name: "proof.txt", bytes: Buffer.from(randomUUID().repeat(50)) });
    if (!kept.ok) throw new Error(kept.problem);
    const given = await send({ type: "attach", item: "i1", file: kept.file });
    if (!given.taken) throw new Error(JSON.stringify(given.refusal));
    writeSync(1, `${kept.file.hash}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, giveForever));
