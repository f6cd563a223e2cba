/**
 * A request's very bytes, as signatures are made over them.
 */
import { readAtMost } from "../../flow/read-at-most.ts";

/** The body, or undefined when it is larger than `most` bytes; what is too large is not read to its end. */
export async function readBytes(request: Request, most: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > most) return undefined;
  if (!request.body) return new Uint8Array();
  const bytes = await readAtMost(request.body, most);
  return bytes === "too-large" ? undefined : bytes;
}
