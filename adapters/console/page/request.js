// @ts-check
/** Requests to the console: as the person this tab is, and repeated with the same key when the network fails. */
import { boot } from "./boot.js";

const ATTEMPTS = 4;
const FIRST_WAIT = 400;

/** What the server refused, with its stable code. */
export class Refused extends Error {
  /** @param {number} status @param {string} code */
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** @param {string} path @param {Record<string, string>} query @returns {Promise<any>} */
export function get(path, query) {
  return attempt(`${path}?${new URLSearchParams(query)}`, { headers: headers() });
}

/** @param {string} path @param {unknown} body @returns {Promise<any>} */
export function post(path, body) {
  return attempt(path, {
    method: "POST",
    headers: { ...headers(), "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** @returns {Record<string, string>} */
function headers() {
  return boot.sample ? { "x-console-as": boot.me } : {};
}

/** @param {string} path @param {RequestInit} init @returns {Promise<any>} */
async function attempt(path, init) {
  for (let tried = 1; ; tried += 1) {
    try {
      return await once(path, init);
    } catch (error) {
      const lasting = error instanceof Refused && error.status < 500;
      if (lasting || tried === ATTEMPTS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT * 2 ** tried));
  }
}

/** @param {string} path @param {RequestInit} init @returns {Promise<any>} */
async function once(path, init) {
  const response = await fetch(path, init);
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({ code: "unreachable" }));
  if (problem.code === "signed-out") location.assign("/");
  throw new Refused(response.status, String(problem.code));
}
