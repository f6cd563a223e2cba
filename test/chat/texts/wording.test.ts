/**
 * Everything the domain can say, in both languages: refusals, happenings, statuses.
 */
import { describe, expect, it } from "vitest";
import { refusalText } from "../../../src/chat/texts/refusal-text.ts";
import { replyText } from "../../../src/chat/texts/reply-text.ts";
import { say } from "../../../src/chat/texts/say.ts";
import { timelineText } from "../../../src/chat/texts/timeline-text.ts";
import { noticeText } from "../../../src/chat/views/notice.ts";
import type { CommandType } from "../../../src/plan/command.ts";
import { CUSTOM_TYPES } from "../../../src/plan/custom.ts";
import type { EventOf, EventType, PlanEvent } from "../../../src/plan/event.ts";
import { STATUSES } from "../../../src/plan/plan.ts";
import type { Refusal, RefusalCode, RefusalOf } from "../../../src/plan/refusal.ts";
import {
  ada,
  approval,
  bo,
  CHANGE_SYSTEM,
  CLOSES,
  chen,
  content,
  DESK,
  dana,
  dee,
  ENGINE,
  eve,
  gateOfTwo,
  HOOK,
  level,
  MINUTE,
  OPENS,
  REPORT,
  RISK,
  SECURITY,
  TIMER,
} from "../../support/cast.ts";
import { answer, executing, submitted } from "../../support/given.ts";
import { inEachStatus } from "../../support/statuses.ts";
import { LANGS, readerOf } from "../views/reader.ts";

const story = executing({ approval: approval(level([bo, chen], "any", "质量")) });
const asked = submitted();
const gated = submitted({}, { gates: [gateOfTwo("start_execute")] }).after([{ type: "approve" }, bo]);
/** One endpoint of its gate has said go, the other is silent. */
const halfAgreed = gated.after([answer(gated, "start_execute", "success"), HOOK]);

