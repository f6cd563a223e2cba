// @ts-check
/** What happens while one looks, over one connection that comes back by itself and misses nothing. */
import { boot, part } from "./boot.js";

/** Browsers allow few connections to one server, so a tab that nobody looks at gives its own back. */
const HIDDEN_FOR = 20_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;

/** @typedef {{ message: (event: any) => void, marks: (event: any) => void }} Listeners */

/** @param {Listeners} listeners */
export function startStream(listeners) {
  const offline = part("offline", HTMLElement);
  /** @type {EventSource | undefined} */
  let source;
  let after = String(boot.cursor);
  let wait = FIRST_WAIT;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    const query = new URLSearchParams({ place: boot.place, after });
    if (boot.sample) query.set("as", boot.me);
    const opened = new EventSource(`/console/events?${query}`);
    source = opened;
    opened.addEventListener("hello", () => {
      wait = FIRST_WAIT;
      offline.hidden = true;
      document.body.dataset.live = "";
    });
    opened.addEventListener("message", (event) => {
      after = event.lastEventId || after;
      listeners.message(JSON.parse(event.data));
    });
    opened.addEventListener("marks", (event) => listeners.marks(JSON.parse(event.data)));
    opened.addEventListener("reset", () => location.reload());
    opened.addEventListener("error", () => {
      offline.hidden = false;
      delete document.body.dataset.live;
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") timer = setTimeout(close, HIDDEN_FOR);
    else if (!source || source.readyState === EventSource.CLOSED) open();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
  open();
}
