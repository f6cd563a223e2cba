// @ts-check
/** Questions before a click counts, and forms. */

import { announce } from "./announce.js";
import { boot, elementOf, newKey, part, text } from "./boot.js";
import { sent } from "./files.js";
import { post } from "./request.js";

/** @typedef {{ title: string, text: string, ok: string, back: string }} Question */

/** What holds a field's value; the words that narrow a long list are no value. */
const CONTROL = "input:not(.finder-words), textarea, select";

/** Listens for the answer to the question that is open. */
let asking = new AbortController();

/** Asks; answers whether it was meant. @param {Question} question @param {string} style @returns {Promise<boolean>} */
export function ask(question, style) {
  const dialog = part("confirm", HTMLDialogElement);
  const ok = part("confirm-ok", HTMLButtonElement);
  part("confirm-title", HTMLElement).textContent = question.title;
  part("confirm-text", HTMLElement).textContent = question.text;
  part("confirm-back", HTMLElement).textContent = question.back;
  ok.textContent = question.ok;
  ok.dataset.style = style === "danger" ? "danger" : "primary";
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  return new Promise((resolve) => {
    const yes = () => {
      resolve(true);
      dialog.close();
    };
    // A dialog says that it was closed a moment later, when the next question may be open already.
    const closed = () => {
      if (!dialog.open) resolve(false);
    };
    ok.addEventListener("click", yes, { signal });
    dialog.addEventListener("close", closed, { signal });
    signal.addEventListener("abort", () => resolve(false), { once: true });
    dialog.showModal();
    part("confirm-back", HTMLElement).focus();
  });
}

/** Opens a form the server sent; `taken` gets the answer when it was taken. @param {string} html @param {(answer: any) => void} taken */
export function openForm(html, taken) {
  const dialog = elementOf(html);
  if (!(dialog instanceof HTMLDialogElement)) return;
  const opener = document.activeElement;
  document.body.append(dialog);
  const form = dialog.querySelector("form");
  let key = newKey();
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(dialog, form, key, (answer) => {
      taken(answer);
      dialog.close();
    }).then((wrong) => {
      // What is sent after a correction is a new intention; a repeat after a lost answer is not.
      if (wrong) key = newKey();
    });
  });
  dialog.addEventListener("change", (event) => {
    const field = event.target instanceof Element ? event.target.closest("[data-reshapes]") : null;
    const isValue = event.target instanceof Element && event.target.matches(CONTROL);
    if (field instanceof HTMLElement && isValue && form) void reshape(dialog, form, field.dataset.field ?? "");
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    else document.getElementById("compose-text")?.focus();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form?.requestSubmit();
  });
  dialog.showModal();
  const first = dialog.querySelector("input:not([type=hidden]), textarea, select");
  if (first instanceof HTMLElement) first.focus();
}

/**
 * Which fields there are follows what was chosen in one: the server draws the form anew with what is typed so far.
 * @param {HTMLDialogElement} dialog @param {HTMLFormElement} form @param {string} changed
 */
async function reshape(dialog, form, changed) {
  form.setAttribute("aria-busy", "true");
  try {
    const action = JSON.parse(form.dataset.form ?? "null");
    const answer = await post("/console/reform", { key: newKey(), place: boot.place, action, values: valuesOf(form) });
    const drawn = answer.form === null ? null : elementOf(answer.form)?.querySelector(".dialog-body");
    const body = form.querySelector(".dialog-body");
    if (!(drawn instanceof HTMLElement) || !(body instanceof HTMLElement)) return;
    body.replaceChildren(...drawn.childNodes);
    const field = Array.from(body.querySelectorAll("[data-field]")).find(
      (each) => each.getAttribute("data-field") === changed,
    );
    const control = field?.querySelector(CONTROL);
    if (control instanceof HTMLElement) control.focus();
  } catch {
    showProblems(dialog, text("failed"), {});
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/**
 * Sends a form; answers whether something in it was wrong.
 * @param {HTMLDialogElement} dialog @param {HTMLFormElement} form @param {string} key @param {(answer: any) => void} taken
 */
async function send(dialog, form, key, taken) {
  if (form.getAttribute("aria-busy") === "true") return false;
  form.setAttribute("aria-busy", "true");
  try {
    const action = JSON.parse(form.dataset.form ?? "null");
    const answer = await post("/console/form", {
      key,
      place: boot.place,
      action,
      values: valuesOf(form),
      files: await filesOf(form),
    });
    if (answer.taken) {
      taken(answer);
      return false;
    }
    showProblems(dialog, answer.problem, answer.fields);
    return true;
  } catch {
    showProblems(dialog, text("failed"), {});
    return false;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** @param {HTMLFormElement} form */
async function filesOf(form) {
  /** @type {Record<string, import("./files.js").Sent[]>} */
  const files = {};
  for (const input of form.querySelectorAll("input.field-files")) {
    const name = input.closest("[data-field]")?.getAttribute("data-field") ?? "";
    if (!(input instanceof HTMLInputElement) || !input.files?.length) continue;
    files[name] = await Promise.all(Array.from(input.files, sent));
  }
  return files;
}

/** @param {HTMLFormElement} form */
function valuesOf(form) {
  /** @type {Record<string, string | string[] | boolean>} */
  const values = {};
  for (const field of form.querySelectorAll("[data-field]")) {
    if (!(field instanceof HTMLElement)) continue;
    const { field: name = "", type } = field.dataset;
    const control = field.querySelector(CONTROL);
    if (field.hasAttribute("data-many")) {
      values[name] = Array.from(field.querySelectorAll("input:checked"), (box) => box.getAttribute("value") ?? "");
    } else if (control instanceof HTMLInputElement && type === "check") {
      values[name] = control.checked;
    } else if (
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    ) {
      values[name] = type === "people" ? (control.value === "" ? [] : [control.value]) : control.value;
    }
  }
  return values;
}

/** @param {HTMLDialogElement} dialog @param {string | null} problem @param {Record<string, string>} fields */
function showProblems(dialog, problem, fields) {
  const general = dialog.querySelector(".form-problem");
  if (general instanceof HTMLElement) {
    general.textContent = problem ?? "";
    general.hidden = problem === null || problem === "";
  }
  /** @type {HTMLElement | undefined} */
  let first;
  for (const field of dialog.querySelectorAll("[data-field]")) {
    if (!(field instanceof HTMLElement)) continue;
    const wrong = fields[field.dataset.field ?? ""];
    const line = field.querySelector(".field-problem");
    const control = field.querySelector(CONTROL);
    if (line instanceof HTMLElement) {
      line.textContent = wrong ?? "";
      line.hidden = wrong === undefined;
    }
    if (!(control instanceof HTMLElement)) continue;
    if (wrong === undefined) control.removeAttribute("aria-invalid");
    else control.setAttribute("aria-invalid", "true");
    if (wrong !== undefined) first ??= control;
  }
  first?.focus();
  announce([problem ?? "", ...Object.values(fields)].filter(Boolean).join(" "));
}

export function startDialogs() {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  });
}