/** At least one of each code, more where the text differs by what it holds. */
const REFUSALS: { readonly [C in RefusalCode]: readonly RefusalOf<C>[] } = {
  "not-allowed": (["reader", "planner", "manager", "editor", "owner", "admin", "person", "system"] as const).map(
    (need) => ({ code: "not-allowed", command: "start", need }),
  ),
  "not-approver": [{ code: "not-approver", level: "质量", approvers: [bo, "group:qa"] }],
  "no-emergency": [{ code: "no-emergency", policy: "standard" }],
  "emergency-alone": [{ code: "emergency-alone" }],
  "policy-moved": [{ code: "policy-moved", policy: "production" }],
  "own-plan": [
    { code: "own-plan", as: "manager" },
    { code: "own-plan", as: "last-editor" },
  ],
  "approver-may-not-execute": [{ code: "approver-may-not-execute" }],
  "approver-may-not-manage": [{ code: "approver-may-not-manage", person: bo }],
  "second-person": [{ code: "second-person", proposedBy: eve, at: OPENS }],
  "unknown-person": [
    { code: "unknown-person", name: "adda", nearest: "ada" },
    { code: "unknown-person", name: "zz" },
  ],
  "unknown-group": [{ code: "unknown-group", name: "qa2", nearest: "qa" }],
  "wrong-status": [
    { code: "wrong-status", command: "start", status: "planning", possible: ["submit", "edit", "cancel"] },
    { code: "wrong-status", command: "edit", status: "success", possible: [] },
  ],
  "already-decided": [
    { code: "already-decided", verdict: "approve", by: bo, at: OPENS },
    { code: "already-decided", verdict: "reject", by: bo, at: OPENS },
  ],
  "content-changed": [{ code: "content-changed" }],
  "not-approved": [{ code: "not-approved" }],
  "needs-approval": [{ code: "needs-approval" }],
  "no-approval": [{ code: "no-approval" }],
  "window-not-open": [
    { code: "window-not-open", opens: OPENS },
    { code: "window-not-open", opens: OPENS, freeze: { name: "国庆", from: OPENS, until: CLOSES } },
  ],
  "window-over": [{ code: "window-over", closed: CLOSES }],
  "not-yet": [{ code: "not-yet", closes: CLOSES }],
  frozen: [
    { code: "frozen", freeze: "国庆", until: OPENS },
    { code: "frozen", freeze: "国庆", until: CLOSES, closes: CLOSES },
  ],
  "unknown-item": [
    { code: "unknown-item", item: "9", items: 2 },
    { code: "unknown-item", item: "9", items: 0 },
  ],
  "wrong-item-state": [
    { code: "wrong-item-state", item: "Build i1", state: "done", by: { kind: "person", id: dana }, at: OPENS },
    { code: "wrong-item-state", item: "Build i1", state: "running", by: ENGINE, at: OPENS },
    { code: "wrong-item-state", item: "Build i1", state: "failed", at: OPENS },
    { code: "wrong-item-state", item: "Build i1", state: "skipped", at: OPENS },
    { code: "wrong-item-state", item: "Build i1", state: "todo" },
  ],
  "wrong-item-type": [
    { code: "wrong-item-type", item: "Build i1", type: "workflow" },
    { code: "wrong-item-type", item: "Tell i2", type: "text" },
  ],
  "still-stopping": [{ code: "still-stopping", item: "Build i1" }],
  "waits-for": [{ code: "waits-for", item: "Tell i2", items: ["Build i1"] }],
  "no-items": [{ code: "no-items" }],
  "too-many-items": [{ code: "too-many-items", most: 100 }],
  "invalid-content": [{ code: "invalid-content", path: "items.0.name", problem: "Required" }],
  "order-incomplete": [{ code: "order-incomplete", missing: ["i1"], twice: ["i2"], unknown: ["i9"] }],
  "order-cycle": [{ code: "order-cycle", items: ["Build i1", "Tell i2"] }],
  "item-needed": [{ code: "item-needed", item: "i1", by: ["i2"] }],
  "duplicate-level": [{ code: "duplicate-level", level: "质量" }],
  "window-backwards": [{ code: "window-backwards", opens: CLOSES, closes: OPENS }],
  "schedule-outside-window": [{ code: "schedule-outside-window", schedule: CLOSES }],
  "schedule-over": [{ code: "schedule-over", schedule: OPENS }],
  unsatisfiable: [
    {
      code: "unsatisfiable",
      problem: { level: "质量", rule: "all", needed: 2, able: [bo], barred: [ada] },
    },
    { code: "unsatisfiable", problem: { level: "质量", rule: 2, needed: 2, able: [], barred: [] } },
  ],
  "unknown-policy": [
    { code: "unknown-policy", policy: "lax", known: ["standard", "strict"] },
    { code: "unknown-policy", policy: "lax", known: [] },
  ],
  "decided-elsewhere": [
    { code: "decided-elsewhere", desk: "feishu", link: "https://applink.feishu.example/approval/1" },
    { code: "decided-elsewhere", desk: "dingtalk" },
  ],
  "desk-rule": [{ code: "desk-rule", via: "feishu", level: "质量" }],
  "unknown-desk": [{ code: "unknown-desk", via: "fax", known: ["card"] }],
  "unknown-engine": [{ code: "unknown-engine", engine: "make", known: ["command"] }],
  "unknown-workflow": [{ code: "unknown-workflow", engine: "command", workflow: "bild", known: ["build"] }],
  "engine-silent": [{ code: "engine-silent", engine: "command" }],
  "unknown-hook": [{ code: "unknown-hook", name: "audti", known: ["audit"] }],
  "bad-requirement": [
    { code: "bad-requirement", problem: { word: "shop-120", why: "unknown", meant: "SHOP-120" } },
    { code: "bad-requirement", problem: { word: "the cart", why: "unknown" } },
    { code: "bad-requirement", problem: { word: "https://a:b@git.example/1", why: "credentials" } },
  ],
  "no-requirements": [{ code: "no-requirements" }],
  "not-readable": [{ code: "not-readable" }],
  "requirements-missing": [{ code: "requirements-missing", words: ["SHOP-999", "sprint:SHOP/43"] }],
  "requirements-silent": [{ code: "requirements-silent", words: ["SHOP-120"], why: "no answer in time" }],
  "bad-custom": [
    { code: "bad-custom", problem: { problem: "unknown", name: "rsik", known: ["risk"] } },
    { code: "bad-custom", problem: { problem: "missing", field: RISK } },
    { code: "bad-custom", problem: { problem: "missing", field: { ...RISK, type: "checkbox" } } },
    ...CUSTOM_TYPES.map((type): RefusalOf<"bad-custom"> => {
      return { code: "bad-custom", problem: { problem: "type", field: { ...RISK, type } } };
    }),
    { code: "bad-custom", problem: { problem: "choice", field: RISK, value: "huge" } },
  ],
  "bad-parameter": [
    { code: "bad-parameter", item: "Build i1", problem: { name: "b", problem: "unknown", known: ["branch"] } },
    { code: "bad-parameter", item: "Build i1", problem: { name: "b", problem: "unknown", known: [] } },
    { code: "bad-parameter", item: "Build i1", problem: { name: "b", problem: "missing" } },
    { code: "bad-parameter", item: "Build i1", problem: { name: "b", problem: "type", wanted: "number" } },
    { code: "bad-parameter", item: "Build i1", problem: { name: "b", problem: "type", wanted: "string" } },
    { code: "bad-parameter", item: "Build i1", problem: { name: "b", problem: "type", wanted: "boolean" } },
    { code: "bad-parameter", item: "Build i1", problem: { name: "b", problem: "choice", choices: ["test", 2] } },
    { code: "bad-parameter", item: "Build i1", problem: { name: "b", problem: "pattern", pattern: "[a-z]+" } },
  ],
  "reason-needed": [{ code: "reason-needed", command: "cancel" }],
  "too-long": [
    { code: "too-long", field: "name", most: 200 },
    { code: "too-long", field: "items.2.work.content", most: 200 },
    { code: "too-long", field: "approval.levels.0.name", most: 200 },
    { code: "too-long", field: "reason", most: 200 },
  ],
  "control-characters": [{ code: "control-characters", field: "items.name" }],
  "told-enough": [{ code: "told-enough", people: [bo, chen] }],
  claimed: [{ code: "claimed", item: "i2", by: dana, at: OPENS }],
  "evidence-missing": [
    { code: "evidence-missing", item: "Tell i2", fields: ["Report", "Ticket"], checks: [] },
    { code: "evidence-missing", item: "Tell i2", fields: [], checks: ["Logs are clean"] },
    { code: "evidence-missing", item: "Tell i2", fields: ["Report"], checks: ["Logs are clean", "日志正常"] },
  ],
  "unknown-ask": [
    { code: "unknown-ask", item: "Tell i2", ask: "Reprot", known: ["Report"] },
    { code: "unknown-ask", item: "Tell i2", ask: "Report", known: [] },
  ],
  "bad-link": [{ code: "bad-link", item: "Tell i2", ask: "Ticket" }],
  "unknown-check": [
    { code: "unknown-check", item: "Tell i2", check: 3, checks: 2 },
    { code: "unknown-check", item: "Tell i2", check: 1, checks: 0 },
  ],
  "too-many-files": [{ code: "too-many-files", item: "Tell i2", most: 20 }],
  "confirm-other": [{ code: "confirm-other", item: "Tell i2", at: OPENS }],
  "nothing-to-undo": [{ code: "nothing-to-undo", item: "Tell i2" }],
  "duplicate-ask": [{ code: "duplicate-ask", item: "Tell i2", name: "Report" }],
  "confirm-alone": [{ code: "confirm-alone", item: "Tell i2" }],
  "step-up-needed": [{ code: "step-up-needed" }],
  "desk-step-up": [{ code: "desk-step-up", via: "feishu", policy: "sure" }],
  "nobody-to-remind": [{ code: "nobody-to-remind" }],
  "stale-instance": [{ code: "stale-instance" }],
  "no-such-check": [{ code: "no-such-check", checkpoint: "start_execute" }],
  "not-asked": [{ code: "not-asked", checkpoint: "start_execute", endpoint: "audit" }],
  "unknown-run": [{ code: "unknown-run" }],
  exists: [{ code: "exists" }],
  "no-such-plan": [{ code: "no-such-plan" }],
};

