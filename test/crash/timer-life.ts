/**
 * gonogo, with a clock that starts at the time it reads from its input and goes on from there. It says when it runs, and
 * ends when it is killed or whoever started it is gone.
 */
import { once } from "node:events";
import { writeSync } from "node:fs";
import pino from "pino";
import { SECTIONS } from "../../src/connect-engines.ts";
import { startGonogo } from "../../src/main.ts";
import { readSettings } from "../../src/settings/read.ts";
import { lifeEnvironment } from "./pending-timers.ts";

const [, , folder = ""] = process.argv;
process.stdin.once("end", () => process.exit());
const [start] = await once(process.stdin, "data");
const began = performance.now();
const now = () => Number(start) + Math.floor(performance.now() - began);
const settings = readSettings({ env: lifeEnvironment(folder), cwd: folder, sections: SECTIONS });
await startGonogo({ settings, log: pino({ level: "silent" }), version: "0", now });
writeSync(1, "up\n");
