/**
 * Reads what comes from elsewhere and may be of any size.
 */

/** All bytes, or that there are more than `most`; then nothing more is fetched. */
export async function readAtMost(body: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | "too-large"> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    // Leaving the loop ends the download.
    if (size > most) return "too-large";
    parts.push(part);
  }
  return Buffer.concat(parts);
}
