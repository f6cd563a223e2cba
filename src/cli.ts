#!/usr/bin/env node
/**
 * The command line's first step, in words that also a Node too old for the rest understands.
 */
const OLDEST_NODE = 24;

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  console.error(`gonogo needs Node ${OLDEST_NODE} or later; this is Node ${process.versions.node}.`);
  process.exitCode = 2;
} else {
  // What was compiled once is found again at the next start, in half the time.
  process.getBuiltinModule("node:module").enableCompileCache();
  Promise.all([import("./cli/run.ts"), import("./connect-engines.ts")])
    .then(([{ run }, { SECTIONS }]) => run(process.argv.slice(2), SECTIONS))
    .then(
      (code) => {
        process.exitCode = code;
      },
      (error) => {
        console.error(error);
        process.exitCode = 1;
      },
    );
}
