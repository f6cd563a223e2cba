/**
 * gonogo as it is served, with a real mail server on this machine that keeps what it gets.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { SMTPServer } from "smtp-server";
import { onTestFinished, vi } from "vitest";
import { SECTIONS } from "../../../src/connect-engines.ts";
import { connectInbox } from "../../../src/connect-inbox.ts";
import { startGonogo } from "../../../src/main.ts";
import { readSettings } from "../../../src/settings/read.ts";

export interface ReceivedMail {
  readonly to: string;
  /** By name, lower-case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly html: string;
}

const YAML = `
people:
  ada: { name: Ada, email: ada@example.com, roles: [admin] }
  bo: { name: Bo, email: bo@example.com }
  chen: { name: Chen, email: chen@example.com, lang: zh }
mail: { from: "gonogo <gonogo@example.com>" }
`;

export async function mailWorld() {
  const mails: ReceivedMail[] = [];
  const trouble: { code?: number; times: number } = { times: 0 };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (trouble.times > 0) {
          trouble.times -= 1;
          return done(Object.assign(new Error("not now"), { responseCode: trouble.code ?? 451 }));
        }
        mails.push(readMail(Buffer.concat(chunks).toString("utf8"), session.envelope.rcptTo[0]?.address ?? ""));
        return done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const folder = mkdtempSync(join(tmpdir(), "gonogo-mail-"));
  writeFileSync(join(folder, "gonogo.yaml"), YAML);
  const env = {
    DATABASE_URL: "sqlite::memory:",
    GONOGO_LANG: "en",
    GONOGO_TZ: "UTC",
    GONOGO_PORT: "0",
    GONOGO_DATA: folder,
  };
  const settings = readSettings({
    env: { ...env, SMTP_URL: `smtp://127.0.0.1:${port}` },
    cwd: folder,
    sections: SECTIONS,
  });
  const parts = { settings, log: pino({ level: "silent" }), version: "0", now: Date.now };
  const gonogo = await startGonogo(parts);
  onTestFinished(async () => {
    await gonogo.stop();
    await new Promise<void>((closed) => server.close(() => closed()));
  });
  const inbox = connectInbox(gonogo.core, parts);
  let key = 0;
  const say = (person: string, text: string) =>
    inbox.message({
      key: `said-${++key}`,
      account: { platform: "console", id: person },
      place: "console:room:releases",
      text,
      files: [],
    });
  const mailTo = (to: string, about: RegExp, nth = 1): Promise<ReceivedMail> =>
    vi.waitFor(
      () => {
        const found = mails.filter((mail) => mail.to === to && about.test(mail.text))[nth - 1];
        if (!found) throw new Error(`no mail to ${to} about ${about}`);
        return found;
      },
      { timeout: 20_000, interval: 20 },
    );
  /** A page or a post to a path of a link in a mail, at this server. */
  const open = (link: string, form?: Readonly<Record<string, string>>) =>
    fetch(`${gonogo.url}${new URL(link).pathname}`, form ? { method: "POST", body: new URLSearchParams(form) } : {});
  return { gonogo, mails, trouble, say, mailTo, open };
}

/** The link of a mail that begins with this path. */
export function linkIn({ text }: ReceivedMail, path: string): string {
  const [link] = new RegExp(`https?://\\S+${path}\\S+`, "u").exec(text) ?? [];
  if (link === undefined) throw new Error(`no link to ${path} in: ${text}`);
  return link;
}

function readMail(source: string, to: string): ReceivedMail {
  const { headers, body } = splitPart(source);
  const [, boundary = ""] = /boundary="?([^";]+)"?/u.exec(headers.get("content-type") ?? "") ?? [];
  const parts = body.split(`--${boundary}`).slice(1, -1).map(splitPart);
  const of = (type: string) => {
    const part = parts.find((one) => one.headers.get("content-type")?.startsWith(type));
    return part ? decoded(part.body, part.headers.get("content-transfer-encoding")) : "";
  };
  return { to, headers, text: of("text/plain"), html: of("text/html") };
}

function splitPart(source: string) {
  const [head = "", ...rest] = source.replace(/^\r\n/u, "").split("\r\n\r\n");
  const lines = head.replace(/\r\n[ \t]+/gu, " ").split("\r\n");
  const pairs = lines.map(
    (line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)] as const,
  );
  return { headers: new Map(pairs), body: rest.join("\r\n\r\n") };
}

function decoded(body: string, encoding = "7bit"): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return body;
  const bytes = body
    .replace(/=\r\n/gu, "")
    .replace(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
