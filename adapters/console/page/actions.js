// @ts-check
/** Buttons on cards. One press is one key, however often it is clicked or sent. */
import { toast } from "./announce.js";
import { boot, newKey, text } from "./boot.js";
import { ask, openForm } from "./dialogs.js";
import { showMessage } from "./messages.js";
import { post } from "./request.js";

/** Shows what came back: replies, and forms to fill in. @param {{ messages: any[], forms: string[] }} answer */
export function takeAnswer(answer) {
  for (const event of answer.messages) {
    const shown = showMessage(event);
    if (shown instanceof HTMLElement && shown.dataset.author !== boot.me) reply(shown);
  }
  for (const form of answer.forms) openForm(form, takeAnswer);
}

/** A reply that is out of sight is also shown where one looks. @param {HTMLElement} message */
function reply(message) {
  const words = message.querySelector(".text");
  if (words instanceof HTMLElement) {
    const { bottom, top } = message.getBoundingClientRect();
    const tone = words.dataset.tone;
    if (top > innerHeight - 80 || bottom < 60)
      toast(words.innerText, tone === "good" || tone === "bad" ? tone : "plain");
    return;
  }
  message.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} button */
async function press(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  const question = button.dataset.confirm;
  if (question !== undefined && !(await ask(JSON.parse(question), button.dataset.style ?? "plain"))) return;
  button.dataset.pressKey ??= newKey();
  button.setAttribute("aria-busy", "true");
  try {
    const action = JSON.parse(button.dataset.action ?? "null");
    takeAnswer(await post("/console/action", { key: button.dataset.pressKey, place: boot.place, action }));
    delete button.dataset.pressKey;
  } catch {
    toast(text("failed"), "bad");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

export function startActions() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
    if (button instanceof HTMLElement) void press(button);
  });
}
