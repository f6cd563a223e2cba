/**
 * Files that people attach: plans as text. They are read with the app's token, from Slack alone.
 */
import type { Upload } from "../../src/chat/ports.ts";
import type { Lang } from "../../src/chat/texts/catalogue.ts";
import { escapeMarkdown } from "../../src/chat/texts/markdown.ts";
import { say } from "../../src/chat/texts/say.ts";
import { readAtMost } from "../../src/flow/read-at-most.ts";
import { isOurs } from "./answer-address.ts";
import { chatError } from "./failure.ts";
import type { AttachedFile } from "./heard.ts";

/** More than any plan has. */
const MOST_KB = 200;
const MOST_FILES = 5;
const TIMEOUT = 10_000;
const TEXT = /^(?:text\/|application\/(?:json|yaml|x-yaml))/;
const TEXT_NAME = /\.(?:ya?ml|md|markdown|txt|json)$/i;

/** A file to be read when somebody wants it; from Slack alone, with the app's token. */
export function uploadOf({ name, mimetype, size, url }: AttachedFile, { botToken, apiUrl }: FilesNeeds): Upload {
  return {
    name,
    declared: mimetype,
    async read(most) {
      if (size > most) return "too-large";
      if (!isOurs(url, apiUrl)) return "gone";
      const response = await fetched(url, botToken);
      const page = response.headers.get("content-type")?.startsWith("text/html") && mimetype !== "text/html";
      if (!response.ok || page || !response.body) return "gone";
      return readAtMost(response.body, most);
    },
  };
}

/** Files that are no plan are told to be none only where a plan may be meant. */
export function isPlanFile({ mimetype, name }: AttachedFile): boolean {
  return TEXT.test(mimetype) || TEXT_NAME.test(name);
}

export interface FilesNeeds {
  readonly botToken: string;
  readonly apiUrl: string;
}

export interface ReadFiles {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** Why some could not be read, as Markdown. */
  readonly problems: readonly string[];
}

export async function readFiles(attached: readonly AttachedFile[], lang: Lang, needs: FilesNeeds): Promise<ReadFiles> {
  const files: ReadFiles["files"][number][] = [];
  const problems: string[] = [];
  for (const file of attached.slice(0, MOST_FILES)) {
    const read = await readFile(file, needs);
    if ("text" in read) files.push({ name: file.name, text: read.text });
    else problems.push(problemText(file.name, read.problem, lang));
  }
  return { files, problems };
}

type Problem = "large" | "kind" | "gone";

async function readFile(
  file: AttachedFile,
  { botToken, apiUrl }: FilesNeeds,
): Promise<{ text: string } | { problem: Problem }> {
  const { mimetype, size, url } = file;
  if (!isPlanFile(file)) return { problem: "kind" };
  if (size > MOST_KB * 1024) return { problem: "large" };
  if (!isOurs(url, apiUrl)) return { problem: "gone" };
  const response = await fetched(url, botToken);
  // Without a token that may read it, Slack answers with a page to sign in.
  const page = response.headers.get("content-type")?.startsWith("text/html") && mimetype !== "text/html";
  if (!response.ok || page) return { problem: "gone" };
  const text = await response.text();
  return text.length > MOST_KB * 1024 ? { problem: "large" } : { text };
}

async function fetched(url: string, token: string): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch (error) {
    throw chatError("a file", error);
  }
}

function problemText(name: string, problem: Problem, lang: Lang): string {
  const why =
    problem === "large"
      ? say(lang, "slack.unreadable-file.large", { most: MOST_KB })
      : problem === "kind"
        ? say(lang, "slack.unreadable-file.kind")
        : say(lang, "slack.unreadable-file.gone");
  return say(lang, "slack.unreadable-file", { name: escapeMarkdown(name), why });
}
