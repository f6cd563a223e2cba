// @ts-check
/** What the server wrote into the page, and the parts of the page that are always there. */

/**
 * @typedef {{ insert: string, usage: string, about: string }} CommandHint
 * @typedef {{ place: string, me: string, name: string, sample: boolean, cursor: number, lang: "zh" | "en",
 *   commands: CommandHint[], waiting: string, unread: string, remove: string, mostFile: number, texts: Record<string, string> }} Boot
 */

/** @type {Boot} */
export const boot = JSON.parse(document.body.dataset.boot ?? "{}");

/** The console's own words, by name. @param {string} name */
export function text(name) {
  return boot.texts[name] ?? name;
}

/**
 * The part of the page with this id, of the kind it must be.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

/** A key of the page's own making: the same for every attempt of one intention. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An element out of the server's HTML, which is escaped there. @param {string} html @returns {Element | null} */
export function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}