const stamp = { at: OPENS, by: { kind: "person", id: ada } } as const;
const vote = { level: 0, by: bo, seats: [bo], at: OPENS } as const;

const ofGate = { at: OPENS, by: HOOK, checkpoint: "all_job_done", endpoint: CHANGE_SYSTEM } as const;

const DENIALS = ["withdrawn", "expired", "reverted", "rejected", "not-allowed", "nobody"] as const;

const READING = {
  "SHOP-120": { at: stamp.at, state: { kind: "missing" } },
  "SHOP-131": { at: stamp.at, state: { kind: "unread" }, silent: { at: stamp.at, why: "no answer in time" } },
} as const;

const EVENTS: { readonly [T in EventType]: readonly EventOf<T>[] } = {
  created: [
    {
      ...stamp,
      type: "created",
      id: "p1",
      index: 52,
      manager: ada,
      content: content(),
      digest: "d",
      instanceCode: "c",
    },
  ],
  "requirements-read": [
    { ...stamp, type: "requirements-read", reading: {} },
    { ...stamp, type: "requirements-read", reading: READING, digest: "d" },
  ],
  edited: [
    { ...stamp, type: "edited", content: content(), digest: "d", instanceCode: "c", reset: [] },
    { ...stamp, type: "edited", content: content(), digest: "d", instanceCode: "c", reset: ["i1"] },
    {
      ...stamp,
      type: "edited",
      content: content(),
      digest: "d",
      instanceCode: "c",
      reset: ["i1"],
      fields: ["window", "items", "hooks"],
    },
  ],
  "planning-finished": [
    { ...stamp, type: "planning-finished", submit: false, gates: [], workflows: {}, digest: "d" },
    { ...stamp, type: "planning-finished", submit: true, gates: [], workflows: {}, digest: "d" },
  ],
  "check-asked": [
    { ...stamp, type: "check-asked", checkpoint: "start_execute", attempt: 1, endpoints: [CHANGE_SYSTEM] },
    { ...stamp, type: "check-asked", checkpoint: "finish_planning", attempt: 2, endpoints: [CHANGE_SYSTEM, SECURITY] },
  ],
  "check-progressed": [{ ...ofGate, type: "check-progressed", text: "3/5" }],
  "check-agreed": [
    { ...ofGate, type: "check-agreed" },
    { ...ofGate, type: "check-agreed", checkpoint: "start_execute" },
  ],
  "check-failed": [
    { ...ofGate, type: "check-failed", reason: "a vulnerable package" },
    { ...ofGate, type: "check-failed", reason: "" },
    { ...stamp, by: TIMER, type: "check-failed", checkpoint: "start_execute", reason: "" },
    { ...stamp, by: TIMER, type: "check-failed", checkpoint: "all_job_done", reason: "" },
  ],
  "check-passed": [
    { ...ofGate, type: "check-passed" },
    { ...stamp, by: TIMER, type: "check-passed", checkpoint: "start_execute" },
    { ...stamp, by: TIMER, type: "check-passed", checkpoint: "all_job_done" },
  ],
  "check-overdue": [
    { ...stamp, by: TIMER, type: "check-overdue", checkpoint: "start_execute" },
    { ...stamp, by: TIMER, type: "check-overdue", checkpoint: "all_job_done" },
  ],
  "check-reminded": [
    { ...stamp, by: TIMER, type: "check-reminded", checkpoint: "start_execute", endpoints: [SECURITY] },
  ],
  "hook-reported": [
    { ...ofGate, type: "hook-reported", report: "accepted", delivery: "msg_1", attempt: 1 },
    { ...ofGate, type: "hook-reported", report: "accepted", delivery: "msg_1", attempt: 2 },
    {
      ...ofGate,
      type: "hook-reported",
      report: "failing",
      delivery: "msg_1",
      attempt: 1,
      problem: "503",
      next: CLOSES,
    },
    { ...ofGate, type: "hook-reported", report: "failing", delivery: "msg_1", attempt: 1 },
    { ...ofGate, type: "hook-reported", report: "given-up", delivery: "msg_1", attempt: 1, problem: "410" },
    { ...ofGate, type: "hook-reported", report: "given-up", delivery: "msg_1", attempt: 23, problem: "503" },
  ],
  "hook-sent-again": [
    { ...stamp, type: "hook-sent-again", delivery: "msg_1", endpoint: CHANGE_SYSTEM, checkpoint: "all_job_done" },
  ],
  "exception-proposed": [
    {
      ...stamp,
      type: "exception-proposed",
      proposal: { what: { kind: "freeze", item: "i1" }, by: eve, reason: "urgent", at: OPENS },
    },
    {
      ...stamp,
      type: "exception-proposed",
      proposal: { what: { kind: "gate", checkpoint: "start_execute" }, by: eve, reason: "urgent", at: OPENS },
    },
  ],
  "check-overridden": [
    { ...stamp, type: "check-overridden", checkpoint: "start_execute", reason: "down" },
    { ...stamp, type: "check-overridden", checkpoint: "start_execute", reason: "down", proposedBy: eve },
  ],
  ready: [{ ...stamp, type: "ready" }],
  "approval-asked": [{ ...stamp, type: "approval-asked", round: 1, digest: "d" }],
  voted: [
    { ...stamp, type: "voted", vote: { ...vote, verdict: "approve" } },
    { ...stamp, type: "voted", vote: { ...vote, verdict: "reject", comment: "No." } },
    { ...stamp, type: "voted", vote: { ...vote, by: dee, seats: [chen], verdict: "approve", comment: "Fine." } },
  ],
  "level-passed": [{ ...stamp, type: "level-passed", level: 0 }],
  approved: [{ ...stamp, type: "approved" }],
  denied: [
    { ...stamp, type: "denied", reason: "No." },
    ...DENIALS.map((denial) => ({ ...stamp, by: DESK, type: "denied", reason: "", denial }) as const),
  ],
  "desk-opened": [
    {
      ...stamp,
      by: DESK,
      type: "desk-opened",
      desk: "feishu",
      ref: "7",
      link: "https://applink.feishu.example/approval/7",
    },
    { ...stamp, by: DESK, type: "desk-opened", desk: "feishu", ref: "7" },
  ],
  "desk-failed": [{ ...stamp, by: DESK, type: "desk-failed", desk: "feishu", reason: "the definition is not there" }],
  "desk-asked-again": [{ ...stamp, type: "desk-asked-again", desk: "dingtalk" }],
  "desk-not-withdrawn": [
    { ...stamp, by: DESK, type: "desk-not-withdrawn", desk: "dingtalk", round: 1, reason: "no answer" },
  ],
  executing: [{ ...stamp, type: "executing" }],
  "item-started": [
    { ...stamp, type: "item-started", item: "i1", key: "k", attempt: 1 },
    { ...stamp, type: "item-started", item: "i1", key: "k", attempt: 2, despiteFreeze: "urgent", proposedBy: eve },
  ],
  "schedule-began": [{ ...stamp, by: TIMER, type: "schedule-began" }],
  "schedule-missed": [
    ...(["not-executing", "window-not-open", "frozen", "late"] as const).map(
      (why) => ({ ...stamp, type: "schedule-missed", why }) as const,
    ),
    { ...stamp, type: "schedule-missed", why: "late", outcome: "fail" },
    { ...stamp, type: "schedule-missed", why: "frozen", outcome: "waiting", next: OPENS, until: OPENS + 60 * MINUTE },
  ],
  "run-linked": [
    { ...stamp, type: "run-linked", item: "i1", ref: "7", link: "https://ci.example/7" },
    { ...stamp, type: "run-linked", item: "i1", ref: "7" },
  ],
  "run-progressed": [
    { ...stamp, type: "run-progressed", item: "i1", progress: { stage: "Compile", percent: 42 } },
    { ...stamp, type: "run-progressed", item: "i1", progress: { stage: "Deploy", job: "api", percent: 42 } },
  ],
  "item-done": [
    { ...stamp, type: "item-done", item: "i2", remark: "Posted." },
    { ...stamp, type: "item-done", item: "i2", despiteFreeze: "urgent" },
  ],
  "item-failed": [
    { ...stamp, by: ENGINE, type: "item-failed", item: "i1", reason: "exit 1", unclear: false },
    { ...stamp, by: ENGINE, type: "item-failed", item: "i1", reason: "no answer", unclear: true },
    { ...stamp, by: ENGINE, type: "item-failed", item: "i1", reason: "stopped", unclear: false },
  ],
  "item-late": [
    { ...stamp, by: ENGINE, type: "item-late", item: "i1", why: "window-over" },
    { ...stamp, by: ENGINE, type: "item-late", item: "i1", why: "frozen" },
  ],
  "item-held": [{ ...stamp, by: ENGINE, type: "item-held", item: "i1", changes: ["image: 1 → 2", "env: ∅ → prod"] }],
  "item-skipped": [{ ...stamp, type: "item-skipped", item: "i2", reason: "by phone" }],
  "all-done": [{ ...stamp, type: "all-done" }],
  succeeded: [{ ...stamp, type: "succeeded" }],
  "timed-out": [{ ...stamp, by: TIMER, type: "timed-out" }],
  replanned: [
    { ...stamp, type: "replanned", instanceCode: "c", digest: "d", stopping: [] },
    { ...stamp, type: "replanned", instanceCode: "c", digest: "d", stopping: ["i1"] },
  ],
  cancelled: [{ ...stamp, type: "cancelled", reason: "no need", stopping: ["i1"] }],
  "run-stopped": [
    { ...stamp, by: ENGINE, type: "run-stopped", key: "k", ended: false },
    { ...stamp, by: ENGINE, type: "run-stopped", key: "k", ended: true },
  ],
  "run-not-stopped": [{ ...stamp, by: ENGINE, type: "run-not-stopped", key: "k", reason: "gone" }],
  "item-ticked": [
    { ...stamp, type: "item-ticked", item: "i2", check: 0, ticked: true },
    { ...stamp, type: "item-ticked", item: "i2", check: 0, ticked: false },
  ],
  "file-attached": [{ ...stamp, type: "file-attached", item: "i2", file: REPORT }],
  "item-said": [
    { ...stamp, type: "item-said", item: "i2" },
    { ...stamp, type: "item-said", item: "i2", remark: "All green.", files: [REPORT], despiteFreeze: "hotfix" },
  ],
  "item-unsaid": [
    { ...stamp, type: "item-unsaid", item: "i2" },
    { ...stamp, type: "item-unsaid", item: "i2", from: bo, reason: "the wrong report" },
  ],
  "item-claimed": [
    { ...stamp, type: "item-claimed", item: "i2" },
    { ...stamp, type: "item-claimed", item: "i2", from: bo },
  ],
  escalated: [{ ...stamp, by: TIMER, type: "escalated", level: 0, to: "group:ops", people: [chen] }],
  "approval-overdue": [{ ...stamp, by: TIMER, type: "approval-overdue" }],
  "level-stuck": [{ ...stamp, by: TIMER, type: "level-stuck", level: 0, away: [bo, chen] }],
  "level-free": [{ ...stamp, by: TIMER, type: "level-free", level: 0 }],
  "window-near": (["opens", "closes"] as const).map((end) => {
    return { ...stamp, by: TIMER, type: "window-near", end, time: OPENS, people: [ada] } as const;
  }),
  "handed-over": [{ ...stamp, type: "handed-over", to: bo }],
  reminded: [{ ...stamp, type: "reminded", people: [bo, chen] }],
  "review-made": [{ ...stamp, type: "review-made", index: 57 }],
  commented: [{ ...stamp, type: "commented", text: "Ready?" }],
};

