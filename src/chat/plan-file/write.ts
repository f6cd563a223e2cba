/**
 * A draft as YAML that reads back to the same draft.
 */
import { Document, visit } from "yaml";
import type { Ask } from "../../plan/content.ts";
import { writeAsk } from "./ask-text.ts";
import type { ItemDraft, LevelDraft, PlanDraft } from "./draft.ts";

/** The plan in YAML, its keys in the documented order. */
export function writePlanFile(draft: PlanDraft): string {
  const {
    name,
    key,
    manager,
    window,
    schedule,
    description,
    requirements,
    approval,
    items,
    policy,
    emergency,
    editors,
    announce,
    hooks,
    tags,
    custom,
  } = draft;
  const ordered = {
    name,
    key,
    manager,
    window,
    schedule,
    description,
    requirements,
    approval: approval && { via: approval.via, levels: approval.levels.map(level) },
    items: items.map(item),
    policy,
    emergency,
    editors,
    announce,
    hooks,
    tags,
    custom,
  };
  const document = new Document(ordered, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === "string" && BLOCK_BREAKING.test(scalar.value)) scalar.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** A block's indent is read off its first line, and blanks on an empty line get lost: such texts are quoted. */
const BLOCK_BREAKING = /(?<![\s\S])\s|^[ \t]+$/mu;

function level({ name, rule, approvers }: LevelDraft): LevelDraft {
  return { ...(name !== undefined && { name }), rule, approvers };
}

function item(draft: ItemDraft): Record<string, unknown> {
  const { name, run, with: parameters, text, owner, after, asks, checks, confirm } = draft;
  return { name, run, with: parameters, text, owner, after, asks: asks?.map(ask), checks, confirm };
}

/** In words, where those say the same. */
function ask(asked: Ask): string | Ask {
  return writeAsk(asked) ?? asked;
}
