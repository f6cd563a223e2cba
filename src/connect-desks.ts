/**
 * Platforms' own approvals, connected: what they are asked, and what they report.
 */
import { planUrl } from "./chat/plan-link.ts";
import type { PlanReader } from "./chat/texts/reader.ts";
import type { Core, Process } from "./core.ts";
import type { ApprovalDesk } from "./flow/approval-desk.ts";
import { roundRequest } from "./flow/round-request.ts";
import type { RoundWork } from "./flow/round-work.ts";
import { createRoundWork } from "./flow/round-work.ts";
import { policyOf } from "./plan/approval.ts";
import type { Actor, Plan } from "./plan/plan.ts";
import { freezesInTheWay } from "./plan/window.ts";

const DESK: Actor = { kind: "system", part: "desk" };

export function connectRounds(
  { directory, door, plans, world, calendar }: Core,
  desks: readonly ApprovalDesk[],
  { settings, now }: Pick<Process, "settings" | "now">,
): RoundWork {
  const { lang, zone, policies, publicUrl } = settings;
  const readerOf = ({ content }: Plan): PlanReader => ({
    lang,
    zone,
    now: now(),
    name: directory.nameOf,
    freezes: freezesInTheWay(content, { freezes: calendar.freezes, policies }),
    policy: policyOf(content, { policies }),
  });
  const accountOf = (platform: string, person: string) =>
    directory.accountsOf(person).find((account) => account.platform === platform)?.account;
  return createRoundWork({
    desks: Object.fromEntries(desks.map((desk) => [desk.name, desk])),
    load: plans.byId,
    request: (plan, round) =>
      roundRequest(plan, round, {
        rules: world(now()).rules,
        accountOf: (person) => accountOf(round.desk?.name ?? "", person),
        reader: readerOf(plan),
        link: publicUrl === undefined ? undefined : planUrl(publicUrl, plan.index),
      }),
    personOf: async (platform, id) => {
      const person = await directory.meet({ platform, id });
      return person === "outside" ? undefined : person.id;
    },
    accountOf,
    report: async (plan, command, key) => {
      await door.submit({ key, actor: DESK, request: { plan, command } });
    },
    now,
  });
}
