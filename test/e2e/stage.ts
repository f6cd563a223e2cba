/**
 * A server and a browser for one test. A test that fails leaves a picture of what everybody saw.
 */
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { onTestFinished } from "vitest";
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
  enter(person: string, where?: "room" | "direct"): Promise<Seat>;
}

export async function stage(options: ServerOptions & { readonly look?: Look } = {}): Promise<Stage> {
  const server = await startServer(options);
  onTestFinished(() => server.stop());
  const look: Look = { lang: options.lang === "zh" ? "zh-CN" : "en-US", ...options.look };
  return { server, enter: async (person, where) => sit(await watchedContext(look), server, person, where) };
}

/** A fresh profile, closed after the test. */
export async function watchedContext(look: Look): Promise<BrowserContext> {
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
