/**
 * The release calendar, and plans that recur, over HTTP: the same desks as in chat.
 */
import { z } from "zod";
import type { FreezeAnswer } from "../../chat/freeze-desk.ts";
import type { SeriesAnswer } from "../../chat/series.ts";
import { freezeProblemText } from "../../chat/texts/freeze-text.ts";
import { seriesProblemText } from "../../chat/texts/series-text.ts";
import { problemResponse } from "../problem.ts";
import { calendarQuerySchema, newFreezeSchema, newSeriesSchema, SHOWN, seriesAnswer } from "./calendar-schema.ts";
import { claimed } from "./idempotency.ts";
import type { ApiContext, ApiNeeds, Handler } from "./needs.ts";
import { readerOf } from "./outcome-response.ts";
import { plainText } from "./plain-text.ts";
import type { ProblemCode } from "./problems.ts";
import { apiProblem } from "./problems.ts";
import { bodyText, mediaType } from "./read-body.ts";
import { queryOf } from "./reading.ts";
import { languageHeaders, refusalProblem } from "./refusal-problem.ts";
import { schemaProblems } from "./schema-problems.ts";

export async function showCalendar(c: ApiContext, { calendar, now }: ApiNeeds): Promise<Response> {
  const query = queryOf(c, calendarQuerySchema);
  if (query instanceof Response) return query;
  const { from = now(), until = from + SHOWN } = query;
  return c.json({ spans: await calendar.between(from, until), feeds: await calendar.feeds() });
}

export async function listFreezes(c: ApiContext, { calendar }: ApiNeeds): Promise<Response> {
  return c.json({ freezes: await calendar.freezes() });
}

export async function beginFreeze(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const asked = await bodyOf(c, newFreezeSchema, "invalid-freeze");
  if (asked instanceof Response) return asked;
  const { zone = needs.settings.zone, ...freeze } = asked.value;
  return claimed(c, asked.text, needs, async (by, key) =>
    freezeResponse(await needs.calendar.begin({ ...freeze, zone }, by, key), 201, c, needs),
  );
}

export async function endFreeze(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const number = numberOf(c);
  if (number === undefined) return apiProblem("not-found");
  return freezeResponse(await needs.calendar.end(number, byOf(c)), 200, c, needs);
}

export async function listRecurring(c: ApiContext, { series }: ApiNeeds): Promise<Response> {
  return c.json({ recurring: (await series.list()).map(seriesAnswer) });
}

export async function beginRecurring(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const asked = await bodyOf(c, newSeriesSchema, "invalid-recurring");
  if (asked instanceof Response) return asked;
  const { template, every, values, zone = needs.settings.zone, ...fields } = asked.value;
  return claimed(c, asked.text, needs, async (by, key) =>
    seriesResponse(await needs.series.begin({ template, every, zone, fields, values }, by, key), 201, c, needs),
  );
}

/** One handler for each of what can be done with one by its number. */
export function changeRecurring(what: "pause" | "resume" | "stop"): Handler {
  return async (c, needs) => {
    const number = numberOf(c);
    if (number === undefined) return apiProblem("not-found");
    return seriesResponse(await needs.series[what](number, byOf(c)), 200, c, needs);
  };
}

function byOf(c: ApiContext) {
  return { kind: "token", name: c.get("asker").token.name } as const;
}

function numberOf(c: ApiContext): number | undefined {
  const number = c.req.param("number") ?? "";
  return /^[1-9]\d{0,8}$/.test(number) ? Number(number) : undefined;
}

async function bodyOf<S extends z.ZodType>(
  c: ApiContext,
  schema: S,
  code: ProblemCode,
): Promise<{ readonly value: z.output<S>; readonly text: string } | Response> {
  if (!["application/json", ""].includes(mediaType(c))) return apiProblem("wrong-type", { detail: "Send JSON." });
  const text = await bodyText(c);
  if (text instanceof Response) return text;
  const json = z.string().transform(parsed).safeParse(text);
  if (!json.success) return apiProblem("bad-json");
  const read = schema.safeParse(json.data);
  return read.success ? { value: read.data, text } : apiProblem(code, { errors: schemaProblems(read.error) });
}

function parsed(text: string, issues: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    issues.addIssue({ code: "custom", message: "is not JSON" });
    return z.NEVER;
  }
}

const FREEZE_STATUS = { "not-admin": 403, "bad-time": 422, over: 422, "bad-rule": 422, "no-freeze": 404 } as const;

function freezeResponse(answer: FreezeAnswer, status: 200 | 201, c: ApiContext, needs: ApiNeeds): Response {
  if (answer.ok) return c.json(answer.freeze, status);
  const reader = readerOf(c, needs);
  const { code } = answer.problem;
  const detail = plainText(freezeProblemText(answer.problem, reader));
  const title = "The release calendar does not take this";
  return problemResponse({ status: FREEZE_STATUS[code], code, title, detail }, languageHeaders(reader));
}

const ABSENT: readonly string[] = ["no-template", "no-series"];

function seriesResponse(answer: SeriesAnswer, status: 200 | 201, c: ApiContext, needs: ApiNeeds): Response {
  if (answer.ok) return c.json(seriesAnswer(answer.series), status);
  const reader = readerOf(c, needs);
  const { problem } = answer;
  if (problem.code === "refused") return refusalProblem(problem.refusal, reader);
  const { code } = problem;
  const detail = plainText(seriesProblemText(problem, reader));
  const title = "No plans recur like this";
  return problemResponse({ status: ABSENT.includes(code) ? 404 : 422, code, title, detail }, languageHeaders(reader));
}
