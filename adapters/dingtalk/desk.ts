/**
 * Approvals in DingTalk's own OA (钉钉审批): one instance for each round, with a node for each level.
 *
 * https://open.dingtalk.com/document/development/workflow-overview
 */
import { z } from "zod";
import type { ApprovalDesk, DeskRound, FoundRound } from "../../src/flow/approval-desk.ts";
import { DeskError } from "../../src/flow/approval-desk.ts";
import type { Client } from "./client.ts";
import { formCode, valuesOf } from "./desk-form.ts";
import { stateOf } from "./desk-state.ts";
import { DingtalkError, QUOTA_MS } from "./failure.ts";
import type { DingtalkNeeds } from "./needs.ts";
import { singlePlace } from "./places.ts";
import { createShelf } from "./shelf.ts";
import { TEXTS } from "./texts.ts";

/** What an instance holds: nodes, people in a node, and people who are told. */
const MOST_LEVELS = 20;
const MOST_APPROVERS = 20;
const MOST_COPIES = 50;
/** How far clocks may be apart when instances are looked through by their time (ms). */
const CLOCKS = 5 * 60_000;
const PAGE = 20;
const MOST_PAGES = 25;

/** A round as it is remembered: what its levels were, and which instance it is. */
const roundSchema = z.object({
  form: z.string(),
  levels: z.array(z.array(z.string())),
  since: z.number(),
  originator: z.string(),
  instance: z.string().optional(),
});
type Round = z.output<typeof roundSchema>;
const instanceSchema = z.object({ key: z.string() });

export interface FormDesk extends ApprovalDesk {
  /** Whether approvals of this form are ours. */
  isOurs(form: string): Promise<boolean>;
}

const openedSchema = z.object({ instanceId: z.string().min(1) });
const pageSchema = z.object({
  result: z.object({ list: z.array(z.string()), nextToken: z.union([z.string(), z.number()]).nullish() }),
});

export function createDesk(needs: DingtalkNeeds, client: Client): FormDesk {
  const { records, now } = needs;
  const rounds = createShelf(records, "round", roundSchema);
  const instances = createShelf(records, "instance", instanceSchema);
  const code = formCode(needs, client);

  async function keepInstance(key: string, instance: string): Promise<string> {
    await instances.change(instance, () => ({ value: { key } }));
    await rounds.change(key, (round) => (round ? { value: { ...round, instance } } : "keep"));
    return instance;
  }

  async function open(round: DeskRound): Promise<string> {
    check(round);
    const form = await code();
    let before: Round | undefined;
    const fresh: Round = {
      form,
      levels: round.levels.map(({ approvers }) => [...approvers]),
      since: now(),
      originator: round.originator,
    };
    await rounds.change(round.key, (kept) => {
      before = kept;
      return kept ? "keep" : { value: fresh };
    });
    if (before?.instance !== undefined) return before.instance;
    // An earlier attempt may have reached DingTalk, whose answer was lost.
    if (before) {
      const found = await look(round.key, before);
      if (found.found === "round") return found.ref;
      if (found.found === "unknown") throw new DeskError(found.why, { sure: false, again: false });
    }
    const body = {
      processCode: form,
      originatorUserId: round.originator,
      approvers: round.levels.map(({ rule, approvers }) => ({
        actionType: approvers.length === 1 ? "NONE" : rule === "any" ? "OR" : "AND",
        userIds: approvers,
      })),
      ...(round.copies.length > 0 && { ccList: round.copies.slice(0, MOST_COPIES), ccPosition: "FINISH" }),
      formComponentValues: valuesOf(round),
    };
    const path = "/v1.0/workflow/processInstances";
    const { instanceId } = await client.call({ method: "POST", path, body }, openedSchema);
    return keepInstance(round.key, instanceId);
  }

  async function look(key: string, round: Round): Promise<FoundRound> {
    if (round.instance !== undefined) return { found: "round", ref: round.instance };
    const ids = await idsSince(client, round.form, round.since - CLOCKS);
    for (const id of ids.list) {
      const read = await stateOf(client, id, round.levels);
      if (read.key === key) return { found: "round", ref: await keepInstance(key, id) };
    }
    if (ids.complete) return { found: "none" };
    return { found: "unknown", why: "DingTalk has more new approvals of the form than can be looked through" };
  }

  async function roundOf(instance: string): Promise<Round | undefined> {
    const kept = await instances.find(instance);
    return kept && rounds.find(kept.key);
  }

  return {
    name: "dingtalk",
    isOurs: async (form) => form === (await code()),
    open: (round) => asked(open(round)),
    find: (key) =>
      asked(
        (async (): Promise<FoundRound> => {
          const round = await rounds.find(key);
          return round ? look(key, round) : { found: "none" };
        })(),
      ),
    read: (ref) => asked((async () => (await stateOf(client, ref, (await roundOf(ref))?.levels ?? [])).state)()),
    withdraw: (ref, originator) =>
      asked(
        (async () => {
          const { state } = await stateOf(client, ref, []);
          if (state.outcome !== "open") return "ended";
          const lang = needs.people.langAt(singlePlace(originator));
          const body = {
            processInstanceId: ref,
            // In the name of the system: the originator may have left, or may not take it back.
            isSystem: true,
            operatingUserId: originator,
            remark: TEXTS[lang].deskWithdrawn,
          };
          const path = "/v1.0/workflow/processInstances/terminate";
          try {
            await client.call({ method: "POST", path, body, repeatable: true }, z.looseObject({}));
            return "withdrawn";
          } catch (error) {
            // Somebody may have decided meanwhile, or an attempt before may have worked.
            const { state: after } = await stateOf(client, ref, []);
            if (after.outcome === "open") throw error;
            return after.outcome === "withdrawn" ? "withdrawn" : "ended";
          }
        })(),
      ),
  };
}

