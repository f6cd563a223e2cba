/**
 * Files that people send to the robot, which gets them by a code that lapses.
 */
import { z } from "zod";
import type { Upload } from "../../src/chat/ports.ts";
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
  /** A file or picture, to be read when somebody wants it. */
  upload(code: string, name: string): Upload;
}

const answerSchema = z.object({ downloadUrl: z.url({ protocol: /^https?$/ }) });

export function createFiles(client: Client, http: Http, robotCode: string): Files {
  const fetched = async (code: string, most: number) => {
    const path = "/v1.0/robot/messageFiles/download";
    const body = { downloadCode: code, robotCode };
    const { downloadUrl } = await client.call({ method: "POST", path, body, repeatable: true }, answerSchema);
    return http.fetch({ method: "GET", path: "the file" }, new URL(downloadUrl), most);
  };
  return {
    upload: (code, name) => ({
      name,
      async read(most) {
        try {
          return await fetched(code, most);
        } catch (error) {
          if (isLost(error)) return "gone";
          throw error;
        }
      },
    }),
    async read(code) {
      try {
        const bytes = await fetched(code, LARGEST_KILOBYTES * 1_024);
        return bytes === "too-large" ? { kind: "too-large", kilobytes: LARGEST_KILOBYTES } : decoded(bytes);
      } catch (error) {
        if (isLost(error)) return { kind: "lost" };
        throw error;
      }
    },
  };
}

function isLost(error: unknown): boolean {
  return error instanceof DingtalkError && (error.trouble === "invalid" || error.trouble === "missing");
}

function decoded(bytes: Uint8Array): ReadFile {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? { kind: "not-text" } : { kind: "text", text };
  } catch {
    return { kind: "not-text" };
  }
}
