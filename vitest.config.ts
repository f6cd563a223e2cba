import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/seed.ts"],
    pool: "forks",
    // More than two cores' worth: much of a test of a chat is waiting for what a platform allows in a second.
    maxWorkers: 3,
    // Some tests call the command line twenty times.
    testTimeout: 60_000,
    // A hook may start a browser, a database server or a whole gonogo on a busy machine.
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // The JSON report is what a script can sum; people read the default one.
    reporters: process.env.GITHUB_ACTIONS ? ["default", "json", "github-actions"] : ["default", "json"],
    outputFile: { json: "test-results/vitest.json" },
    restoreMocks: true,
    unstubEnvs: true,
  },
});
