/**
 * Requirements over HTTP: as they were read, looked for, and as release notes. They are refreshed by a command.
 */
import { releaseNotes } from "../../chat/release-notes.ts";
import type { ApiContext, ApiNeeds } from "./needs.ts";
import { readerOf } from "./outcome-response.ts";
import { apiProblem } from "./problems.ts";
import { planNamed, queryOf } from "./reading.ts";
import type { RequirementsAnswer } from "./requirement-schema.ts";
import { findQuerySchema, notesQuerySchema } from "./requirement-schema.ts";

export async function showRequirements(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const found = await planNamed(c, needs);
  if (found instanceof Response) return found;
  const { content, reading = {}, requirements: bound, approvedRequirements: approved } = found.plan;
  const answer: RequirementsAnswer = {
    requirements: content.requirements,
    reading,
    ...(bound && { bound }),
    ...(approved && { approved }),
  };
  return c.json(answer);
}

export async function writeNotes(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const query = queryOf(c, notesQuerySchema);
  if (query instanceof Response) return query;
  const found = await planNamed(c, needs);
  if (found instanceof Response) return found;
  const reader = readerOf(c, needs);
  const lang = query.lang ?? reader.lang;
  const headers = { "content-type": "text/markdown; charset=utf-8", "content-language": lang, vary: "accept-language" };
  return c.body(releaseNotes(found.plan, { ...reader, lang }), 200, headers);
}

export async function findRequirements(c: ApiContext, { requirements }: ApiNeeds): Promise<Response> {
  const query = queryOf(c, findQuerySchema);
  if (query instanceof Response) return query;
  if (!requirements.find) return apiProblem("no-tracker");
  const found = await requirements.find(query);
  if (found.found === "no-board")
    return apiProblem("no-board", { detail: `There is no board “${query.board ?? ""}”.` });
  if (found.found === "silent") return apiProblem("tracker-silent", { detail: found.why });
  return c.json(found);
}
