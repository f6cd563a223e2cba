/**
 * What plain words came to, to be looked at by their author alone: no plan exists until it is created.
 */
import type { Content, Item, PersonId } from "../../plan/content.ts";
import type { Block, Button, Card, Field, Line } from "../card.ts";
import type { Hint, Question } from "../drafts/question.ts";
import { hintText, questionText } from "../texts/draft-text.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { joinLines, partyLine, personLine, workName } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import type { FieldName } from "./changes.ts";
import { fieldText } from "./changes.ts";
import { inputsText } from "./inputs.ts";

const LONGEST_DESCRIPTION = 1_200;
const LONGEST_INPUTS = 200;

export interface DraftShown {
  readonly id: string;
  readonly content: Content;
  readonly manager: PersonId;
  readonly open: readonly Question[];
  readonly hints: readonly Hint[];
}

export function draftCard(draft: DraftShown, reader: Reader): Card {
  const { lang } = reader;
  const { content, open, hints } = draft;
  const name = oneLine(content.name);
  return {
    title: say(lang, "card.draft.title", { name }),
    tone: "draft",
    label: say(lang, "card.draft.label"),
    blocks: [
      notice("draft", say(lang, "card.draft.notice")),
      ...open.map((question) => notice("bad", questionText(question, reader))),
      ...(open.length > 0 ? [notice("waiting", say(lang, "card.draft.asks"))] : []),
      ...described(content),
      { kind: "fields", fields: fieldsOf(draft, reader) },
      itemsBlock(content, reader),
      ...(hints.length === 0
        ? []
        : [
            {
              kind: "list",
              title: say(lang, "card.draft.hints"),
              lines: hints.map((hint): Line => [hintText(hint, reader)]),
            } satisfies Block,
          ]),
    ],
    buttons: buttonsOf(draft, reader),
    summary: say(lang, "card.draft.summary", { name }),
  };
}

function notice(tone: "draft" | "bad" | "waiting", text: string): Block {
  return { kind: "notice", tone, line: [text] };
}

function described({ description }: Content): readonly Block[] {
  const text = description.trim();
  return text === "" ? [] : [{ kind: "markdown", text: excerpt(text, LONGEST_DESCRIPTION) }];
}

const FIELDS: readonly { readonly name: FieldName; readonly short: boolean }[] = [
  { name: "window", short: false },
  { name: "schedule", short: false },
  { name: "approval", short: false },
  { name: "requirements", short: true },
  { name: "editors", short: true },
  { name: "announce", short: true },
  { name: "tags", short: true },
  { name: "policy", short: true },
  { name: "emergency", short: false },
];

/** The window and the approval also where there is none: that is what nobody should overlook. */
function fieldsOf({ content, manager }: DraftShown, reader: Reader): readonly Field[] {
  const { lang } = reader;
  const missing: Partial<Record<FieldName, string>> = {
    window: say(lang, "card.no-window"),
    approval: say(lang, "card.draft.no-approval"),
  };
  const fields = FIELDS.flatMap(({ name, short }): readonly Field[] => {
    const said = name === "policy" && content.policy === "standard" ? [] : fieldText(content, name, reader);
    const none = missing[name];
    if (said.length === 0 && none === undefined) return [];
    return [{ label: say(lang, `change.field.${name}`), value: said.length === 0 ? [none ?? ""] : said, short }];
  });
  const owner: Field = { label: say(lang, "card.manager"), value: personLine(manager, reader), short: true };
  return [...fields.slice(0, 2), owner, ...fields.slice(2)];
}

function itemsBlock({ items }: Content, reader: Reader): Block {
  const { lang } = reader;
  if (items.length === 0) return { kind: "context", line: [say(lang, "card.draft.no-items")] };
  const lines = items.map(
    (item, place): Line => [`${place + 1}. ${oneLine(item.name)}`, ...detailsOf(item, items, reader)],
  );
  return { kind: "list", title: say(lang, "card.draft.items"), lines };
}

function detailsOf(item: Item, items: readonly Item[], reader: Reader): Line {
  const { work, owners, after } = item;
  const run =
    work.type === "workflow" ? [[workName(work, reader), inputsText(item, {}, LONGEST_INPUTS)].join(" ").trim()] : [];
  const people = joinLines(
    owners.map((party) => partyLine(party, reader)),
    reader,
  );
  const before = after.map((id) => items.findIndex((other) => other.id === id) + 1).join(", ");
  const order = before === "" ? [] : [say(reader.lang, "draft.after", { places: before })];
  return [run, people, order].filter((part) => part.length > 0).flatMap((part): Line => [" · ", ...part]);
}

function buttonsOf({ id, open }: DraftShown, { lang }: Reader): readonly Button[] {
  const edits = open.length > 0;
  const create: Button = {
    id: "make-plan",
    label: say(lang, "draft.create"),
    style: "primary",
    action: { do: "make-plan", draft: id },
  };
  return [
    ...(edits ? [] : [create]),
    {
      id: "edit-draft",
      label: say(lang, "draft.edit"),
      style: edits ? "primary" : "plain",
      action: { do: "form", form: "new", draft: id },
    },
    { id: "drop-draft", label: say(lang, "draft.drop"), style: "plain", action: { do: "drop-draft", draft: id } },
  ];
}