/** What DingTalk would not take is said before it is asked. */
function check({ levels }: DeskRound): void {
  const wide = levels.find(({ approvers }) => approvers.length > MOST_APPROVERS);
  const empty = levels.find(({ approvers }) => approvers.length === 0);
  if (levels.length > MOST_LEVELS) throw never(`DingTalk asks ${MOST_LEVELS} levels at most`);
  if (wide) throw never(`DingTalk asks ${MOST_APPROVERS} people at most in one level, and “${wide.name}” has more`);
  if (empty) throw never(`nobody of “${empty.name}” has an account on DingTalk`);
}

function never(message: string): DeskError {
  return new DeskError(message, { sure: true, again: false });
}

async function idsSince(client: Client, processCode: string, startTime: number) {
  const list: string[] = [];
  let nextToken: number | undefined = 0;
  for (let pages = 0; nextToken !== undefined && pages < MOST_PAGES; pages++) {
    const page: z.output<typeof pageSchema> = await client.call(
      {
        method: "POST",
        path: "/v1.0/workflow/processes/instanceIds/query",
        body: { processCode, startTime, nextToken, maxResults: PAGE },
        repeatable: true,
      },
      pageSchema,
    );
    list.push(...page.result.list);
    const { nextToken: next } = page.result;
    nextToken = next === undefined || next === null || next === "" ? undefined : Number(next);
  }
  return { list, complete: nextToken === undefined };
}

async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw deskError(error);
  }
}

/** What went wrong, in the core's words. */
function deskError(error: unknown): unknown {
  if (!(error instanceof DingtalkError)) return error;
  const { trouble, sure, message, retryAfter } = error;
  const again = trouble === "busy" || trouble === "quota" || trouble === "unanswered" || trouble === "credentials";
  const wait = retryAfter ?? (trouble === "quota" ? QUOTA_MS : undefined);
  return new DeskError(message, { sure, again, retryAfter: wait }, error);
}
