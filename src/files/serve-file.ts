/**
 * A file as an answer over HTTP: to be saved, and never to be opened as part of a page.
 */
import type { EvidenceFile } from "../plan/evidence.ts";

export function fileResponse(file: EvidenceFile, bytes: Uint8Array): Response {
  return new Response(Uint8Array.from(bytes), {
    headers: {
      "content-type": file.type.startsWith("text/") ? `${file.type}; charset=utf-8` : file.type,
      "content-length": String(bytes.length),
      "content-disposition": dispositionOf(file.name),
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "cache-control": "private, no-store",
    },
  });
}

/** Old clients read the first name, which is ASCII alone; the second is what it is called (RFC 6266, RFC 8187). */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w. ()-]/gu, "_");
  const encoded = encodeURIComponent(name.replace(/[<>:"|?*]/gu, "_")).replace(
    /['()*!]/gu,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
