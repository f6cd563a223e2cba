/**
 * What the SDK logs, on its way to the operator: only what went wrong, and never a token, an address for answers, or what
 * people wrote. Below that level the SDK logs all three.
 */
import type { Logger } from "@slack/bolt";
import { LogLevel } from "@slack/bolt";

const SECRETS = /xox[a-z]-[\w-]+|xapp-[\w-]+|https?:\/\/[^\s"']+|wss?:\/\/[^\s"']+/g;

/** The SDK's own warnings are about what is handled here; an error of its is worth knowing. */
export function sdkLogger(onError: (error: unknown) => void): Logger {
  const quiet = () => undefined;
  return {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (...said: unknown[]) => onError(new Error(`Slack's SDK: ${redacted(said.map(String).join(" "))}`)),
    setLevel: quiet,
    getLevel: () => LogLevel.ERROR,
    setName: quiet,
  };
}

export function redacted(text: string): string {
  return text.replaceAll(SECRETS, "…").slice(0, 500);
}
