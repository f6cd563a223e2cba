/**
 * A browser that never gives up: what it sent goes out again under the same key until it is acknowledged.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

/** How long to wait before the same request is sent again (ms). */
const AGAIN = 40;

/** What was acknowledged, to be looked for in the end. */
export interface Acknowledged {
  readonly plans: Map<number, string>;
  readonly comments: Set<string>;
  readonly runs: Set<number>;
}

export interface ClientNeeds {
  readonly url: string;
  readonly name: string;
  readonly acknowledged: Acknowledged;
  readonly over: () => boolean;
}

const ROOM = "console:room:releases";

/** Writes plans and takes each through approval and a run, commenting on the way. */
export async function live(needs: ClientNeeds): Promise<void> {
  for (let round = 0; !needs.over(); round += 1) await onePlan(needs, `${needs.name}-${round}`);
}

async function onePlan(needs: ClientNeeds, name: string): Promise<void> {
  const { acknowledged } = needs;
  const created = await say(
    needs,
    "ada",
    `/plan new\nname: ${name}\napproval: { levels: [{ approvers: [bo] }] }\nitems:\n  - { name: Count, run: "command:count" }\n  - { name: Tell, text: tell }`,
  );
  const index = Number(/Plan (\d+)/u.exec(created ?? "")?.[1]);
  if (!Number.isInteger(index)) return;
  acknowledged.plans.set(index, name);
  const comment = async (person: string, when: string) => {
    const text = `${name} ${when}`;
    if (await say(needs, person, `/plan comment ${index} ${text}`)) acknowledged.comments.add(text);
  };
  await Promise.all([comment("ada", "before"), comment("bo", "before as well")]);
  await say(needs, "ada", `/plan submit ${index}`);
  await Promise.all([say(needs, "bo", `/plan approve ${index} fine`), comment("ada", "meanwhile")]);
  if (await say(needs, "ada", `/plan run ${index}.1`)) acknowledged.runs.add(index);
  await Promise.all([say(needs, "ada", `/plan skip ${index}.2 not needed`), comment("bo", "after")]);
}

/** Answers what the server said once it acknowledged, or undefined when the time was over first. */
export async function say(
  needs: Pick<ClientNeeds, "url" | "over">,
  person: string,
  text: string,
): Promise<string | undefined> {
  const body = JSON.stringify({ key: randomUUID(), place: ROOM, text, files: [] });
  const headers = { "content-type": "application/json", origin: needs.url, "x-console-as": person };
  while (!needs.over()) {
    const answer = await fetch(`${needs.url}/console/message`, { method: "POST", headers, body }).catch(
      () => undefined,
    );
    const said = answer?.ok ? await answer.text().catch(() => undefined) : undefined;
    if (said !== undefined) return said;
    if (answer && answer.status < 500) throw new Error(`${answer.status}: ${await answer.text()}`);
    await pause(AGAIN);
  }
  return undefined;
}
