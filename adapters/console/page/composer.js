// @ts-check
/** The message box: what is typed, attached, remembered, and sent. */
import { takeAnswer } from "./actions.js";
import { announce } from "./announce.js";
import { boot, newKey, part, text } from "./boot.js";
import { clearFiles, files, startFiles } from "./files.js";
import { arrange, showPending } from "./messages.js";
import { post, Refused } from "./request.js";
import { hideSuggestions, keyForSuggestions, suggest } from "./suggest.js";

const HISTORY = 50;
const TALLEST = 0.4;
const box = part("compose-text", HTMLTextAreaElement);
const draftKey = `gonogo.draft.${boot.me}.${boot.place}`;
const historyKey = `gonogo.history.${boot.me}`;

/** @type {string[]} */
let said = JSON.parse(sessionStorage.getItem(historyKey) ?? "[]");
/** Where in the history one is; its length is what is being written. */
let at = said.length;

function grow() {
  box.rows = 1;
  const style = getComputedStyle(box);
  const line = Number.parseFloat(style.lineHeight);
  const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
  const most = Math.max(3, Math.floor((innerHeight * TALLEST) / line));
  box.rows = Math.min(Math.max(1, Math.round((box.scrollHeight - padding) / line)), most);
}

/** @param {string} value */
function write(value) {
  box.value = value;
  box.setSelectionRange(value.length, value.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function send() {
  const words = box.value.trim() === "" ? "" : box.value;
  const attached = files();
  if (words === "" && attached.length === 0) return;
  const key = newKey();
  remember(words);
  write("");
  clearFiles();
  hideSuggestions();
  void deliver({ key, place: boot.place, text: words, files: attached }, pending(key, words, attached));
}

/** @param {{ key: string, place: string, text: string, files: import("./files.js").Sent[] }} message @param {HTMLElement} shown */
async function deliver(message, shown) {
  shown.dataset.state = "sending";
  try {
    takeAnswer(await post("/console/message", message));
    shown.remove();
    arrange();
  } catch (error) {
    const large = error instanceof Refused && error.code === "too-large";
    failed(shown, large ? text("tooLong") : text("failed"), large ? undefined : () => void deliver(message, shown));
  }
}

/** One's own words, at once. @param {string} key @param {string} words @param {{ name: string }[]} attached */
function pending(key, words, attached) {
  const item = document.createElement("li");
  item.className = "message pending";
  item.dataset.key = `console:said:${boot.me}:${key}`;
  const face = document.querySelector(".bar-me .avatar")?.cloneNode(true);
  const gutter = document.createElement("div");
  gutter.className = "gutter";
  if (face) gutter.append(face);
  const main = document.createElement("div");
  main.className = "message-main";
  const by = document.createElement("p");
  by.className = "by";
  const name = document.createElement("span");
  name.className = "by-name";
  name.textContent = boot.name;
  const state = document.createElement("span");
  state.className = "pending-state";
  state.textContent = text("sending");
  by.append(name, state);
  const body = document.createElement("p");
  body.className = "said";
  body.textContent = [words.slice(0, 2_000), ...attached.map((file) => file.name)].filter(Boolean).join("\n");
  main.append(by, body);
  item.append(gutter, main);
  showPending(item);
  return item;
}

/** @param {HTMLElement} shown @param {string} why @param {(() => void) | undefined} again */
function failed(shown, why, again) {
  shown.dataset.state = "failed";
  announce(why);
  const state = shown.querySelector(".pending-state");
  if (!state) return;
  state.textContent = `${why} `;
  /** @param {string} label @param {() => void} work */
  const offer = (label, work) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-btn";
    button.textContent = label;
    button.addEventListener("click", work, { once: true });
    state.append(button, " ");
  };
  if (again) {
    offer(text("again"), () => {
      state.textContent = text("sending");
      again();
    });
  }
  offer(text("discard"), () => {
    shown.remove();
    box.focus();
  });
}

/** @param {string} words */
function remember(words) {
  if (words !== "" && said.at(-1) !== words && words.length < 20_000) said = [...said, words].slice(-HISTORY);
  at = said.length;
  try {
    sessionStorage.setItem(historyKey, JSON.stringify(said));
  } catch {
    said = said.slice(-1);
  }
}

/** Walks the history from an empty box or from one that shows it. @param {KeyboardEvent} event */
function recall(event) {
  const untouched = box.value === "" || box.value === said[at];
  if (!untouched || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return false;
  const next = event.key === "ArrowUp" ? at - 1 : at + 1;
  if (next < 0 || next > said.length || said.length === 0) return false;
  at = next;
  write(said[at] ?? "");
  hideSuggestions();
  return true;
}

/** @param {KeyboardEvent} event */
function key(event) {
  // While an input method is composing, Enter chooses characters.
  if (event.isComposing || event.keyCode === 229) return;
  if (keyForSuggestions(event, write) || recall(event)) {
    event.preventDefault();
    return;
  }
  if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    send();
  }
}

export function startComposer() {
  startFiles();
  box.addEventListener("input", () => {
    grow();
    suggest(box.value);
    if (box.value.length < 100_000) sessionStorage.setItem(draftKey, box.value);
  });
  box.addEventListener("keydown", key);
  box.addEventListener("blur", () => setTimeout(hideSuggestions, 150));
  part("composer", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    send();
    box.focus();
  });
  document.addEventListener("click", (event) => {
    const insert = event.target instanceof Element ? event.target.closest("[data-insert]") : null;
    if (!(insert instanceof HTMLElement)) return;
    write(insert.dataset.insert ?? "");
    hideSuggestions();
    box.focus();
  });
  addEventListener("resize", grow);
  const draft = sessionStorage.getItem(draftKey);
  if (draft) write(draft);
  hideSuggestions();
  // A phone's keyboard would cover the page before anybody has read it.
  if (matchMedia("(hover: hover)").matches) box.focus({ preventScroll: true });
}
