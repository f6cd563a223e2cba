/**
 * The page's scripts and styles, read once and sent as they are.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Hono } from "hono";
import { problem } from "./problem.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly tag: string;
}

function load(folder: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    assets.set(name, { bytes, type, tag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"` });
  }
  return assets;
}

export function assetRoutes(): Hono {
  const assets = load(join(import.meta.dirname, "page"));
  return new Hono().get("/:name", (context) => {
    const asset = assets.get(context.req.param("name"));
    if (!asset) return problem("not-here");
    const headers = { "content-type": asset.type, etag: asset.tag, "cache-control": "no-cache" };
    if (context.req.header("if-none-match") === asset.tag) return new Response(null, { status: 304, headers });
    return new Response(asset.bytes, { headers });
  });
}
