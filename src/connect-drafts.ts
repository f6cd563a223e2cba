/**
 * Drafts made of plain language, kept in the database.
 */
import { createHash } from "node:crypto";
import type { Draft, Drafts } from "./chat/inbox/needs.ts";
import type { DraftRow } from "./store/drafts.ts";
import { endDraft, findDraft, keepDraft, tryDraftAgain } from "./store/drafts.ts";
import type { Store } from "./store/store.ts";

/** Until its author comes back to it (ms); its times are full, so that nothing in it changes meanwhile. */
const DRAFT_LASTS = 7 * 24 * 60 * 60_000;
const ID_LENGTH = 24;

export function connectDrafts(store: Store, now: () => number): Drafts {
  return {
    keep: async (author, key, sketch) => {
      const at = now();
      const id = createHash("sha256").update(`${author}\n${key}`).digest("hex").slice(0, ID_LENGTH);
      const row: DraftRow = {
        id,
        author,
        sketch: JSON.stringify(sketch),
        state: "open",
        tries: 0,
        plan_id: null,
        until: at + DRAFT_LASTS,
      };
      await store.write((tx) => keepDraft(tx, row, at));
      return draftOf((await findDraft(store.read, id, author, at)) ?? row);
    },
    find: async (id, author) => {
      const row = await findDraft(store.read, id, author, now());
      return row && draftOf(row);
    },
    made: (id, plan) => store.write((tx) => endDraft(tx, id, "made", plan)),
    drop: (id) => store.write((tx) => endDraft(tx, id, "dropped", null)),
    again: ({ id, tries }) => store.write((tx) => tryDraftAgain(tx, id, tries)),
  };
}

/** Rows hold this product's own writing, so its shape is taken at its word. */
function draftOf({ id, sketch, state, tries, plan_id: plan }: DraftRow): Draft {
  return { id, sketch: JSON.parse(sketch), state, tries: Number(tries), ...(plan !== null && { plan }) };
}
