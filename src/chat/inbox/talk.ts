/**
 * One thing somebody said or clicked: who, where, in which language, and under which key it counts once.
 */
import type { Person } from "../../people/person.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Refusal } from "../../plan/refusal.ts";
import { mayRead } from "../../plan/roles.ts";
import type { Account, Place, Reply, Upload } from "../ports.ts";
import type { Lang } from "../texts/catalogue.ts";
import type { Reader } from "../texts/reader.ts";
import { refusalText } from "../texts/refusal-text.ts";
import type { ChatNeeds } from "./needs.ts";

export interface Talk {
  readonly person: Person;
  readonly account: Account;
  readonly place: Place;
  readonly key: string;
  readonly lang: Lang;
  readonly reader: Reader;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly uploads: readonly Upload[];
  /** Files of a form, by its fields. */
  readonly formUploads?: Readonly<Record<string, readonly Upload[]>> | undefined;
  /** The message that something was asked about. */
  readonly about?: string | undefined;
}

export function good(text: string): readonly Reply[] {
  return [{ kind: "text", text, tone: "good" }];
}

export function plain(text: string): readonly Reply[] {
  return [{ kind: "text", text, tone: "plain" }];
}

export function bad(text: string): readonly Reply[] {
  return [{ kind: "text", text, tone: "bad" }];
}

/** A refusal in the sender's words; with the plan it can name its items. */
export function refused(refusal: Refusal, { reader }: Talk, plan?: Plan): readonly Reply[] {
  return bad(refusalText(refusal, { ...reader, plan }));
}

/** The plan of this number, if this person may see it; to others it is as if there were none. */
export async function planFor(index: number, talk: Talk, needs: ChatNeeds): Promise<Plan | undefined> {
  const plan = await needs.plans.byIndex(index);
  return plan && maySee(plan, talk, needs) ? plan : undefined;
}

export function maySee(plan: Plan, { person }: Talk, { directory, now }: ChatNeeds): boolean {
  const roles = directory.roles(person.id);
  return mayRead(plan, person.id, { roles, rooms: directory.roomsOf(person.id), people: directory.view(now()) });
}
