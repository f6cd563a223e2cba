// @ts-check
/** The list of messages: new ones, edited ones, older ones; days and speakers; and where one has scrolled to. */
import { announce } from "./announce.js";
import { boot, elementOf, part } from "./boot.js";
import { morph } from "./morph.js";
import { get, post } from "./request.js";

/** @typedef {{ id: number, thread: number | null, revision: number, html: string }} MessageEvent_ */

const TOGETHER = 5 * 60_000;
const NEAR = 120;
const list = part("messages", HTMLElement);
const scroll = part("scroll", HTMLElement);
const below = part("below", HTMLButtonElement);
const older = part("older", HTMLButtonElement);

/** Shows a message as it is now, unless something newer is shown already. @param {MessageEvent_} event @returns {Element | null} */
export function showMessage(event) {
  const fresh = elementOf(event.html);
  if (!fresh) return null;
  const shown = document.getElementById(`m${event.id}`);
  if (shown && list.contains(shown)) {
    if (Number(shown.dataset.revision) > event.revision) return shown;
    const stay = nearEnd();
    morph(shown, fresh);
    if (stay) toEnd();
    return shown;
  }
  // An edit of what lies before the loaded part is seen when that is loaded.
  const first = list.querySelector("[data-message]");
  if (first instanceof HTMLElement && event.id < Number(first.dataset.message)) return null;
  add(fresh, event.id);
  return fresh;
}

/** @param {Element} fresh @param {number} id */
function add(fresh, id) {
  const stay = nearEnd();
  const key = fresh.getAttribute("data-key") ?? "";
  const mine = fresh.getAttribute("data-author") === boot.me;
  if (mine) document.querySelector(`.pending[data-key="${CSS.escape(key)}"]`)?.remove();
  const after = Array.from(list.querySelectorAll("[data-message]")).findLast(
    (each) => Number(each.getAttribute("data-message")) < id,
  );
  const pending = list.querySelector(".pending");
  if (after) after.after(fresh);
  else if (pending) pending.before(fresh);
  else list.append(fresh);
  fresh.classList.add("arrived");
  arrange();
  if (stay || mine) toEnd();
  else below.hidden = false;
  if (!mine) announce(fresh.getAttribute("data-summary") ?? "");
  markSeen();
}

/** Says which day it is where it changes, and who speaks where that changes. */
export function arrange() {
  /** @type {HTMLElement | undefined} */
  let before;
  for (const mark of list.querySelectorAll(".day")) mark.remove();
  for (const message of list.querySelectorAll(".message")) {
    if (!(message instanceof HTMLElement)) continue;
    const day = message.dataset.day;
    const newDay = day !== undefined && day !== before?.dataset.day;
    if (newDay) message.before(dayMark(message.dataset.dayName ?? ""));
    const close = Number(message.dataset.at) - Number(before?.dataset.at) < TOGETHER;
    const sameSpeaker = before?.dataset.author === message.dataset.author;
    const alike = before?.hasAttribute("data-private") === message.hasAttribute("data-private");
    message.classList.toggle("follows", !newDay && close && sameSpeaker && alike);
    before = message;
  }
}

/** @param {string} name */
function dayMark(name) {
  const mark = document.createElement("li");
  mark.className = "day";
  const label = document.createElement("span");
  label.textContent = name;
  mark.append(label);
  return mark;
}

/** Shows the person's own words at once, before the server has them. @param {Element} element */
export function showPending(element) {
  list.append(element);
  toEnd();
}

export function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  below.hidden = true;
}

function nearEnd() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
}

let seen = 0;
/** Tells the server what was looked at, when somebody is looking. */
export function markSeen() {
  if (document.visibilityState !== "visible") return;
  const last = Array.from(list.querySelectorAll("[data-message]")).at(-1);
  const id = Number(last?.getAttribute("data-message") ?? 0);
  if (id <= seen) return;
  seen = id;
  post("/console/seen", { place: boot.place, message: id }).catch(() => {
    seen = 0;
  });
}

async function showOlder() {
  const first = list.querySelector("[data-message]");
  const before = first?.getAttribute("data-message");
  if (!before) return;
  older.disabled = true;
  const height = scroll.scrollHeight;
  try {
    const page = await get("/console/history", { place: boot.place, before });
    const template = document.createElement("template");
    template.innerHTML = page.html;
    list.prepend(template.content);
    arrange();
    scroll.scrollTop += scroll.scrollHeight - height;
    if (older.parentElement) older.parentElement.hidden = !page.more;
    const intro = document.getElementById("intro");
    if (intro) intro.hidden = page.more;
  } finally {
    older.disabled = false;
  }
}

export function startMessages() {
  arrange();
  toEnd();
  markSeen();
  older.addEventListener("click", () => void showOlder().catch(() => undefined));
  below.addEventListener("click", () => {
    toEnd();
    scroll.focus();
  });
  scroll.addEventListener("scroll", () => {
    if (nearEnd()) below.hidden = true;
  });
  document.addEventListener("visibilitychange", markSeen);
  // A long card that grows while it loads must not push the end out of sight.
  new ResizeObserver(() => {
    if (scroll.dataset.touched === undefined) toEnd();
  }).observe(list);
  for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    scroll.addEventListener(
      event,
      () => {
        scroll.dataset.touched = "";
      },
      { passive: true, once: true },
    );
  }
}
