/**
 * How a command ends when it can't do what it was asked.
 */

/** What the process answers to whoever started it. */
export const EXIT = {
  ok: 0,
  /** Refused by the rules, not found, or not possible now. */
  refused: 1,
  /** The command line or the settings are wrong. */
  usage: 2,
  /** `verify` found something that is not what was written. */
  damage: 3,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a message for people and a code for programs. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exit: Exit;
  readonly code: string;
  /** What else a program may want to know of it. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(exit: Exit, { code, message, cause, ...details }: FailureParts) {
    super(message, { cause });
    this.exit = exit;
    this.code = code;
    this.details = details;
  }
}

export interface FailureParts {
  readonly code: string;
  readonly message: string;
  readonly cause?: unknown;
  readonly [detail: string]: unknown;
}

/** What went wrong, in a word or a sentence. Connecting to several addresses fails with an empty message and a code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === "" ? (codeOf(error) ?? error.name) : error.message;
}

/** The system's or the database's word for it, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
