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
  const id = needs.doors.mode === "sample" ? persona(context) : await signedIn(needs, context);
  if (id !== undefined) {
    const visitor = await visitorFor(needs, id);
    if (visitor || needs.doors.mode !== "sample") return visitor;
  }
  return needs.doors.mode === "sample" ? firstPerson(needs) : undefined;
}

function persona(context: Context): string | undefined {
  return context.req.header(PERSONA_HEADER) ?? context.req.query("as");
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
