/**
 * What the SDK has to say, without secrets: it would log credentials with errors, and bodies with requests.
 */

export interface Log {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
}

const LONGEST = 300;
const SECRETS =
  /(?:ticket|access_key|app_secret|AppSecret|token|encrypt)["']?\s*[=:]\s*["']?[^\s"'&,}]+|Bearer\s+\S+|\bt-\w{10,}/giu;

/** The SDK's logger: warnings and errors as one short line each, and nothing else. */
export function sdkLogger(log: Log) {
  const told =
    (level: "error" | "warn") =>
    (...said: readonly unknown[]): void => {
      const line = wordsOf(said).join(" ");
      if (line !== "") log.warn(`the Feishu SDK says: ${redacted(line)}`, { level });
    };
  const quiet = (): void => undefined;
  return { error: told("error"), warn: told("warn"), info: quiet, debug: quiet, trace: quiet };
}

export function redacted(text: string): string {
  return text.replaceAll(SECRETS, "***").slice(0, LONGEST);
}

/** Errors are told by their message alone; other objects may hold anything, and are left out. */
function wordsOf(said: readonly unknown[]): readonly string[] {
  return said.flat(2).flatMap((each): readonly string[] => {
    if (each instanceof Error) return [each.message];
    return typeof each === "string" ? [each] : [];
  });
}
