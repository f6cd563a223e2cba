// @ts-check
/** Long lists: what is offered is narrowed by what is typed above it. What is chosen stays. */

const MOST = 60;

/** @typedef {{ value: string, label: string }} Choice */

/** @param {HTMLElement} finder */
function narrow(finder) {
  /** @type {Choice[]} */
  const all = JSON.parse(finder.dataset.finder ?? "[]");
  const box = finder.querySelector(".finder-words");
  const typed = box instanceof HTMLInputElement ? box.value.toLowerCase() : "";
  const words = typed.split(/\s+/u).filter(Boolean);
  const fits = all.filter(({ value, label }) =>
    words.every((word) => label.toLowerCase().includes(word) || value.toLowerCase().includes(word)),
  );
  const select = finder.querySelector("select");
  const choices = finder.querySelector(".choices");
  if (select) offer(select, fits, all);
  else if (choices instanceof HTMLElement) offerMany(choices, fits, all);
  const count = finder.querySelector(".finder-count");
  if (count) count.textContent = `${Math.min(fits.length, MOST)} / ${fits.length}`;
}

/** @param {HTMLSelectElement} select @param {Choice[]} fits @param {Choice[]} all */
function offer(select, fits, all) {
  const { value: chosen } = select;
  const none = Array.from(select.options).find((option) => option.value === "");
  const shown = fits.slice(0, MOST);
  const kept =
    chosen === "" || shown.some(({ value }) => value === chosen) ? [] : all.filter(({ value }) => value === chosen);
  const options = [...kept, ...shown].map(({ value, label }) => new Option(label, value, false, value === chosen));
  select.replaceChildren(...(none ? [none] : []), ...options);
  if (none && chosen === "") none.selected = true;
}

/** @param {HTMLElement} choices @param {Choice[]} fits @param {Choice[]} all */
function offerMany(choices, fits, all) {
  const first = choices.querySelector("input");
  const checked = Array.from(choices.querySelectorAll("input:checked"), (box) => box.getAttribute("value"));
  const kept = all.filter(({ value }) => checked.includes(value));
  const shown = fits.filter(({ value }) => !checked.includes(value)).slice(0, MOST);
  choices.replaceChildren(
    ...[...kept, ...shown].map(({ value, label }) => {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.name = first?.name ?? choices.dataset.name ?? "";
      box.value = value;
      box.setAttribute("value", value);
      box.checked = checked.includes(value);
      const words = document.createElement("span");
      words.textContent = label;
      const choice = document.createElement("label");
      choice.className = "choice";
      choice.append(box, words);
      return choice;
    }),
  );
}

export function startFinders() {
  document.addEventListener("input", (event) => {
    const finder =
      event.target instanceof HTMLElement && event.target.matches(".finder-words")
        ? event.target.closest("[data-finder]")
        : null;
    if (finder instanceof HTMLElement) narrow(finder);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.matches(".finder-words"))
      event.preventDefault();
  });
}
