/**
 * Who is asking: whoever the tab says in sample mode, otherwise whom the session belongs to.
 */
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { ConsoleNeeds } from "./needs.ts";
import type { Visitor } from "./view.ts";
import { visitorFor } from "./view.ts";

export const SESSION_COOKIE = "gonogo_session";
/** A tab in sample mode says here who it is; each tab may be another person. */
export const PERSONA_HEADER = "x-console-as";

export async function visitorOf(needs: ConsoleNeeds, context: Context): Promise<Visitor | undefined> {
  if (needs.doors.mode === "sample") return persona(needs, context);
  const id = await signedIn(needs, context);
  return id === undefined ? undefined : visitorFor(needs, id);
}

/** Whoever a tab says it is, and nobody if that is nobody; an address without a known name is opened as the first person. */
async function persona(needs: ConsoleNeeds, context: Context): Promise<Visitor | undefined> {
  const said = context.req.header(PERSONA_HEADER);
  if (said !== undefined) return visitorFor(needs, said);
  const asked = context.req.query("as");
  return (asked === undefined ? undefined : await visitorFor(needs, asked)) ?? (await firstPerson(needs));
}

async function signedIn(needs: ConsoleNeeds, context: Context): Promise<string | undefined> {
  const cookie = getCookie(context, SESSION_COOKIE);
  if (cookie === undefined || needs.doors.mode !== "sign-in") return undefined;
  return needs.doors.signIn.whoIs(cookie);
}

async function firstPerson(needs: ConsoleNeeds): Promise<Visitor | undefined> {
  const [first] = await needs.directory.people();
  return first && visitorFor(needs, first.id);
}
