// @ts-check
/** Theme, language, and who this tab is. */

import { toast } from "./announce.js";
import { boot, text } from "./boot.js";
import { post } from "./request.js";

const YEAR = 31_536_000;

const TAB = "gonogo.as";

/** A tab that was opened without saying who it is goes on as who it was. Answers whether it left this page. */
export function resumePersona() {
  if (!boot.sample) return false;
  const address = new URL(location.href);
  const was = sessionStorage.getItem(TAB);
  if (address.searchParams.has("fresh") && was !== null && was !== boot.me) {
    location.replace(`/?${new URLSearchParams({ as: was })}`);
    return true;
  }
  sessionStorage.setItem(TAB, boot.me);
  address.searchParams.delete("fresh");
  history.replaceState(null, "", address);
  return false;
}

function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const next = dark ? "light" : "dark";
  root.dataset.theme = next;
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it to write the page in the right colours at once.
  document.cookie = `gonogo_theme=${next}; path=/; max-age=${YEAR}; samesite=lax`;
  labelTheme();
}

function labelTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.setAttribute("aria-label", text(dark ? "light" : "dark"));
    button.setAttribute("title", text(dark ? "light" : "dark"));
  }
}

/** @param {string} lang */
async function choose(lang) {
  try {
    await post("/console/lang", { lang });
    location.reload();
  } catch {
    toast(text("failed"), "bad");
  }
}

export function startSettings() {
  labelTheme();
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-theme-toggle]")) toggleTheme();
    const lang = event.target.closest("[data-lang]");
    if (lang instanceof HTMLElement) void choose(lang.dataset.lang ?? "en");
  });
}
