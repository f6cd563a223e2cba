/**
 * A server and browsers for one test, or for all tests of a file. A test that fails leaves pictures of what everybody saw.
 */
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import type { Look } from "../support/browser.ts";
import { openContext, picture } from "../support/browser.ts";
import type { Seat } from "./seat.ts";
import { sit } from "./seat.ts";
import type { Server, ServerOptions } from "./server.ts";
import { startServer } from "./server.ts";

const PICTURES = join(import.meta.dirname, "..", "..", "test-results");

export interface Stage {
  readonly server: Server;
  /** Seats somebody at a browser of their own, in the releases room or in their direct messages. */
  enter(person: string, where?: "room" | "direct", look?: Look): Promise<Seat>;
}

/** A server of its own, which the test may restart. */
export async function stage(options: ServerOptions = {}): Promise<Stage> {
  const server = await startServer(options);
  onTestFinished(() => server.stop());
  return stageOf(server, options);
}

/** One server for the tests of a file. Call it outside of tests. */
export function sharedStage(options: ServerOptions = {}): () => Stage {
  let shared: Stage | undefined;
  beforeAll(async () => {
    shared = stageOf(await startServer(options), options);
  });
  afterAll(() => shared?.server.stop());
  return () => {
    if (!shared) throw new Error("the stage is set before each test");
    return shared;
  };
}

function stageOf(server: Server, { lang }: ServerOptions): Stage {
  return {
    server,
    enter: async (person, where, look) => {
      const context = await watchedContext({ lang: lang === "zh" ? "zh-CN" : "en-US", ...look });
      return sit(context, server, person, where);
    },
  };
}

/** A fresh profile, closed after the test. */
export async function watchedContext(look: Look = {}): Promise<BrowserContext> {
  const context = await openContext(look);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === "fail") {
      for (const page of context.pages()) await picture(page, join(PICTURES, `e2e-${nameOf(page.url())}.png`));
    }
    await context.close();
  });
  return context;
}

function nameOf(url: string): string {
  const { searchParams } = new URL(url);
  return `${searchParams.get("as")}-${searchParams.get("place")?.split(":")[1]}`;
}
