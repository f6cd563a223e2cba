/**
 * Makes what is published: the sources compiled to JavaScript, and beside them everything that is not TypeScript.
 */
import { execFileSync } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");

await rm(dist, { recursive: true, force: true });
execFileSync("tsc", ["-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
for (const folder of ["src", "adapters", "migrations"]) {
  await cp(join(root, folder), join(dist, folder), {
    recursive: true,
    filter: (source) => !source.endsWith(".ts"),
  });
}
// Found from src/ and from dist/src/ by the same relative path.
await cp(join(root, "package.json"), join(dist, "package.json"));
