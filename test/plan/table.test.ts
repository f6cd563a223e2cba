/**
 * The state chart: what each command makes of a plan in each status, when the right person asks.
 */
import { expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import { CHECKPOINTS } from "../../src/plan/content.ts";
import type { Status } from "../../src/plan/plan.ts";
import { STATUSES } from "../../src/plan/plan.ts";
import { gateOf } from "../../src/plan/transitions.ts";
import type { As } from "../support/cast.ts";
import {
  ada,
  bo,
  CHANGE_SYSTEM,
  CLOSES,
  create,
  DESK,
  dana,
  ENGINE,
  eve,
  HOOK,
  MINUTE,
  OPENS,
  REPORT,
  TIMER,
} from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { answer, drafted } from "../support/given.ts";
import { aligned, FOUR_ITEMS, inEachStatus } from "../support/statuses.ts";

/** Short names, so that the table fits a screen. `?` waits for the gate, `!` was told no. */
const SHORT: Readonly<Record<Status, string>> = {
  planning: "planning",
  wait_for_finish_planning_external_check: "plan?",
  wait_for_finish_planning_external_check_failed: "plan!",
  finish_planning: "finished",
  wait_for_approval: "approval",
  denied: "denied",
  wait_for_execute_external_check: "exec?",
  wait_for_execute_external_check_failed: "exec!",
  executing: "executing",
  timeout: "timeout",
  wait_for_all_done_external_check: "done?",
  wait_for_all_done_external_check_failed: "done!",
  success: "success",
  cancel: "cancel",
};

/** There is somewhere to read requirements from. */
const READ = { "SHOP-120": { answer: "silent", why: "no answer in time" } } as const;
const RUN = { key: "p1/i4/1", progress: {} };
const TOLD = { delivery: "msg_1", endpoint: CHANGE_SYSTEM, checkpoint: "finish_planning" } as const;

/** Each command and who has the right to it; the gate's answer is for the gate that holds the plan, or the first. */
function asked(story: Given): Readonly<Record<Command["type"], readonly [Command, As]>> {
  return {
    create: [create(), ada],
    edit: [{ type: "edit", changes: [{ change: "fields", description: "Changed." }] }, ada],
    finish: [{ type: "finish" }, ada],
    submit: [{ type: "submit" }, ada],
    start: [{ type: "start" }, ada],
    approve: [{ type: "approve" }, bo],
    reject: [{ type: "reject", reason: "no" }, bo],
    run: [{ type: "run", item: "i1" }, dana],
    retry: [{ type: "retry", item: "i3" }, dana],
    done: [{ type: "done", item: "i2" }, dana],
    skip: [{ type: "skip", item: "i2", reason: "not needed" }, dana],
    claim: [{ type: "claim", item: "i2" }, dana],
    tick: [{ type: "tick", item: "i2", ticked: [0], unticked: [] }, dana],
    attach: [{ type: "attach", item: "i2", file: REPORT }, dana],
    undo: [{ type: "undo", item: "i2" }, dana],
    recheck: [{ type: "recheck" }, ada],
    override: [{ type: "override", reason: "the receiver is down" }, eve],
    replan: [{ type: "replan" }, ada],
    refresh: [{ type: "refresh" }, ada],
    cancel: [{ type: "cancel", reason: "no" }, ada],
    handover: [{ type: "handover", to: dana }, ada],
    remind: [{ type: "remind" }, ada],
    comment: [{ type: "comment", text: "hello" }, ada],
    expire: [{ type: "expire" }, TIMER],
    nudge: [{ type: "nudge" }, TIMER],
    "run-scheduled": [{ type: "run-scheduled" }, TIMER],
    "run-linked": [{ type: "run-linked", ...RUN, ref: "77" }, ENGINE],
    "run-progressed": [{ type: "run-progressed", ...RUN, progress: { percent: 50 } }, ENGINE],
    "run-passed": [{ type: "run-passed", ...RUN }, ENGINE],
    "run-failed": [{ type: "run-failed", ...RUN, reason: "exit 1" }, ENGINE],
    "run-held": [{ type: "run-held", key: RUN.key, changes: ["env: dev → prod"] }, ENGINE],
    "run-late": [{ type: "run-late", key: RUN.key }, ENGINE],
    "run-unclear": [{ type: "run-unclear", ...RUN, reason: "lost" }, ENGINE],
    "run-stopped": [{ type: "run-stopped", ...RUN }, ENGINE],
    "run-not-stopped": [{ type: "run-not-stopped", ...RUN, reason: "too late" }, ENGINE],
    "check-answered": [answer(story, gateOf(story.plan.status) ?? "finish_planning", "success"), HOOK],
    "desk-opened": [{ type: "desk-opened", round: 1, ref: "7" }, DESK],
    "desk-failed": [{ type: "desk-failed", round: 1, reason: "down" }, DESK],
    "desk-reported": [{ type: "desk-reported", round: 1, report: { outcome: "approved", level: 1, votes: [] } }, DESK],
    "desk-not-withdrawn": [{ type: "desk-not-withdrawn", desk: "feishu", round: 1, reason: "down" }, DESK],
    "expire-check": [{ type: "expire-check" }, TIMER],
    "remind-check": [{ type: "remind-check" }, TIMER],
    "report-hook": [{ type: "report-hook", report: "accepted", ...TOLD, attempt: 1 }, HOOK],
    "review-made": [{ type: "review-made", index: 53 }, TIMER],
    "send-again": [{ type: "send-again", ...TOLD }, ada],
  };
}

/** The status after, `=` for a repeat, `.` where the status does not take the command, or the refusal's code. */
function cell(story: Given, [command, as]: readonly [Command, As]): string {
  const time = command.type === "expire" ? CLOSES : Math.max(story.world.now, story.plan.changedAt + MINUTE);
  const outcome = story.in({ now: time, requirements: READ }).when(command, as);
  if (!outcome.decision.accepted) {
    return outcome.decision.refusal.code === "wrong-status" ? "." : outcome.decision.refusal.code;
  }
  return outcome.decision.events.length === 0 ? "=" : SHORT[outcome.taken().plan.status];
}

function table(stories: readonly Given[]): string {
  const heads = ["", ...stories.map(({ plan }) => SHORT[plan.status])];
  const [first] = stories;
  const commands = first ? Object.keys(asked(first)) : [];
  const rows = commands.map((type) => [
    type,
    ...stories.map((story) => {
      const row = Object.entries(asked(story)).find(([name]) => name === type);
      return row ? cell(story, row[1]) : "";
    }),
  ]);
  return aligned([heads, ...rows]);
}

test("real commands bring a plan into every one of the fourteen statuses", () => {
  const stories = inEachStatus();
  for (const status of STATUSES) stories[status].is(status);
  expect(STATUSES).toHaveLength(14);
});

test("every command has its effect in every status, with an approval and a gate at each checkpoint", () => {
  const stories = inEachStatus();
  expect(table(STATUSES.map((status) => stories[status]))).toBe(`
                    planning       plan?        plan!          finished        approval     denied           exec?            exec!            executing        timeout          done?            done!            success          cancel
create              exists         exists       exists         exists          exists       exists           exists           exists           exists           exists           exists           exists           exists           exists
edit                planning       .            .              .               .            .                .                .                .                .                .                .                .                .
finish              plan?          =            .              =               .            .                .                .                .                .                .                .                .                .
submit              plan?          .            .              approval        =            .                .                .                .                .                .                .                .                .
start               .              .            .              needs-approval  .            .                .                .                .                .                .                .                .                .
approve             .              .            .              .               exec?        already-decided  =                =                =                =                =                =                =                =
reject              .              .            .              .               denied       =                already-decided  already-decided  already-decided  already-decided  already-decided  already-decided  already-decided  already-decided
run                 .              .            .              .               .            .                .                .                executing        .                .                .                .                .
retry               .              .            .              .               .            .                .                .                executing        .                .                .                .                .
done                .              .            .              .               .            .                .                .                executing        .                =                =                =                .
skip                .              .            .              .               .            .                .                .                executing        .                .                .                .                .
claim               .              .            .              .               .            .                .                .                executing        .                .                .                .                .
tick                .              .            .              .               .            .                .                .                unknown-check    .                .                .                .                .
attach              .              .            .              .               .            .                .                .                executing        .                .                .                .                .
undo                .              .            .              .               .            .                .                .                nothing-to-undo  .                .                .                .                .
recheck             .              plan?        plan?          .               .            .                exec?            exec?            .                .                done?            done?            .                .
override            .              finished     finished       .               .            .                executing        executing        .                .                success          success          .                .
replan              =              planning     planning       planning        planning     planning         planning         planning         planning         planning         planning         planning         .                .
refresh             planning       plan?        plan!          finished        approval     denied           exec?            exec!            executing        timeout          done?            done!            .                .
cancel              cancel         cancel       cancel         cancel          cancel       cancel           cancel           cancel           cancel           cancel           cancel           cancel           .                =
handover            planning       plan?        plan!          finished        approval     denied           exec?            exec!            executing        timeout          done?            done!            .                .
remind              .              .            .              .               approval     .                .                .                executing        .                .                .                .                .
comment             planning       plan?        plan!          finished        approval     denied           exec?            exec!            executing        timeout          done?            done!            success          cancel
expire              =              timeout      timeout        timeout         timeout      =                timeout          timeout          timeout          =                =                =                =                =
nudge               =              =            =              =               =            =                =                =                =                =                =                =                =                =
run-scheduled       =              =            =              =               =            =                =                =                =                =                =                =                =                =
run-linked          unknown-run    unknown-run  unknown-run    unknown-run     unknown-run  unknown-run      unknown-run      unknown-run      executing        timeout          =                =                =                cancel
run-progressed      unknown-run    unknown-run  unknown-run    unknown-run     unknown-run  unknown-run      unknown-run      unknown-run      executing        timeout          =                =                =                cancel
run-passed          unknown-run    unknown-run  unknown-run    unknown-run     unknown-run  unknown-run      unknown-run      unknown-run      executing        timeout          =                =                =                cancel
run-failed          unknown-run    unknown-run  unknown-run    unknown-run     unknown-run  unknown-run      unknown-run      unknown-run      executing        timeout          =                =                =                cancel
run-held            unknown-run    unknown-run  unknown-run    unknown-run     unknown-run  unknown-run      unknown-run      unknown-run      executing        timeout          =                =                =                cancel
run-late            unknown-run    unknown-run  unknown-run    unknown-run     unknown-run  unknown-run      unknown-run      unknown-run      executing        timeout          =                =                =                cancel
run-unclear         unknown-run    unknown-run  unknown-run    unknown-run     unknown-run  unknown-run      unknown-run      unknown-run      executing        timeout          =                =                =                cancel
run-stopped         unknown-run    unknown-run  unknown-run    unknown-run     unknown-run  unknown-run      unknown-run      unknown-run      unknown-run      unknown-run      unknown-run      unknown-run      unknown-run      cancel
run-not-stopped     unknown-run    unknown-run  unknown-run    unknown-run     unknown-run  unknown-run      unknown-run      unknown-run      unknown-run      unknown-run      unknown-run      unknown-run      unknown-run      cancel
check-answered      no-such-check  finished     no-such-check  =               =            =                executing        no-such-check    =                =                success          no-such-check    =                =
desk-opened         =              =            =              =               =            =                =                =                =                =                =                =                =                =
desk-failed         =              =            =              =               =            =                =                =                =                =                =                =                =                =
desk-reported       =              =            =              =               =            =                =                =                =                =                =                =                =                =
desk-not-withdrawn  planning       plan?        plan!          finished        approval     denied           exec?            exec!            executing        timeout          done?            done!            success          cancel
expire-check        =              =            =              =               =            =                =                =                =                =                =                =                =                =
remind-check        =              =            =              =               =            =                =                =                =                =                =                =                =                =
report-hook         planning       plan?        plan!          finished        approval     denied           exec?            exec!            executing        timeout          done?            done!            success          cancel
review-made         planning       plan?        plan!          finished        approval     denied           exec?            exec!            executing        timeout          done?            done!            success          cancel
send-again          planning       plan?        plan!          finished        approval     denied           exec?            exec!            executing        timeout          done?            done!            success          cancel
`);
});

test("every command has its effect in every status, without approval and without gates", () => {
  const planning = drafted({ approval: undefined, items: FOUR_ITEMS });
  const finished = planning.after([{ type: "finish" }, ada]);
  const executing = finished
    .after([{ type: "start" }, ada])
    .at(OPENS + 10 * MINUTE)
    .after([{ type: "run", item: "i3" }, ada], [{ type: "run", item: "i4" }, ada])
    .after([{ type: "run-failed", key: "p1/i3/1", reason: "exit 1", progress: {} }, ENGINE]);
  const timeout = executing.at(CLOSES).after([{ type: "expire" }, TIMER]);
  const last = executing.after(
    [{ type: "skip", item: "i1", reason: "no" }, ada],
    [{ type: "done", item: "i2" }, ada],
    [{ type: "skip", item: "i3", reason: "no" }, ada],
  );
  const success = last.after([{ type: "run-passed", ...RUN }, ENGINE]);
  const cancel = executing.after([{ type: "cancel", reason: "no" }, ada]);
  expect(table([planning, finished, executing, timeout, last, success, cancel])).toBe(`
                    planning       finished       executing        timeout        executing         success        cancel
create              exists         exists         exists           exists         exists            exists         exists
edit                planning       .              .                .              .                 .              .
finish              finished       =              .                .              .                 .              .
submit              no-approval    no-approval    .                .              .                 .              .
start               .              executing      =                .              =                 .              .
approve             not-allowed    not-allowed    not-allowed      not-allowed    not-allowed       not-allowed    not-allowed
reject              not-allowed    not-allowed    not-allowed      not-allowed    not-allowed       not-allowed    not-allowed
run                 .              .              executing        .              wrong-item-state  .              .
retry               .              .              executing        .              wrong-item-state  .              .
done                .              .              executing        .              =                 =              .
skip                .              .              executing        .              wrong-item-state  .              .
claim               .              .              executing        .              wrong-item-state  .              .
tick                .              .              unknown-check    .              wrong-item-state  .              .
attach              .              .              executing        .              wrong-item-state  .              .
undo                .              .              nothing-to-undo  .              wrong-item-state  .              .
recheck             .              .              .                .              .                 .              .
override            .              .              .                .              .                 .              .
replan              =              planning       planning         planning       planning          .              .
refresh             planning       finished       executing        timeout        executing         .              .
cancel              cancel         cancel         cancel           cancel         cancel            .              =
handover            planning       finished       executing        timeout        executing         .              .
remind              .              .              executing        .              nobody-to-remind  .              .
comment             planning       finished       executing        timeout        executing         success        cancel
expire              =              timeout        timeout          =              =                 =              =
nudge               =              =              =                =              =                 =              =
run-scheduled       =              =              =                =              =                 =              =
run-linked          unknown-run    unknown-run    executing        timeout        executing         =              cancel
run-progressed      unknown-run    unknown-run    executing        timeout        executing         =              cancel
run-passed          unknown-run    unknown-run    executing        timeout        success           =              cancel
run-failed          unknown-run    unknown-run    executing        timeout        executing         =              cancel
run-held            unknown-run    unknown-run    executing        timeout        executing         =              cancel
run-late            unknown-run    unknown-run    executing        timeout        executing         =              cancel
run-unclear         unknown-run    unknown-run    executing        timeout        executing         =              cancel
run-stopped         unknown-run    unknown-run    unknown-run      unknown-run    unknown-run       unknown-run    cancel
run-not-stopped     unknown-run    unknown-run    unknown-run      unknown-run    unknown-run       unknown-run    cancel
check-answered      no-such-check  no-such-check  no-such-check    no-such-check  no-such-check     no-such-check  no-such-check
desk-opened         =              =              =                =              =                 =              =
desk-failed         =              =              =                =              =                 =              =
desk-reported       =              =              =                =              =                 =              =
desk-not-withdrawn  planning       finished       executing        timeout        executing         success        cancel
expire-check        =              =              =                =              =                 =              =
remind-check        =              =              =                =              =                 =              =
report-hook         planning       finished       executing        timeout        executing         success        cancel
review-made         planning       finished       executing        timeout        executing         success        cancel
send-again          planning       finished       executing        timeout        executing         success        cancel
`);
});

test("a gate's time limit has its effect where the gate waits, and nowhere else", () => {
  const expire: Command = { type: "expire-check" };
  const rows = (["fail", "ask", "pass"] as const).map((policy) => {
    const limit = { after: MINUTE, policy };
    const gates = CHECKPOINTS.map((checkpoint) => ({ checkpoint, endpoints: [CHANGE_SYSTEM], limit, remind: MINUTE }));
    const stories = inEachStatus(ada, { gates });
    const cells = (command: Command) => STATUSES.map((status) => cell(stories[status], [command, TIMER]));
    return [
      [policy, ...cells(expire)],
      [`${policy} remind`, ...cells({ type: "remind-check" })],
    ];
  });
  expect(aligned([["", ...STATUSES.map((status) => SHORT[status])], ...rows.flat()])).toBe(`
             planning  plan?     plan!  finished  approval  denied  exec?      exec!  executing  timeout  done?    done!  success  cancel
fail         =         plan!     =      =         =         =       exec!      =      =          =        done!    =      =        =
fail remind  =         plan?     =      =         =         =       exec?      =      =          =        done?    =      =        =
ask          =         plan?     =      =         =         =       exec?      =      =          =        done?    =      =        =
ask remind   =         plan?     =      =         =         =       exec?      =      =          =        done?    =      =        =
pass         =         finished  =      =         =         =       executing  =      =          =        success  =      =        =
pass remind  =         plan?     =      =         =         =       exec?      =      =          =        done?    =      =        =
`);
});
