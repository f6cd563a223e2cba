/**
 * What a link to a plan shows where it is posted. Everybody there reads it, so that they all must be allowed to.
 */
import { policyOf } from "../../plan/approval.ts";
import type { Plan } from "../../plan/plan.ts";
import { freezesInTheWay } from "../../plan/window.ts";
import type { Card } from "../card.ts";
import type { Place } from "../ports.ts";
import type { PlanReader } from "../texts/reader.ts";
import { previewCard } from "../views/preview-card.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";
import { planFor } from "./talk.ts";

/** Undefined for who may not see it, and in rooms in which the plan is not announced. */
export async function preview(index: number, talk: Talk, needs: ChatNeeds): Promise<Card | undefined> {
  const plan = await planFor(index, talk, needs);
  if (!plan || !isAnnouncedAt(plan, talk.place, needs)) return undefined;
  const { content } = plan;
  const reader: PlanReader = {
    ...talk.reader,
    ...(isRoom(talk.place) && { lang: needs.lang }),
    freezes: freezesInTheWay(content, needs),
    policy: policyOf(content, needs),
  };
  return previewCard(plan, reader);
}

function isAnnouncedAt({ content }: Plan, place: Place, { roomAt }: ChatNeeds): boolean {
  if (!isRoom(place)) return true;
  const room = roomAt(place);
  return content.announce.includes(place) || (room !== undefined && content.announce.includes(room));
}

function isRoom(place: Place): boolean {
  return place.split(":", 2)[1] === "room";
}
