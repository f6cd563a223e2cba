/**
 * The neutral card as HTML: the reference of what each part looks like.
 */
import type { Block, Button, Card, Field, Inline, ItemRow, LevelRow, Line, Tone } from "../../src/chat/card.ts";
import { cleanText } from "../../src/chat/texts/clean.ts";
import type { Html } from "./html.ts";
import { html, json } from "./html.ts";
import { toneIcon } from "./icons.ts";
import { renderMarkdown, safeLink } from "./markdown.ts";
import { avatarColour, cleanName, initials } from "./names.ts";
import type { Texts } from "./texts.ts";

const LONGEST_TITLE = 220;
const LONGEST_OUTPUT = 20_000;

/** The card; `ref` makes the ids inside it unique on the page. */
export function renderCard(card: Card, ref: string, texts: Texts): Html {
  const buttons =
    card.buttons.length > 0 && html`<footer class="card-actions">${card.buttons.map(renderButton)}</footer>`;
  return html`<article class="card" data-tone="${card.tone}" aria-labelledby="${ref}-title">
    <header class="card-head">
      <h3 class="card-title" id="${ref}-title">${cleanName(card.title, LONGEST_TITLE)}</h3>
      ${badge(card.tone, card.label)}
    </header>
    <div class="card-body">${card.blocks.map((block, index) => renderBlock(block, `${ref}-b${index}`, texts))}</div>
    ${buttons}
  </article>`;
}

/** A button that carries its action; what comes back is validated before it counts. */
export function renderButton(button: Button): Html {
  const confirm = button.confirm && html` data-confirm="${json(button.confirm)}"`;
  return html`<button type="button" class="btn" data-style="${button.style}" data-button="${button.id}"
    data-action="${json(button.action)}"${confirm}>${cleanName(button.label)}</button>`;
}

export function renderLine(line: Line): Html {
  return html`${line.map(renderInline)}`;
}

function renderInline(part: Inline): Html {
  if (typeof part === "string") return html`${cleanText(part)}`;
  if ("person" in part) return html`<span class="mention">@${cleanName(part.name)}</span>`;
  if (!safeLink(part.link)) return html`${cleanText(part.text)}`;
  return html`<a href="${part.link}" rel="noopener noreferrer nofollow" target="_blank">${cleanText(part.text)}</a>`;
}

function badge(tone: Tone, label: string): Html {
  return html`<span class="badge" data-tone="${tone}">${toneIcon(tone)}<span>${cleanName(label)}</span></span>`;
}

function renderBlock(block: Block, ref: string, texts: Texts): Html {
  switch (block.kind) {
    case "markdown":
      return html`<div class="block md">${renderMarkdown(block.text)}</div>`;
    case "fields":
      return html`<dl class="block fields">${block.fields.map(renderField)}</dl>`;
    case "items":
      return html`<section class="block" aria-labelledby="${ref}">
        <h4 class="block-title" id="${ref}">${cleanName(block.title)}</h4>
        <ol class="rows">${block.rows.map((row, index) => renderItem(row, `${ref}-${index}`, texts))}</ol>
      </section>`;
    case "levels":
      return html`<section class="block" aria-labelledby="${ref}">
        <h4 class="block-title" id="${ref}">${cleanName(block.title)}</h4>
        <ol class="rows levels">${block.rows.map(renderLevel)}</ol>
      </section>`;
    case "progress":
      return renderProgress(block.label, block.done, block.total, texts);
    case "timeline":
      return html`<section class="block" aria-labelledby="${ref}">
        <h4 class="block-title" id="${ref}">${cleanName(block.title)}</h4>
        <ol class="timeline">${block.lines.map(
          ({ at, line }) =>
            html`<li><span class="when">${cleanName(at)}</span><span class="what">${renderLine(line)}</span></li>`,
        )}</ol>
      </section>`;
    case "list":
      return html`<section class="block">
        ${block.title !== undefined && html`<h4 class="block-title">${cleanName(block.title)}</h4>`}
        <ul class="list">${block.lines.map((line) => html`<li>${renderLine(line)}</li>`)}</ul>
      </section>`;
    case "notice":
      return html`<p class="block notice" data-tone="${block.tone}">${toneIcon(block.tone)}<span>${renderLine(block.line)}</span></p>`;
    case "code":
      return html`<pre class="block code" tabindex="0"><code>${clip(block.text)}</code></pre>`;
    case "context":
      return html`<p class="block context">${renderLine(block.line)}</p>`;
  }
}

