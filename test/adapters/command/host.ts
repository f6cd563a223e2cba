/**
 * A process that hosts the engine, as gonogo does, for a test to kill: `node host.ts <base> <key>` starts one run.
 */
import { join } from "node:path";
import { createCommandEngine } from "../../../adapters/command/engine.ts";
import { commandsSchema } from "../../../adapters/command/settings.ts";

const [, , base = "", key = ""] = process.argv;
const run = ["/bin/sh", "-c", 'echo "$GONOGO_RUN" >> starts; sleep 0.1; echo done'];
const engine = createCommandEngine({
  commands: commandsSchema.parse({ count: { run } }),
  folder: join(base, "runs"),
  base,
  now: Date.now,
  environment: process.env,
});

process.stdout.write("ready\n");
await engine.start({
  key,
  workflow: "count",
  with: {},
  plan: { id: "p1", index: 52, name: "Release 2.4" },
  item: { id: "i3", name: "Build" },
});
process.stdout.write("started\n");
