/**
 * Files that people send to the robot, which gets them by a code that lapses.
 */
import { z } from "zod";
import type { Client } from "./client.ts";
import { DingtalkError } from "./failure.ts";
import type { Http } from "./http.ts";

/** A plan's file is a fraction of it. */
const LARGEST_KILOBYTES = 512;

export type ReadFile =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "too-large"; readonly kilobytes: number }
  | { readonly kind: "not-text" }
  /** The code has lapsed, or is none. */
  | { readonly kind: "lost" };

export interface Files {
  read(code: string): Promise<ReadFile>;
}

const answerSchema = z.object({ downloadUrl: z.url({ protocol: /^https?$/ }) });

export function createFiles(client: Client, http: Http, robotCode: string): Files {
  return {
    async read(code) {
      const path = "/v1.0/robot/messageFiles/download";
      const body = { downloadCode: code, robotCode };
      try {
        const { downloadUrl } = await client.call({ method: "POST", path, body, repeatable: true }, answerSchema);
        const bytes = await http.fetch(
          { method: "GET", path: "the file" },
          new URL(downloadUrl),
          LARGEST_KILOBYTES * 1_024,
        );
        return bytes === "too-large" ? { kind: "too-large", kilobytes: LARGEST_KILOBYTES } : decoded(bytes);
      } catch (error) {
        if (error instanceof DingtalkError && (error.trouble === "invalid" || error.trouble === "missing"))
          return { kind: "lost" };
        throw error;
      }
    },
  };
}

function decoded(bytes: Uint8Array): ReadFile {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? { kind: "not-text" } : { kind: "text", text };
  } catch {
    return { kind: "not-text" };
  }
}
