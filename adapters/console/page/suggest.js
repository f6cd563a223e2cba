// @ts-check
/** The commands that fit what is being typed. */
import { boot, part } from "./boot.js";

const MOST = 8;
const list = part("suggest", HTMLElement);
const box = part("compose-text", HTMLTextAreaElement);

/** @type {import("./boot.js").CommandHint[]} */
let shown = [];
let chosen = -1;

/** @param {string} typed */
export function suggest(typed) {
  const words = typed.replace(/^／/u, "/").toLowerCase();
  const fits = words.startsWith("/") && !words.includes("\n");
  shown = fits ? boot.commands.filter((hint) => matches(hint, words)).slice(0, MOST) : [];
  if (shown.length === 1 && shown[0]?.insert.trim() === words.trim()) shown = [];
  chosen = -1;
  show();
}

/** @param {import("./boot.js").CommandHint} hint @param {string} typed */
function matches(hint, typed) {
  const [, ...rest] = typed.slice(1).split(/\s+/u);
  const verb = (rest.length > 0 ? rest : [typed.slice(1)]).join(" ").trim();
  const insert = hint.insert.toLowerCase();
  if (insert.startsWith(typed.trimEnd()) || typed === "/") return true;
  return verb !== "" && rest.length < 2 && `${insert.slice(1)} ${hint.usage.toLowerCase()}`.includes(verb);
}

export function hideSuggestions() {
  shown = [];
  chosen = -1;
  show();
}

function show() {
  list.replaceChildren(
    ...shown.map((hint, index) => {
      const item = document.createElement("li");
      item.id = `suggest-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === chosen));
      const usage = document.createElement("code");
      usage.textContent = hint.usage;
      const about = document.createElement("span");
      about.textContent = hint.about;
      item.append(usage, about);
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(hint.insert);
      });
      return item;
    }),
  );
  list.hidden = shown.length === 0;
  box.setAttribute("aria-expanded", String(shown.length > 0));
  if (chosen >= 0) box.setAttribute("aria-activedescendant", `suggest-${chosen}`);
  else box.removeAttribute("aria-activedescendant");
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
}

/** @param {string} insert */
function take(insert) {
  box.value = insert;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  hideSuggestions();
  box.focus();
}

/**
 * Arrows walk, Tab and Enter take, Escape puts away. Answers whether the key was meant for the list.
 * @param {KeyboardEvent} event @param {(text: string) => void} write
 */
export function keyForSuggestions(event, write) {
  if (shown.length === 0) return false;
  if (event.key === "Escape") {
    hideSuggestions();
    event.stopPropagation();
    return true;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    chosen = chosen < 0 && step < 0 ? shown.length - 1 : (chosen + step + shown.length) % shown.length;
    show();
    return true;
  }
  const hint = shown[chosen < 0 && event.key === "Tab" && !event.shiftKey ? 0 : chosen];
  if (!hint || (event.key !== "Tab" && event.key !== "Enter") || event.shiftKey) return false;
  write(hint.insert);
  hideSuggestions();
  return true;
}
