// @ts-check
/** What a screen reader hears, and what is shown for a moment to everybody. */
import { part } from "./boot.js";

const SHOWN_FOR = 6_000;
const READ_FOR = 3_000;
const region = part("announce", HTMLElement);
const toasts = part("toasts", HTMLElement);

/** Says it politely: after what is being read. @param {string} sentence */
export function announce(sentence) {
  const line = document.createElement("p");
  line.textContent = sentence;
  region.append(line);
  // Once read out it would only be in the way of who explores the page.
  setTimeout(() => line.remove(), READ_FOR);
}

/**
 * Shows it for a moment, out of the way. The messages keep it.
 * @param {string} sentence @param {"good" | "bad" | "plain"} tone
 */
export function toast(sentence, tone) {
  const box = document.createElement("p");
  box.className = "toast";
  box.dataset.tone = tone;
  box.textContent = sentence;
  toasts.append(box);
  while (toasts.childElementCount > 3) toasts.firstElementChild?.remove();
  setTimeout(() => box.remove(), SHOWN_FOR);
}
