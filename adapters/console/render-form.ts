/**
 * A form as a dialog. It keeps what was typed until the core has taken it. Of a long list, the beginning is there and the
 * rest is found by typing.
 */
import type { Form, FormField } from "../../src/chat/card.ts";
import { cleanText } from "../../src/chat/texts/clean.ts";
import type { Html } from "./html.ts";
import { html, json } from "./html.ts";
import { icon } from "./icons.ts";
import { renderMarkdown } from "./markdown.ts";
import { cleanName } from "./names.ts";
import type { Texts } from "./texts.ts";

/** More are narrowed by what is typed above them. */
const MOST_OFFERED = 60;
type Choices = Extract<FormField, { type: "choice" }>["options"];

export function renderForm(form: Form, ref: string, texts: Texts): Html {
  return html`<dialog class="dialog" id="${ref}" aria-labelledby="${ref}-title">
    <form class="form" novalidate data-form="${json(form.action)}">
      <header class="dialog-head">
        <h2 id="${ref}-title">${cleanName(form.title)}</h2>
        <button type="button" class="icon-btn" data-close aria-label="${texts.close}">${icon("close")}</button>
      </header>
      <div class="dialog-body">
        ${form.intro !== undefined && html`<div class="md form-intro">${renderMarkdown(form.intro)}</div>`}
        <p class="form-problem" role="alert" hidden></p>
        ${form.fields.map((field, index) => renderFormField(field, `${ref}-f${index}`, texts))}
      </div>
      <footer class="dialog-foot">
        <button type="button" class="btn" data-style="plain" data-close>${cleanName(form.back)}</button>
        <button type="submit" class="btn" data-style="${form.style}">${cleanName(form.submit)}</button>
      </footer>
    </form>
  </dialog>`;
}

function renderFormField(field: FormField, ref: string, texts: Texts): Html {
  const hint = field.hint !== undefined && html`<p class="field-hint" id="${ref}-hint">${cleanText(field.hint)}</p>`;
  const problem = html`<p class="field-problem" id="${ref}-problem" hidden></p>`;
  if (field.type === "check") {
    return html`<div class="form-field check" data-field="${field.name}" data-type="check">
      <label><input type="checkbox" name="${field.name}" id="${ref}"${field.value && html` checked`} aria-describedby="${describedBy(ref, field)}">
      <span>${cleanName(field.label)}</span></label>${hint}${problem}</div>`;
  }
  if (field.type === "people" && field.many) return renderPeople(field, ref, texts);
  const needed = field.required || (field.type === "text" && field.files === "needed");
  const mark = !needed && html`<span class="optional">${texts.optional}</span>`;
  const reshapes = field.reshapes === true && html` data-reshapes`;
  return html`<div class="form-field" data-field="${field.name}" data-type="${field.type}"${reshapes}>
    <label for="${ref}">${cleanName(field.label)}${mark}</label>${hint}
    ${renderControl(field, ref, texts)}${field.type === "text" && field.files && html`<input type="file" class="field-files" multiple aria-label="${cleanName(field.label)}: ${texts.attach}">`}${problem}</div>`;
}

function renderControl(field: Exclude<FormField, { type: "check" }>, ref: string, texts: Texts): Html {
  const common = html`id="${ref}" name="${field.name}" aria-describedby="${describedBy(ref, field)}"${field.required && html` required aria-required="true"`}`;
  if (field.type === "text") {
    const placeholder = field.placeholder !== undefined && html` placeholder="${field.placeholder}"`;
    if (field.lines > 1) {
      return html`<textarea ${common} rows="${field.lines}" maxlength="${field.max}"${placeholder}>${`\n${field.value}`}</textarea>`;
    }
    return html`<input type="text" ${common} value="${field.value}" maxlength="${field.max}"${placeholder} autocomplete="off">`;
  }
  const chosen = field.type === "choice" ? [field.value] : field.value;
  const none = (field.type === "people" || !field.required) && !field.options.some(({ value }) => value === "");
  const select = html`<select ${common}>${none && html`<option value="">${texts.nobody}</option>`}${offered(
    field.options,
    chosen,
  ).map(
    ({ value, label }) =>
      html`<option value="${value}"${chosen.includes(value) && html` selected`}>${cleanName(label)}</option>`,
  )}</select>`;
  return found(field.options, ref, texts, select);
}

/** What is chosen, and the first of the others. */
function offered(options: Choices, chosen: readonly string[]): Choices {
  if (options.length <= MOST_OFFERED) return options;
  const [kept, others] = [true, false].map((isChosen) =>
    options.filter(({ value }) => chosen.includes(value) === isChosen),
  );
  return [...(kept ?? []), ...(others ?? []).slice(0, MOST_OFFERED)];
}

/** The list itself where it is short, else with a box to narrow it by. */
function found(options: Choices, ref: string, texts: Texts, list: Html): Html {
  if (options.length <= MOST_OFFERED) return list;
  const all = options.map(({ value, label }) => ({ value, label: cleanName(label) }));
  const words = texts.find(options.length);
  return html`<div class="finder" data-finder="${json(all)}">
    <input type="search" class="finder-words" aria-label="${words}" placeholder="${words}" aria-controls="${ref}" autocomplete="off">
    <span class="finder-count" role="status">${MOST_OFFERED} / ${options.length}</span>${list}</div>`;
}

function renderPeople(field: Extract<FormField, { type: "people" }>, ref: string, texts: Texts): Html {
  const mark = !field.required && html`<span class="optional">${texts.optional}</span>`;
  return html`<fieldset class="form-field" data-field="${field.name}" data-type="people" data-many aria-describedby="${describedBy(ref, field)}">
    <legend>${cleanName(field.label)}${mark}</legend>
    ${field.hint !== undefined && html`<p class="field-hint" id="${ref}-hint">${cleanText(field.hint)}</p>`}
    ${found(field.options, ref, texts, renderChoices(field, ref))}<p class="field-problem" id="${ref}-problem" hidden></p></fieldset>`;
}

function renderChoices(field: Extract<FormField, { type: "people" }>, ref: string): Html {
  return html`<div class="choices" id="${ref}" data-name="${field.name}">${offered(field.options, field.value).map(
    ({ value, label }) =>
      html`<label class="choice"><input type="checkbox" value="${value}" name="${field.name}"${field.value.includes(value) && html` checked`}><span>${cleanName(label)}</span></label>`,
  )}</div>`;
}

function describedBy(ref: string, field: FormField): string {
  return field.hint === undefined ? `${ref}-problem` : `${ref}-hint ${ref}-problem`;
}
