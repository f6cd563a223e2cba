/**
 * Where files that people give are kept, and which are taken.
 */
import { join, resolve } from "node:path";
import type { EnvironmentValues } from "./names.ts";
import type { SettingsProblem } from "./problem.ts";

export interface FileSettings {
  readonly store:
    | { readonly kind: "folder"; readonly path: string }
    | {
        readonly kind: "s3";
        readonly endpoint: string;
        readonly region: string;
        readonly bucket: string;
        readonly prefix: string;
        readonly accessKey: string;
        readonly secretKey: string;
      };
  /** In bytes. */
  readonly most: number;
  /** Media types; without them all that gonogo knows. */
  readonly types?: readonly string[] | undefined;
}

const MEGABYTE = 1024 * 1024;
const DEFAULT_MEGABYTES = 20;
const DEFAULT_REGION = "us-east-1";

/** `folder` is where the database is, or stands for it. */
export function fileSettings(values: EnvironmentValues, cwd: string, folder: string): FileSettings {
  const { FILES_URL: url, FILES_MAX_MB: most = DEFAULT_MEGABYTES, FILES_TYPES: types } = values;
  return { store: storeOf(url, values, cwd, folder), most: most * MEGABYTE, types };
}

function storeOf(
  url: string | undefined,
  values: EnvironmentValues,
  cwd: string,
  folder: string,
): FileSettings["store"] {
  const [, bucket, path = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/u.exec(url ?? "") ?? [];
  if (bucket === undefined) {
    const own = url?.replace(/^file:(?:\/\/(?=\/))?/u, "") ?? join(folder, "files");
    return { kind: "folder", path: resolve(cwd, own) };
  }
  const region = values.FILES_REGION ?? DEFAULT_REGION;
  const prefix = path.replace(/^\/+|\/+$/gu, "");
  return {
    kind: "s3",
    endpoint: values.FILES_ENDPOINT ?? `https://s3.${region}.amazonaws.com`,
    region,
    bucket,
    prefix: prefix === "" ? "" : `${prefix}/`,
    accessKey: values.FILES_ACCESS_KEY ?? "",
    secretKey: values.FILES_SECRET_KEY ?? "",
  };
}

/** What an object store needs, and a folder has no use for. */
export function fileProblems(values: EnvironmentValues, failed: readonly string[]): readonly SettingsProblem[] {
  const s3 = values.FILES_URL?.startsWith("s3:") ?? false;
  const keys = ["FILES_ACCESS_KEY", "FILES_SECRET_KEY"] as const;
  if (!s3) return [];
  return keys
    .filter((where) => values[where] === undefined && !failed.includes(where))
    .map((where) => ({
      code: "missing",
      where,
      wrong: "is missing, and FILES_URL names an object store",
      remedy: "Set it to the store's key, or give FILES_URL a folder.",
    }));
}