const REPLIES: Readonly<Record<CommandType, true>> = {
  create: true,
  edit: true,
  finish: true,
  submit: true,
  start: true,
  replan: true,
  refresh: true,
  cancel: true,
  recheck: true,
  override: true,
  handover: true,
  remind: true,
  comment: true,
  approve: true,
  reject: true,
  run: true,
  retry: true,
  done: true,
  skip: true,
  claim: true,
  tick: true,
  attach: true,
  undo: true,
  nudge: true,
  "send-again": true,
  "review-made": true,
  expire: true,
  "expire-check": true,
  "remind-check": true,
  "report-hook": true,
  "run-scheduled": true,
  "run-linked": true,
  "run-progressed": true,
  "run-passed": true,
  "run-failed": true,
  "run-unclear": true,
  "run-held": true,
  "run-late": true,
  "run-stopped": true,
  "run-not-stopped": true,
  "check-answered": true,
  "desk-opened": true,
  "desk-failed": true,
  "desk-reported": true,
  "desk-not-withdrawn": true,
};

function lines(texts: readonly (readonly [string, string])[]): string {
  return `${texts.map(([name, text]) => `${name}\n    ${text}`).join("\n")}\n`;
}

describe.each(LANGS)("in %s,", (lang) => {
  const reader = { ...readerOf(story, lang), plan: story.plan, person: ada };
  const plan = { ...story.plan, checks: halfAgreed.plan.checks };
  const refusals = Object.values<readonly Refusal[]>(REFUSALS)
    .flat()
    .map((refusal) => [refusal.code, refusalText(refusal, reader)] as const);
  const happenings = Object.values<readonly PlanEvent[]>(EVENTS)
    .flat()
    .map((event) => [event.type, timelineText(event, plan, reader)] as const);
  const statuses = STATUSES.map((status) => [status, say(lang, `status.${status}`)] as const);
  const replies = Object.entries(inEachStatus()).flatMap(([status, { plan }]) =>
    commands().map((type) => [`${type} → ${status}`, replyText({ type, item: "i1" }, plan, reader)] as const),
  );

  it("every refusal is worded as it was looked at", async () => {
    await expect(lines(refusals)).toMatchFileSnapshot(`__texts__/refusals.${lang}.txt`);
  });

  it("every happening is worded as it was looked at", async () => {
    await expect(lines(happenings)).toMatchFileSnapshot(`__texts__/timeline.${lang}.txt`);
  });

  it("every status is worded as it was looked at", async () => {
    await expect(lines(statuses)).toMatchFileSnapshot(`__texts__/statuses.${lang}.txt`);
  });

  it("what was taken is told with what comes next", async () => {
    const plans = inEachStatus();
    const told = [
      ["edit", replyText({ type: "edit", times: true }, plans.planning.plan, reader)],
      ["finish", replyText({ type: "finish" }, plans.finish_planning.plan, reader)],
      ["submit", replyText({ type: "submit" }, asked.plan, reader)],
      ["recheck", replyText({ type: "recheck" }, plans.wait_for_execute_external_check.plan, reader)],
      ["approve", replyText({ type: "approve" }, plans.executing.plan, reader)],
      ["run", replyText({ type: "run", item: "i1" }, plans.executing.plan, reader)],
      ["done", replyText({ type: "done", item: "i2" }, plans.success.plan, reader)],
      ["cancel", replyText({ type: "cancel" }, plans.cancel.plan, reader)],
    ] as const;
    await expect(lines(told)).toMatchFileSnapshot(`__texts__/replies.${lang}.txt`);
  });

  it("no text is empty or leaves a placeholder", () => {
    for (const [name, text] of [...refusals, ...happenings, ...statuses, ...replies]) {
      expect(text.trim(), name).not.toBe("");
      expect(text, name).not.toMatch(/[{}]|undefined|\[object/u);
    }
  });
});

function commands(): readonly CommandType[] {
  return Object.keys(REPLIES).filter((type): type is CommandType => Object.hasOwn(REPLIES, type));
}

describe("a notice", () => {
  it("names the plan before what happened, and takes nothing in it for markup", () => {
    const [event] = EVENTS.commented;
    if (!event) throw new Error("no event");
    const plan = { ...story.plan, content: { ...story.plan.content, name: "**Big** [one](http://x)" } };
    expect(noticeText({ ...event, text: "_now_" }, plan, readerOf(story, "en"))).toBe(
      "**52 · \\*\\*Big\\*\\* \\[one\\](http://x)**: Ada: \\_now\\_",
    );
  });
});
