// @ts-check
/** Rooms and people at the side: what is unread, for whom something waits, and the drawer on a phone. */
import { boot, part } from "./boot.js";

const side = part("side", HTMLElement);
const title = document.title;

/** @param {{ unread: Record<string, number>, waiting: Record<string, number> }} marks */
export function showMarks(marks) {
  let others = 0;
  for (const badge of document.querySelectorAll("[data-unread]")) {
    if (!(badge instanceof HTMLElement)) continue;
    const place = badge.dataset.unread ?? "";
    const count = place === boot.place ? 0 : (marks.unread[place] ?? 0);
    others += count;
    badge.hidden = count === 0;
    const [number, words] = badge.children;
    if (number) number.textContent = String(count);
    if (words) words.textContent = boot.unread.replace("{}", String(count));
  }
  for (const badge of document.querySelectorAll("[data-waiting]")) {
    if (!(badge instanceof HTMLElement)) continue;
    const count = marks.waiting[badge.dataset.waiting ?? ""] ?? 0;
    badge.hidden = count === 0;
    badge.textContent = boot.waiting.replace("{}", String(count));
  }
  const elsewhere = Object.entries(marks.waiting).some(([person, count]) => person !== boot.me && count > 0);
  const dot = document.querySelector("[data-menu-dot]");
  if (dot instanceof HTMLElement) dot.hidden = others === 0 && !elsewhere;
  document.title = others > 0 ? `(${others}) ${title}` : title;
}

export function closeSide() {
  if (!document.body.classList.contains("with-side")) return false;
  setSide(false);
  return true;
}

/** @param {boolean} open */
function setSide(open) {
  const opener = document.querySelector("[data-side-open]");
  document.body.classList.toggle("with-side", open);
  opener?.setAttribute("aria-expanded", String(open));
  const focus = open ? side.querySelector("a, button") : opener;
  if (focus instanceof HTMLElement) focus.focus();
}

export function startSide() {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-side-open]")) setSide(true);
    else if (event.target.closest("[data-side-close]")) setSide(false);
    else if (document.body.classList.contains("with-side") && !event.target.closest("#side")) setSide(false);
  });
}
