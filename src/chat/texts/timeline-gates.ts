/**
 * What happened at a plan's gates, and what external systems were told: a line each.
 */
import { unansweredBy } from "../../plan/checkpoints.ts";
import type { EventOf } from "../../plan/event.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Line } from "../card.ts";
import { oneLine } from "./markdown.ts";
import { actorLine, joinWords, personLine } from "./names.ts";
import type { Reader } from "./reader.ts";
import { say, sayLine } from "./say.ts";
import { free, withReason } from "./timeline-words.ts";
import { shortTime } from "./when.ts";

type CheckEvent = EventOf<
  | "check-asked"
  | "check-progressed"
  | "check-agreed"
  | "check-failed"
  | "check-passed"
  | "check-overdue"
  | "check-reminded"
  | "check-overridden"
>;

/** A check asked, answered, over its time or overridden. */
export function checkLine(event: CheckEvent, plan: Plan, reader: Reader): Line {
  const { lang } = reader;
  const checkpoint = say(lang, `checkpoint.${event.checkpoint}`);
  switch (event.type) {
    case "check-asked":
      return sayLine(lang, "timeline.check-asked", {
        checkpoint,
        attempt: event.attempt,
        endpoints: joinWords(event.endpoints.map(oneLine), reader),
      });
    case "check-progressed": {
      const values = { checkpoint, endpoint: oneLine(event.endpoint) };
      return withReason(sayLine(lang, "timeline.check-progressed", values), event.text, reader);
    }
    case "check-agreed":
    case "check-failed":
    case "check-passed":
      return verdictLine(event, checkpoint, plan, reader);
    case "check-overdue":
      return unansweredLine("timeline.check-overdue", event, checkpoint, plan, reader);
    case "check-reminded":
      return sayLine(lang, "timeline.check-reminded", {
        checkpoint,
        endpoints: joinWords(event.endpoints.map(oneLine), reader),
      });
    case "check-overridden": {
      const values = { who: actorLine(event.by, reader), checkpoint, reason: free(event.reason) };
      if (event.proposedBy === undefined) return sayLine(lang, "timeline.check-overridden", values);
      return sayLine(lang, "timeline.check-overridden-two", {
        ...values,
        proposer: personLine(event.proposedBy, reader),
      });
    }
  }
}

/** What an endpoint said, or the gate's policy in its place. */
function verdictLine(
  event: EventOf<"check-agreed" | "check-failed" | "check-passed">,
  checkpoint: string,
  plan: Plan,
  reader: Reader,
): Line {
  const { lang } = reader;
  if (event.endpoint === undefined) {
    const key = event.type === "check-passed" ? "timeline.check-let-through" : "timeline.check-unanswered";
    return unansweredLine(key, event, checkpoint, plan, reader);
  }
  const endpoint = oneLine(event.endpoint);
  if (event.type === "check-failed")
    return withReason(sayLine(lang, "timeline.check-failed", { endpoint, checkpoint }), event.reason, reader);
  if (event.type === "check-passed") return sayLine(lang, "timeline.check-passed", { endpoint, checkpoint });
  const others = silentAt(event, plan);
  return others.length === 0
    ? sayLine(lang, "timeline.check-agreed", { endpoint, checkpoint })
    : sayLine(lang, "timeline.check-agreed-others", { endpoint, checkpoint, others: joinWords(others, reader) });
}

function unansweredLine(
  key: "timeline.check-overdue" | "timeline.check-let-through" | "timeline.check-unanswered",
  event: CheckEvent,
  checkpoint: string,
  plan: Plan,
  reader: Reader,
): Line {
  const silent = silentAt(event, plan);
  if (silent.length === 0) return sayLine(reader.lang, key, { checkpoint });
  return sayLine(reader.lang, `${key}-from`, { checkpoint, endpoints: joinWords(silent, reader) });
}

/** Who had not answered then, as far as the plan still tells: a check asked anew has forgotten. */
function silentAt({ checkpoint, at }: CheckEvent, { checks }: Plan): readonly string[] {
  const check = checks[checkpoint];
  return check && check.askedAt <= at ? unansweredBy(check).map(oneLine) : [];
}

/** What became of telling an endpoint. */
export function hookLine(event: EventOf<"hook-reported" | "hook-sent-again">, reader: Reader): Line {
  const { lang } = reader;
  const values = { endpoint: oneLine(event.endpoint), checkpoint: say(lang, `checkpoint.${event.checkpoint}`) };
  if (event.type === "hook-sent-again")
    return sayLine(lang, "timeline.hook-sent-again", { ...values, who: actorLine(event.by, reader) });
  const { attempt, problem, next } = event;
  switch (event.report) {
    case "accepted":
      return attempt > 1
        ? sayLine(lang, "timeline.hook-accepted-after", { ...values, attempt })
        : sayLine(lang, "timeline.hook-accepted", values);
    case "failing": {
      const said = withReason(sayLine(lang, "timeline.hook-failing", values), problem, reader);
      if (next === undefined) return said;
      return [...said, ...sayLine(lang, "timeline.hook-next", { at: shortTime(next, reader) })];
    }
    case "given-up":
      return withReason(sayLine(lang, "timeline.hook-given-up", { ...values, attempt }), problem, reader);
  }
}
