/**
 * Files in an S3-compatible object store, each under its digest, with requests signed as AWS Signature Version 4 says.
 * Addresses are in path style, which every such store understands.
 */
import { AwsClient } from "aws4fetch";
import type { FileShelf } from "../../src/files/shelf.ts";

export interface S3Settings {
  /** For example `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Stands before every name; empty, or with a slash at its end. */
  readonly prefix: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

const TIMEOUT = 30_000;
/** Times that a request is repeated which the store could not answer; each of ours may be. */
const RETRIES = 3;

export function s3Shelf({ endpoint, region, bucket, prefix, accessKey, secretKey }: S3Settings): FileShelf {
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: "s3",
    region,
    retries: RETRIES,
    initRetryMs: 100,
  });
  const root = `${endpoint.replace(/\/+$/u, "")}/${encodeURIComponent(bucket)}`;
  const urlOf = (hash: string) => `${root}/${prefix}${hash}`;
  const ask = async (what: string, url: string, init: RequestInit = {}): Promise<Response> => {
    const response = await client.fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
    if (response.ok || response.status === 404) return response;
    const [, code = ""] = /<Code>([^<]{1,100})<\/Code>/u.exec(await response.text()) ?? [];
    throw new Error(`the file store answered ${what} with ${response.status} ${code}`.trim());
  };
  const noBucket = () => new Error(`the file store has no bucket ${bucket}`);
  return {
    async put(hash, bytes) {
      // The store checks that what arrives is what was meant.
      const headers = { "x-amz-content-sha256": hash, "content-type": "application/octet-stream" };
      const response = await ask("a file", urlOf(hash), { method: "PUT", headers, body: Uint8Array.from(bytes) });
      if (!response.ok) throw noBucket();
    },
    async get(hash) {
      const response = await ask("a read", urlOf(hash));
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    },
    async *list() {
      let token: string | undefined;
      do {
        const query = new URLSearchParams({ "list-type": "2", prefix });
        if (token !== undefined) query.set("continuation-token", token);
        const response = await ask("a list", `${root}?${query}`);
        if (!response.ok) throw noBucket();
        const page = await response.text();
        yield* entriesOf(page, prefix);
        token = textOf(page, "NextContinuationToken");
      } while (token !== undefined);
    },
    async remove(hash) {
      await ask("a removal", urlOf(hash), { method: "DELETE" });
    },
  };
}

/** Our own names need no unescaping; what else is in the bucket is left alone. */
function entriesOf(page: string, prefix: string): readonly { readonly hash: string; readonly at: number }[] {
  return [...page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/gu)].flatMap(([, entry = ""]) => {
    const key = textOf(entry, "Key") ?? "";
    const hash = key.startsWith(prefix) ? key.slice(prefix.length) : "";
    const at = Date.parse(textOf(entry, "LastModified") ?? "");
    return /^[0-9a-f]{64}$/u.test(hash) && Number.isFinite(at) ? [{ hash, at }] : [];
  });
}

function textOf(xml: string, tag: string): string | undefined {
  const [, text] = new RegExp(`<${tag}>([^<]*)</${tag}>`, "u").exec(xml) ?? [];
  return text?.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}
