/**
 * An S3-compatible store as strict as the real one: it takes a request only with a valid AWS Signature Version 4 of its own
 * making (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), and a body only with its digest.
 */
import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export const S3_KEYS = { accessKey: "AKIAEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG" };
const REGION = "eu-test-1";
/** A page of a list, so that there is more than one. */
const PAGE = 2;

export interface S3 {
  readonly url: string;
  readonly region: string;
  readonly objects: Map<string, { bytes: Buffer; at: number }>;
  /** What it refused, and why. */
  readonly refused: string[];
  /** Answers the next requests with these statuses. */
  fail(...statuses: number[]): void;
}

export async function openS3(bucket: string): Promise<S3> {
  const objects: S3["objects"] = new Map();
  const refused: string[] = [];
  const failures: number[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await Array.fromAsync(request));
      const answer = (status: number, text = "", type = "application/xml") =>
        response.writeHead(status, { "content-type": type }).end(text);
      const failure = failures.shift();
      if (failure !== undefined) return answer(failure, "<Error><Code>SlowDown</Code></Error>");
      const problem = signatureProblem(request, body);
      if (problem) {
        refused.push(problem);
        return answer(403, `<Error><Code>${problem}</Code></Error>`);
      }
      const url = new URL(request.url ?? "/", "http://s3");
      const [, name = "", ...rest] = url.pathname.split("/").map(decodeURIComponent);
      const key = rest.join("/");
      if (name !== bucket) return answer(404, "<Error><Code>NoSuchBucket</Code></Error>");
      if (request.method === "PUT") {
        objects.set(key, { bytes: body, at: Date.now() });
        return answer(200);
      }
      if (request.method === "DELETE") {
        objects.delete(key);
        return answer(204);
      }
      if (key === "") return answer(200, listed(url.searchParams, objects));
      const found = objects.get(key);
      if (!found) return answer(404, "<Error><Code>NoSuchKey</Code></Error>");
      return response.writeHead(200, { "content-type": "application/octet-stream" }).end(found.bytes);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    region: REGION,
    objects,
    refused,
    fail: (...statuses) => void failures.push(...statuses),
  };
}

function listed(query: URLSearchParams, objects: S3["objects"]): string {
  const prefix = query.get("prefix") ?? "";
  const from = query.get("continuation-token") ?? "";
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > from).toSorted();
  const page = keys.slice(0, PAGE);
  const entries = page.map((key) => {
    const at = new Date(objects.get(key)?.at ?? 0).toISOString();
    return `<Contents><Key>${key}</Key><LastModified>${at}</LastModified></Contents>`;
  });
  const next = keys.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  return `<ListBucketResult>${entries.join("")}${next}</ListBucketResult>`;
}

/** The signature is made anew from what arrived, and compared. */
function signatureProblem({ method, url = "", headers }: IncomingMessage, body: Buffer): string | undefined {
  const said =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/u;
  const [, key, day = "", region = "", signed = "", signature] = said.exec(headers.authorization ?? "") ?? [];
  if (key !== S3_KEYS.accessKey || region !== REGION) return "InvalidAccessKeyId";
  const names = signed.split(";");
  if (!names.includes("host") || !names.includes("x-amz-content-sha256") || !names.includes("x-amz-date")) {
    return "SignatureDoesNotMatch";
  }
  const digest = String(headers["x-amz-content-sha256"]);
  if (digest !== "UNSIGNED-PAYLOAD" && digest !== sha(body)) return "XAmzContentSHA256Mismatch";
  if (method === "PUT" && digest === "UNSIGNED-PAYLOAD") return "MissingDigest";
  const date = String(headers["x-amz-date"]);
  const address = new URL(url, "http://s3");
  const query = [...address.searchParams].map(([name, value]) => `${escaped(name)}=${escaped(value)}`).toSorted();
  const canonical = [
    method,
    address.pathname
      .split("/")
      .map((part) => escaped(decodeURIComponent(part)))
      .join("/"),
    query.join("&"),
    ...names.map((name) => `${name}:${String(headers[name]).trim()}`),
    "",
    signed,
    digest,
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", date, scope, sha(canonical)].join("\n");
  const secret = [day, region, "s3", "aws4_request"].reduce<Buffer>(
    (soFar, part) => mac(soFar, part),
    Buffer.from(`AWS4${S3_KEYS.secretKey}`),
  );
  return mac(secret, text).toString("hex") === signature ? undefined : "SignatureDoesNotMatch";
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/gu, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}

function mac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
