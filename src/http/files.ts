/**
 * Files by the links that cards carry: `/files/52/<digest>/<seal>`.
 */
import { Hono } from "hono";
import type { FileDesk } from "../files/desk.ts";
import { fileResponse } from "../files/serve-file.ts";
import { loadPlanByIndex } from "../store/plans.ts";
import type { Store } from "../store/store.ts";
import { problemResponse } from "./problem.ts";

export interface FileRouteNeeds {
  readonly files: FileDesk;
  readonly store: Store;
}

/** Whoever sees a plan's card may fetch what it links to; a link to anything else can't be made. */
export function fileRoutes({ files, store }: FileRouteNeeds): Hono {
  const app = new Hono();
  app.get("/:index/:name/:seal", async (c) => {
    const { index, name, seal } = c.req.param();
    const read = /^[1-9]\d{0,8}$/u.test(index)
      ? files.readLink({ index: Number(index), name, seal })
      : ({ ok: false, why: "wrong" } as const);
    if (!read.ok && read.why === "over") {
      return problemResponse({
        status: 410,
        code: "link-over",
        title: "This link is over",
        detail: "Ask for the plan again, for example with /plan show: its card has new links.",
      });
    }
    const plan = read.ok ? await loadPlanByIndex(store.read, Number(index)) : undefined;
    const found = read.ok && plan ? await files.ofPlan(plan.id, read.hash) : "none";
    if (found === "none") return problemResponse({ status: 404, code: "not-found", title: "There is no such file" });
    if (found === "damaged") {
      return problemResponse({ status: 500, code: "damaged", title: "The file is no longer what was given" });
    }
    return fileResponse(found.file, found.bytes);
  });
  return app;
}
