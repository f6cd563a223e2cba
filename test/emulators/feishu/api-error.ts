/**
 * What the platform answers when it does not do what it is asked: the documented codes, and the HTTP status of each.
 */

export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(code: number, message: string, status = 400, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/** A card that is refused says why inside the message. */
export function cardError(inner: number, what: string): ApiError {
  return new ApiError(230099, `Failed to create card content, ext=ErrCode: ${inner}; ErrMsg: ${what}; ErrorValue: ;`);
}

export function fieldError(what: string): ApiError {
  return new ApiError(99992402, `field validation failed: ${what}`);
}

/** `seconds` is when the window is over. */
export function tooMany(code: number, seconds = 1): ApiError {
  const headers = { "x-ogw-ratelimit-limit": "50", "x-ogw-ratelimit-reset": String(seconds) };
  return code === 99991400
    ? new ApiError(code, "request trigger frequency limit", 429, headers)
    : new ApiError(code, "This operation triggers the frequency limit.", 400, headers);
}
