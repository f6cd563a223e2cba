// @ts-check
/** The thread of one message, at the side, or over everything on a phone. */
import { announce } from "./announce.js";
import { elementOf, part } from "./boot.js";
import { morph } from "./morph.js";
import { get } from "./request.js";

const panel = part("thread", HTMLElement);
const notes = part("notes", HTMLElement);
const about = part("thread-about", HTMLElement);
const title = part("thread-title", HTMLElement);
const empty = part("thread-empty", HTMLElement);
const scroller = /** @type {HTMLElement} */ (notes.parentElement);

/** @type {{ message: string, opener: HTMLElement } | undefined} */
let open;

/** @param {string} message @param {HTMLElement} opener */
async function openThread(message, opener) {
  open = { message, opener };
  const card = document.getElementById(`m${message}`);
  about.textContent = card?.querySelector(".card-title")?.textContent ?? "";
  const page = await get("/console/thread", { message });
  if (open?.message !== message) return;
  notes.innerHTML = page.html;
  empty.hidden = notes.childElementCount > 0;
  panel.hidden = false;
  document.body.classList.add("with-thread");
  scroller.scrollTop = scroller.scrollHeight;
  title.focus({ preventScroll: true });
}

export function closeThread() {
  if (panel.hidden) return false;
  panel.hidden = true;
  document.body.classList.remove("with-thread");
  const opener = open && document.querySelector(`.thread-open[data-thread="${CSS.escape(open.message)}"]`);
  if (opener instanceof HTMLElement) opener.focus();
  open = undefined;
  return true;
}

/** Adds a note to the thread that is open; what another thread got shows at its message. @param {{ id: number, thread: number | null, html: string }} event */
export function showNote(event) {
  if (String(event.thread) !== open?.message) return;
  const fresh = elementOf(event.html);
  if (!fresh) return;
  const shown = document.getElementById(`m${event.id}`);
  if (shown) {
    morph(shown, fresh);
    return;
  }
  notes.append(fresh);
  empty.hidden = true;
  scroller.scrollTop = scroller.scrollHeight;
  announce(fresh.getAttribute("data-summary") ?? "");
}

export function startThread() {
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest(".thread-open") : null;
    if (opener instanceof HTMLElement) void openThread(opener.dataset.thread ?? "", opener).catch(() => undefined);
  });
  part("thread-close", HTMLButtonElement).addEventListener("click", closeThread);
}
