/**
 * What a file is, told by its bytes and not by what somebody says of it.
 */
import { extensionOf } from "./file-name.ts";

/** Media types that are taken, with the extensions that such files have. */
export const KINDS: Readonly<Record<string, readonly string[]>> = {
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/gif": ["gif"],
  "image/webp": ["webp"],
  "application/pdf": ["pdf"],
  "application/zip": ["zip"],
  "application/gzip": ["gz", "tgz"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "video/mp4": ["mp4"],
  "application/xml": ["xml"],
  "text/plain": ["txt", "log", "md", "markdown", "csv", "tsv", "json", "yaml", "yml", "diff", "patch", "out"],
};

/** What a browser or a shell might carry out, whatever stands in it. */
const ACTIVE = new Set(
  "html htm xhtml shtml svg svgz mhtml mht js mjs cjs vbs wsf hta swf exe com scr msi dll bat cmd ps1 sh bash zsh jar class app dmg pkg deb rpm apk lnk url desktop reg docm xlsm pptm".split(
    " ",
  ),
);
const PAGE = /<(?:!doctype\s+html|!doctype\s+svg|html|head|body|script|svg|iframe)\b/iuy;
/** What may stand before a page. */
const BEFORE_PAGE = /\s+|<!--[\s\S]*?-->|<\?xml[^>]*>/iuy;
const PAGE_IN_XML =
  /<(?:[\w-]+:)?(?:svg|html|script)[\s/>]|xmlns(?::\w+)?\s*=\s*["']http:\/\/www\.w3\.org\/(?:1999\/xhtml|2000\/svg)/iu;
const CONTROL = /\p{Cc}/gu;
/** Tabs, line ends, form feeds, and the escapes of coloured logs. */
const HARMLESS = new Set(["\t", "\n", "\f", "\r", "\u001b"]);

export type KindProblem = "active" | "kind" | "encoding" | "mismatch";
export type Kind = { readonly type: string } | { readonly problem: KindProblem };

/** The media type of a file, or why it is not taken. `declared` is what its sender says of it. */
export async function kindOf(bytes: Uint8Array, name: string, declared: string | undefined): Promise<Kind> {
  const extension = extensionOf(name);
  if (ACTIVE.has(extension)) return { problem: "active" };
  // It knows a hundred formats, and is heavy to load: only who gives a file waits for it.
  const { fileTypeFromBuffer } = await import("file-type");
  const found = await fileTypeFromBuffer(bytes);
  const kind = found && found.mime !== "application/xml" ? binaryKind(found.mime) : textKind(bytes);
  if ("problem" in kind) return kind;
  return isSaid(kind.type, extension, declared) ? kind : { problem: "mismatch" };
}

function binaryKind(mime: string): Kind {
  const type = mime === "application/x-gzip" ? "application/gzip" : mime;
  if (Object.hasOwn(KINDS, type)) return { type };
  return { problem: /executable|msdownload|x-elf|mach|java|x-sh|wasm|installer/iu.test(mime) ? "active" : "kind" };
}

function textKind(bytes: Uint8Array): Kind {
  const text = decoded(bytes);
  if (text === undefined) return { problem: "encoding" };
  if (isPage(text) || text.startsWith("#!")) return { problem: "active" };
  if (!/^\s*<\?xml\b/u.test(text)) return { type: "text/plain" };
  return PAGE_IN_XML.test(text) ? { problem: "active" } : { type: "application/xml" };
}

/**
 * Whether its first element is a page's, wherever a reader thinks that the first comment ends. Each character is looked at once:
 * what stands before an end of a comment that was passed already leads to the same place.
 */
function isPage(text: string): boolean {
  let hasComment = false;
  let at = 0;
  while (at < text.length) {
    BEFORE_PAGE.lastIndex = at;
    const before = BEFORE_PAGE.exec(text)?.[0] ?? "";
    if (before.startsWith("<!--")) hasComment = true;
    at += before.length;
    if (before !== "") continue;
    PAGE.lastIndex = at;
    if (PAGE.test(text)) return true;
    const end = hasComment ? text.indexOf("-->", at) : -1;
    if (end === -1) return false;
    at = end + "-->".length;
  }
  return false;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const isText = text.match(CONTROL)?.every((character) => HARMLESS.has(character)) ?? true;
    return isText ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Neither the name nor the sender says that it is something else. */
function isSaid(type: string, extension: string, declared: string | undefined): boolean {
  const named = Object.entries(KINDS).find(([, extensions]) => extensions.includes(extension))?.[0];
  if (named !== undefined && named !== type && !(isText(named) && isText(type))) return false;
  const said = declared?.split(";", 1).join("").trim().toLowerCase() ?? "";
  if (said === "" || said === "application/octet-stream" || said === "binary/octet-stream") return true;
  if (isText(type)) return said.startsWith("text/") || !Object.hasOwn(KINDS, said) || isText(said);
  return said === type || !Object.hasOwn(KINDS, said) ? !said.startsWith("text/") : isZipped(type) && isZipped(said);
}

function isText(type: string): boolean {
  return type.startsWith("text/") || type === "application/xml";
}

/** Office files are archives, and some senders know no more of them. */
function isZipped(type: string): boolean {
  return type === "application/zip" || type.startsWith("application/vnd.openxmlformats");
}
