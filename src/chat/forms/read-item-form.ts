/**
 * The fields of an item, from a filled form.
 */
import type { ParameterValue } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import { isWorkflow } from "../grammar/plan-fields.ts";
import type { ItemFields } from "../grammar/said.ts";
import { splitList } from "../plan-file/list-text.ts";
import { readDemands } from "./demand-fields.ts";
import { readInputs } from "./input-fields.ts";
import { readParameterLines } from "./parameter-lines.ts";
import type { FormReader } from "./values.ts";

/** A new item: something a person does, or a workflow that gives it its name where none is typed. */
export function readAddItem(reader: FormReader): ItemFields {
  const order = orderIn(reader);
  if (!runs(reader)) {
    const name = reader.needed("name", LIMITS.name);
    const text = reader.text("content", LIMITS.text);
    return { ...(name !== undefined && { name }), ...(text && { text }), ...readDemands(reader), ...order };
  }
  const run = workflowIn(reader, true);
  const parameters = parametersIn(reader);
  const typed = reader.text("name", LIMITS.name);
  const name = typed ? typed : run?.slice(run.indexOf(":") + 1);
  return {
    ...(name !== undefined && { name }),
    ...(run !== undefined && { run }),
    ...(parameters && { with: parameters }),
    ...order,
  };
}

/** Where the form asks for no kind, a chosen workflow tells it. */
function runs(reader: FormReader): boolean {
  const type = reader.text("type", LIMITS.word);
  if (type === "run" || type === "text") return type === "run";
  if (type) reader.fault("type", { code: "unknown-choice" });
  return Boolean(reader.text("workflow", LIMITS.word));
}

/** Only what the form shows. */
export function readEditItem(reader: FormReader): ItemFields {
  const name = reader.kept("name", LIMITS.name);
  const text = reader.text("content", LIMITS.text);
  const run = workflowIn(reader, reader.has("workflow"));
  const parameters = parametersIn(reader);
  return {
    ...(name !== undefined && { name }),
    ...(text !== undefined && { text }),
    ...(run !== undefined && { run }),
    ...(parameters && { with: parameters }),
    ...readDemands(reader),
    ...orderIn(reader),
  };
}

function workflowIn(reader: FormReader, needed: boolean): string | undefined {
  if (!needed) return undefined;
  const run = reader.needed("workflow", LIMITS.word);
  if (run === undefined || isWorkflow(run)) return run;
  return reader.fault("workflow", { code: "unknown-choice" });
}

function parametersIn(reader: FormReader): Readonly<Record<string, ParameterValue>> | undefined {
  const inputs = readInputs(reader);
  if (inputs) return inputs;
  const text = reader.text("parameters", LIMITS.text);
  if (text === undefined) return undefined;
  const read = readParameterLines(text);
  if (!read.ok) return reader.fault("parameters", { code: "parameter", line: read.line });
  const most = LIMITS.parameters;
  return Object.keys(read.parameters).length > most
    ? reader.fault("parameters", { code: "too-many", most })
    : read.parameters;
}

function orderIn(reader: FormReader): Pick<ItemFields, "owners" | "after"> {
  const owners = reader.list("owners", LIMITS.approvers);
  const after = reader.text("after", LIMITS.reason);
  return { ...(owners && { owners }), ...(after !== undefined && { after: splitList(after) }) };
}
