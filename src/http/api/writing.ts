/**
 * Changing plans: a whole plan in a file, and one command at a time.
 */
import { located } from "../../chat/plan-file/apply.ts";
import type { PlanFile } from "../../chat/plan-file/read.ts";
import { readPlanFile } from "../../chat/plan-file/read.ts";
import { fileProblemsText, resolveProblemsText } from "../../chat/texts/file-problems-text.ts";
import { applyAsToken } from "./apply-as-token.ts";
import type { SentCommand } from "./command-schema.ts";
import { commandSchema } from "./command-schema.ts";
import type { Answer, Submit } from "./idempotency.ts";
import { once } from "./idempotency.ts";
import type { ApiContext, ApiNeeds } from "./needs.ts";
import { etagOf, namesTag, outcomeResponse, readerOf } from "./outcome-response.ts";
import { plainText } from "./plain-text.ts";
import { apiProblem } from "./problems.ts";
import { bodyText, mediaType } from "./read-body.ts";
import { planNamed } from "./reading.ts";
import { languageHeaders } from "./refusal-problem.ts";
import { schemaProblems } from "./schema-problems.ts";

/** What a body's type says of its syntax; `undefined` lets the text tell. JSON is YAML. */
const SYNTAXES = new Map<string, "yaml" | "markdown" | undefined>([
  ["application/json", "yaml"],
  ["application/yaml", "yaml"],
  ["application/x-yaml", "yaml"],
  ["text/yaml", "yaml"],
  ["text/markdown", "markdown"],
  ["text/plain", undefined],
  ["", undefined],
]);

export async function applyPlan(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const media = mediaType(c);
  if (!SYNTAXES.has(media)) return apiProblem("wrong-type", { detail: "Send JSON, YAML or Markdown." });
  const text = await bodyText(c);
  if (text instanceof Response) return text;
  const answer = await once(c, text, needs, (submit) =>
    applyFile(readPlanFile(text, SYNTAXES.get(media)), c, needs, submit),
  );
  return outcomeResponse(answer, c, needs);
}

async function applyFile(file: PlanFile, c: ApiContext, needs: ApiNeeds, submit: Submit): Promise<Answer> {
  const reader = readerOf(c, needs);
  const headers = languageHeaders(reader);
  if (!file.ok) {
    const detail = plainText(fileProblemsText(file.problems, reader));
    const tooLarge = file.problems.some(({ code }) => code === "too-large");
    return apiProblem(tooLarge ? "too-large" : "invalid-plan", { detail, errors: file.problems, headers });
  }
  await needs.directory.refresh();
  const applied = await applyAsToken(file.draft, { byKey: needs.plans.byKey }, c, needs, submit);
  switch (applied.kind) {
    case "answered":
      return applied.outcome;
    case "no-manager":
      return apiProblem("manager-needed", { detail: "A token owns no plan: name a manager." });
    case "unresolved": {
      const errors = located(applied.problems, file.where);
      return apiProblem("invalid-plan", { detail: plainText(resolveProblemsText(errors, reader)), errors, headers });
    }
  }
}

export async function sendCommand(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  if (!["application/json", ""].includes(mediaType(c))) return apiProblem("wrong-type", { detail: "Send JSON." });
  const text = await bodyText(c);
  if (text instanceof Response) return text;
  const command = commandOf(text);
  if (command instanceof Response) return command;
  const answer = await once(c, text, needs, (submit) => commandPlan(command, c, needs, submit));
  return outcomeResponse(answer, c, needs);
}

function commandOf(text: string): SentCommand | Response {
  const json = jsonOf(text);
  if (!json) return apiProblem("bad-json");
  const parsed = commandSchema.safeParse(json.value);
  return parsed.success ? parsed.data : apiProblem("invalid-command", { errors: schemaProblems(parsed.error) });
}

function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** With `If-Match`, an edit is bound to the content that was there, whatever happens until it is decided. */
async function commandPlan(command: SentCommand, c: ApiContext, needs: ApiNeeds, submit: Submit): Promise<Answer> {
  const found = await planNamed(c, needs);
  if (found instanceof Response) return found;
  const { plan, version } = found;
  const match = c.req.header("if-match");
  if (match === undefined) return submit({ request: { plan: plan.id, command } });
  if (!namesTag(match, etagOf(version))) return apiProblem("changed-meanwhile", { headers: { etag: etagOf(version) } });
  const bound = command.type === "edit" ? { ...command, seen: command.seen ?? plan.digest } : command;
  return submit({ request: { plan: plan.id, command: bound } });
}
