// @ts-check
/** Files: plans as text, anything else as its bytes. Chosen, or dropped onto the message box. */
import { toast } from "./announce.js";
import { boot, part, text } from "./boot.js";

/** @typedef {{ name: string, text: string, type?: string, bytes?: string }} Sent */

const KINDS = /\.(?:ya?ml|md|markdown|txt|json)$/iu;
const MOST = 1_000_000;
const MOST_FILES = 5;
const list = part("files", HTMLElement);

/** @type {Sent[]} */
let attached = [];

export function files() {
  return attached;
}

export function clearFiles() {
  attached = [];
  show();
}

/** @param {Iterable<File>} chosen */
async function attach(chosen) {
  for (const file of chosen) {
    const plan = KINDS.test(file.name) && file.size <= MOST;
    if (file.size > boot.mostFile) toast(text("tooLarge"), "bad");
    else
      attached = [...attached, plan ? { name: file.name, text: await file.text() } : await sent(file)].slice(
        -MOST_FILES,
      );
  }
  show();
}

/** @param {File} file @returns {Promise<Sent>} */
export async function sent(file) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
  return { name: file.name, text: "", type: file.type, bytes: String(url).replace(/^[^,]*,/u, "") };
}

function show() {
  list.replaceChildren(
    ...attached.map((file) => {
      const item = document.createElement("li");
      item.className = "file";
      const name = document.createElement("span");
      name.textContent = file.name;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "file-remove";
      remove.textContent = "×";
      remove.setAttribute("aria-label", boot.remove.replace("{}", file.name));
      remove.addEventListener("click", () => {
        attached = attached.filter((each) => each !== file);
        show();
      });
      item.append(name, remove);
      return item;
    }),
  );
  list.hidden = attached.length === 0;
}

export function startFiles() {
  const input = part("attach", HTMLInputElement);
  input.addEventListener("change", () => {
    void attach(Array.from(input.files ?? [])).then(() => {
      input.value = "";
      document.getElementById("compose-text")?.focus();
    });
  });
  const composer = part("composer", HTMLFormElement);
  composer.addEventListener("dragover", (event) => event.preventDefault());
  composer.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    void attach(event.dataTransfer.files);
  });
}
