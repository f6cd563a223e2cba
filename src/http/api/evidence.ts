/**
 * Giving a file for an item, and fetching it.
 */

import { fileProblemText } from "../../chat/texts/file-problem-text.ts";
import { fileResponse } from "../../files/serve-file.ts";
import type { Item } from "../../plan/content.ts";
import { askNamed } from "../../plan/demands.ts";
import type { Plan } from "../../plan/plan.ts";
import { once } from "./idempotency.ts";
import type { ApiContext, ApiNeeds } from "./needs.ts";
import { outcomeResponse, readerOf } from "./outcome-response.ts";
import { plainText } from "./plain-text.ts";
import { apiProblem } from "./problems.ts";
import { mediaType } from "./read-body.ts";
import { planNamed } from "./reading.ts";
import { languageHeaders, refusalProblem } from "./refusal-problem.ts";

/** A form with `file`, and `ask` where the file is one that the item asks for. */
export async function giveEvidence(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  if (mediaType(c) !== "multipart/form-data") {
    return apiProblem("wrong-type", {
      detail: "Send multipart/form-data with a file, for example curl -F file=@report.pdf.",
    });
  }
  const found = await planNamed(c, needs);
  if (found instanceof Response) return found;
  const reader = readerOf(c, needs);
  const item = itemNamed(c.req.param("item") ?? "", found.plan);
  if (!item) {
    const items = found.plan.content.items.length;
    return refusalProblem({ code: "unknown-item", item: c.req.param("item") ?? "", items }, reader, found.plan);
  }
  const form = await formOf(c);
  const given = form?.get("file");
  if (!(given instanceof File)) return apiProblem("no-file");
  const said = form?.get("ask");
  const asks = item.work.type === "text" ? item.work.asks : undefined;
  const ask = typeof said === "string" && said.trim() !== "" ? (askNamed(asks, said)?.name ?? said.trim()) : undefined;
  const bytes = new Uint8Array(await given.arrayBuffer());
  const kept = await needs.files.keep({ name: given.name || "file", declared: given.type, bytes });
  if (!kept.ok) {
    const text = fileProblemText({ name: given.name, problem: kept.problem, ...needs.files.limits }, reader);
    const headers = languageHeaders(reader);
    if (kept.problem === "too-large") return apiProblem("too-large", { detail: plainText(text), headers });
    return apiProblem("bad-file", { detail: plainText(text), headers, errors: [{ path: "file", code: kept.problem }] });
  }
  const file = { ...kept.file, ask };
  const answer = await once(c, `${item.id}:${kept.file.hash}:${ask ?? ""}`, needs, (submit) =>
    submit({ request: { plan: found.plan.id, command: { type: "attach", item: item.id, file } } }),
  );
  return outcomeResponse(answer, c, needs);
}

export async function fetchEvidence(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const found = await planNamed(c, needs);
  if (found instanceof Response) return found;
  const read = await needs.files.ofPlan(found.plan.id, c.req.param("hash") ?? "");
  if (read === "none") return apiProblem("not-found");
  if (read === "damaged") return apiProblem("damaged-file");
  return fileResponse(read.file, read.bytes);
}

async function formOf(c: ApiContext): Promise<FormData | undefined> {
  try {
    return await c.req.formData();
  } catch {
    return undefined;
  }
}

/** By its place, or by its id. */
function itemNamed(name: string, { content }: Plan): Item | undefined {
  return content.items.find(({ id }, place) => id === name || String(place + 1) === name);
}
