/**
 * Times of a draft that belonged to another release: a copy or a template whose times are over begins without them.
 */
import type { PlanDraft } from "../plan-file/draft.ts";
import type { Reply } from "../ports.ts";
import { say } from "../texts/say.ts";
import { readInstant, readWindow } from "../times/read.ts";
import type { ChatNeeds } from "./needs.ts";
import { fromDraft } from "./planning.ts";
import type { Talk } from "./talk.ts";

/** Makes the plan of a draft without the times in it that are over, and says so. What was typed now is not touched. */
export async function fromOlderDraft(
  draft: PlanDraft,
  typed: { readonly window?: unknown; readonly schedule?: unknown },
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const clock = { now: needs.now(), zone: talk.reader.zone };
  const window = draft.window === undefined || typed.window !== undefined ? undefined : readWindow(draft.window, clock);
  const schedule =
    draft.schedule === undefined || typed.schedule !== undefined ? undefined : readInstant(draft.schedule, clock);
  const windowOver = window?.ok === true && window.value.closes <= clock.now;
  // What starts in a window that is gone starts at no time that anybody chose.
  const scheduleOver = schedule?.ok === true && (windowOver || schedule.value <= clock.now);
  const kept = {
    ...draft,
    window: windowOver ? undefined : draft.window,
    schedule: scheduleOver ? undefined : draft.schedule,
  };
  const replies = await fromDraft(kept, talk, needs);
  if (!windowOver && !scheduleOver) return replies;
  return [...replies, { kind: "text", text: say(talk.lang, "reply.copy-times"), tone: "plain" }];
}
