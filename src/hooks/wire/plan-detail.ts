/**
 * A plan as Zadig's API tells it: what hooks tell of it, and its approval and requirements. Credentials are masked, and the
 * instance code stays inside: it is what a gate's answer must carry.
 */
import type { Approval, Party, PersonId } from "../../plan/content.ts";
import { GROUP_PREFIX } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import { requirementOf } from "../../plan/requirement.ts";
import { withoutCredentials } from "./credentials.ts";
import type { BodySources } from "./plan-body.ts";
import { releasePlan } from "./plan-body.ts";

export function planDetail(plan: Plan, sources: Omit<BodySources, "credentials" | "style">) {
  const { event_name: _, ...told } = releasePlan(plan, "finish_planning", sources);
  const { approval } = plan.content;
  return withoutCredentials({
    ...told,
    instance_code: "",
    jira_sprint_association: sprintsOf(plan),
    approval: approval === undefined ? null : approvalOf(approval, sources.personName),
  });
}

/** One of the lines in Zadig's list of plans, which tells of no item. */
export function planSummary(plan: Plan, sources: Omit<BodySources, "credentials" | "style" | "definitions">) {
  const bare = { ...plan, content: { ...plan.content, items: [] } };
  const told = releasePlan(bare, "finish_planning", { ...sources, definitions: {} });
  const { id, index, name, manager, description, created_by, create_time } = told;
  return { id, index, name, manager, description, created_by, create_time };
}

/** Sprints by their names as they were approved, or else as they were read last. */
function sprintsOf({ content, requirements = {}, reading = {} }: Plan) {
  const sprints = content.requirements.flatMap((word) => {
    const requirement = requirementOf(word);
    if (requirement?.kind !== "sprint") return [];
    const state = requirements[word] ?? reading[word]?.state;
    const sprint_name = state?.kind === "sprint" ? state.name : "";
    return [{ project_key: requirement.project, sprint_id: requirement.sprint, sprint_name }];
  });
  return sprints.length === 0 ? null : { jira_id: "", sprints };
}

/** One level is Zadig's own approval, of so many of its approvers; several are nodes, as Zadig has them of Feishu alone. */
function approvalOf({ levels }: Approval, nameOf: (id: PersonId) => string) {
  const [only, ...more] = levels;
  const status = { enabled: true, status: "", description: "" };
  if (only && more.length === 0) {
    const needed_approvers = only.rule === "any" ? 1 : only.rule === "all" ? only.approvers.length : only.rule;
    const approve_users = only.approvers.map((party) => ({ ...userOf(party, nameOf), reject_or_approve: "" }));
    return { ...status, type: "native", native_approval: { timeout: 0, approve_users, needed_approvers } };
  }
  const approval_nodes = levels.map(({ rule, approvers }) => ({
    type: rule === "all" ? "AND" : "OR",
    approve_users: approvers.filter((party) => !isGroup(party)).map((id) => ({ id, name: nameOf(id) })),
    approve_groups: approvers
      .filter(isGroup)
      .map((party) => ({ group_id: groupOf(party), group_name: groupOf(party) })),
  }));
  return { ...status, type: "lark", lark_approval: { timeout: 0, approval_id: "", approval_nodes } };
}

function userOf(party: Party, nameOf: (id: PersonId) => string) {
  if (isGroup(party)) return { type: "group", group_id: groupOf(party), group_name: groupOf(party) };
  return { type: "user", user_id: party, user_name: nameOf(party) };
}

function isGroup(party: Party): boolean {
  return party.startsWith(GROUP_PREFIX);
}

function groupOf(party: Party): string {
  return party.slice(GROUP_PREFIX.length);
}
