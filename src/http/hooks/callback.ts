/**
 * `POST /api/callback/release_plan`: external systems say go or no-go, as Zadig's own callback is called.
 */
import type { Context } from "hono";
import { Hono } from "hono";
import type { Reader } from "../../chat/texts/reader.ts";
import type { Answer, AnswerNeeds } from "../../hooks/answer.ts";
import { takeCallback } from "../../hooks/answer.ts";
import { refusalProblem } from "../api/refusal-problem.ts";
import { problemResponse } from "../problem.ts";
import { readBytes } from "./read-bytes.ts";

export interface CallbackNeeds extends AnswerNeeds {
  /** In whose words refusals are told. */
  readonly reader: (header: string | undefined) => Reader;
}

/** A callback is small; more than this (bytes) is something else. */
const LARGEST = 64 * 1024;

/** Mounted at `/api/callback/release_plan`. */
export function createCallback(needs: CallbackNeeds): Hono {
  const app = new Hono();
  app.post("/", async (c) => {
    const body = await readBytes(c.req.raw, LARGEST);
    if (!body) return problemResponse({ status: 413, code: "too-large", title: "A callback has 64 KB at most" });
    const headers = Object.fromEntries(c.req.raw.headers);
    const answer = await takeCallback({ headers, body, endpoint: c.req.query("endpoint") }, needs);
    return respond(c, answer, needs);
  });
  app.all("/", () =>
    problemResponse({ status: 405, code: "wrong-method", title: "A callback is a POST" }, { allow: "POST" }),
  );
  return app;
}

function respond(c: Context, answer: Answer, { reader }: CallbackNeeds): Response {
  switch (answer.answer) {
    case "taken":
    case "repeat":
      return c.json({ id: answer.plan }, 200, { "cache-control": "no-store" });
    case "stranger":
      return problemResponse(
        {
          status: 401,
          code: "not-known",
          title: "Whose callback this is cannot be told",
          detail: "Send the bearer token, the endpoint's secret as X-Zadig-Token, or a Standard Webhooks signature.",
        },
        { "www-authenticate": "Bearer" },
      );
    case "unreadable":
      return problemResponse({
        status: answer.path === "" ? 400 : 422,
        code: answer.path === "" ? "not-json" : "invalid-callback",
        title: answer.path === "" ? "The body is not a JSON object" : "The callback has a mistake",
        detail: answer.path === "" ? answer.problem : `${answer.path}: ${answer.problem}`,
      });
    case "ambiguous":
      return problemResponse({
        status: 422,
        code: "ambiguous-endpoint",
        title: "Several endpoints share this credential",
        detail: `Say which one answers: ?endpoint=<name>, one of ${answer.endpoints.join(", ")}.`,
      });
    case "refused":
      return refusalProblem(answer.refusal, reader(c.req.header("accept-language")));
  }
}
