/**
 * How a handler of the outbox says what came of a call that did not work.
 */

export type SendVerdict =
  | { readonly again: true; readonly retryAfter?: number | undefined }
  | { readonly again: false };

/** `again: false` gives up at once; `retryAfter` (ms) is what the other side asked for. */
export class SendError extends Error {
  override readonly name = "SendError";
  readonly verdict: SendVerdict;
  constructor(message: string, { cause, ...verdict }: SendVerdict & ErrorOptions) {
    super(message, { cause });
    this.verdict = verdict;
  }
}

/** Anything else that is thrown is tried again, after the time it names, if it names one. */
export function verdictOf(error: unknown): SendVerdict {
  if (error instanceof SendError) return error.verdict;
  const retryAfter = error instanceof Error && "retryAfter" in error ? error.retryAfter : undefined;
  return { again: true, retryAfter: typeof retryAfter === "number" ? retryAfter : undefined };
}
