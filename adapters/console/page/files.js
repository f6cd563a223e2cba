// @ts-check
/** Plans as files: chosen, or dropped onto the message box. Only text is taken. */
import { toast } from "./announce.js";
import { boot, part, text } from "./boot.js";

const KINDS = /\.(?:ya?ml|md|markdown|txt|json)$/iu;
const MOST = 1_000_000;
const MOST_FILES = 5;
const list = part("files", HTMLElement);

/** @type {{ name: string, text: string }[]} */
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
    if (!KINDS.test(file.name)) toast(text("notText"), "bad");
    else if (file.size > MOST) toast(text("tooLong"), "bad");
    else attached = [...attached, { name: file.name, text: await file.text() }].slice(-MOST_FILES);
  }
  show();
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