function renderField(field: Field): Html {
  return html`<div class="field"${field.short && html` data-short`}><dt>${cleanName(field.label)}</dt><dd>${renderLine(field.value)}</dd></div>`;
}

function renderItem(row: ItemRow, ref: string, texts: Texts): Html {
  const buttons =
    row.buttons.length > 0 &&
    html`<div class="row-actions" role="group" aria-label="${cleanName(row.name)}">${row.buttons.map(renderButton)}</div>`;
  return html`<li class="row" data-tone="${row.tone}">
    <span class="row-icon">${toneIcon(row.tone)}</span>
    <div class="row-main">
      <p class="row-head"><span class="row-number">${cleanName(row.number)}</span> <span class="row-name">${cleanName(row.name, LONGEST_TITLE)}</span></p>
      <p class="row-meta"><span class="row-state" data-tone="${row.tone}">${cleanName(row.label)}</span><span class="kind">${cleanName(row.kind)}</span>${row.details
        .slice(0, 1)
        .map((line) => html`<span class="row-first">${renderLine(line)}</span>`)}</p>
      ${row.details.slice(1).map((line) => html`<p class="row-detail">${renderLine(line)}</p>`)}
      ${row.percent !== undefined && meter(cleanName(row.name), row.percent, 100, texts.running(Math.round(row.percent)))}
      ${row.output !== undefined && row.output !== "" && renderOutput(row.output, ref, texts)}
    </div>
    ${buttons}
  </li>`;
}

function renderOutput(output: string, ref: string, texts: Texts): Html {
  return html`<details class="output" data-keep="${ref}-output">
    <summary>${texts.output}</summary>
    <pre tabindex="0"><code>${clip(output)}</code></pre>
  </details>`;
}

function renderLevel(row: LevelRow): Html {
  return html`<li class="row" data-tone="${row.tone}">
    <span class="row-icon">${toneIcon(row.tone)}</span>
    <div class="row-main">
      <p class="row-head"><span class="row-name">${cleanName(row.name)}</span> <span class="rule">${cleanName(row.rule)}</span>
        <span class="row-state" data-tone="${row.tone}">${cleanName(row.label)}</span></p>
      <ul class="votes">${row.people.map(renderVote)}</ul>
    </div>
  </li>`;
}

function renderVote(vote: LevelRow["people"][number]): Html {
  const person = vote.who.find((part) => typeof part !== "string" && "person" in part);
  const face = typeof person === "object" && "person" in person && avatar(person.person, person.name);
  return html`<li class="vote" data-tone="${vote.tone}">${face}<span class="vote-who">${renderLine(vote.who)}</span>
    <span class="vote-label">${cleanName(vote.label)}</span>
    ${vote.comment !== undefined && vote.comment !== "" && html`<q class="vote-comment">${cleanText(vote.comment)}</q>`}</li>`;
}

function renderProgress(label: string, done: number, total: number, texts: Texts): Html {
  return html`<div class="block progress-block">
    <p class="progress-label"><span>${cleanName(label)}</span><span class="count">${texts.finished(done, total)}</span></p>
    ${meter(cleanName(label), done, Math.max(total, 1))}
  </div>`;
}

function meter(label: string, value: number, most: number, text?: string): Html {
  const shown = Math.min(Math.max(value, 0), most);
  return html`<div class="meter"><progress value="${shown}" max="${most}" aria-label="${label}"></progress>${
    text !== undefined && html`<span class="count">${text}</span>`
  }</div>`;
}

/** A person's initials on a colour; the name stands beside it in words. */
export function avatar(id: string, name: string): Html {
  return html`<span class="avatar" data-colour="${avatarColour(id)}" aria-hidden="true">${initials(name)}</span>`;
}

function clip(text: string): string {
  const clean = cleanText(text);
  return clean.length > LONGEST_OUTPUT ? `…${clean.slice(-LONGEST_OUTPUT)}` : clean;
}
