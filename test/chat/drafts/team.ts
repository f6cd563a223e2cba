/**
 * A team that messages in plain language are about, and a sketch on one line.
 */
import type { Known, Meant } from "../../../src/chat/drafts/known.ts";
import { namesOf } from "../../../src/chat/drafts/known.ts";
import type { Sketch } from "../../../src/chat/drafts/question.ts";

/** Tuesday 24 November 2026, 20:00 in Shanghai. */
export const EVENING = Date.parse("2026-11-24T12:00:00Z");

export const PEOPLE = [
  { id: "ada", name: "Ada" },
  { id: "bo", name: "Bo" },
  { id: "chen", name: "Chen 陈" },
  { id: "dana", name: "Dana" },
  { id: "wang", name: "王小明" },
  { id: "li", name: "李雷" },
  { id: "sam-lee", name: "Sam Lee" },
  { id: "sam-fox", name: "Sam Fox" },
  { id: "will", name: "Will" },
];
export const GROUPS = ["qa", "ops"];

function meant(name: string): Meant {
  const word = name.trim().toLowerCase();
  const group = word.replace(/^group:\s*/u, "");
  if (word.startsWith("group:")) return GROUPS.includes(group) ? party(`group:${group}`) : { kind: "nobody" };
  const byId = PEOPLE.find(({ id }) => id === word);
  if (byId) return party(byId.id);
  const whole = PEOPLE.filter((person) => person.name.toLowerCase() === word);
  const found =
    whole.length > 0 ? whole : PEOPLE.filter((person) => person.name.toLowerCase().split(" ").includes(word));
  const [one, another] = found;
  if (one && another) return { kind: "ambiguous", people: found.map(({ id }) => id) };
  if (one) return party(one.id);
  return GROUPS.includes(word) ? party(`group:${word}`) : { kind: "nobody" };
}

function party(name: string): Meant {
  return { kind: "party", party: name };
}

export const TEAM: Known = {
  now: EVENING,
  zone: "Asia/Shanghai",
  meant,
  names: namesOf(PEOPLE, GROUPS),
  engines: {
    command: [
      {
        workflow: "build",
        title: "Build the shop",
        definition: "build-1",
        parameters: [{ name: "branch", type: "string", required: false }],
      },
      {
        workflow: "deploy",
        title: "Deploy",
        definition: "deploy-1",
        parameters: [{ name: "replicas", type: "number", required: false }],
      },
    ],
  },
  rooms: ["releases", "shop"],
  policies: ["standard", "strict"],
};

/** `name | window | …`: what a sketch says, in an order of its own. */
export function inShort({ draft, open, hints }: Sketch): string {
  const { name, window, schedule, manager, approval, items, requirements, tags, announce, editors, policy } = draft;
  const levels = approval?.levels.map(({ rule, approvers }) => `${rule}:${approvers.join("+")}`).join(" > ");
  const work = items.map(({ name: item, run, with: given, owner, after }) =>
    [
      item,
      run && `[${run}${given ? ` ${JSON.stringify(given)}` : ""}]`,
      owner && `(${owner.join("+")})`,
      after && `<${after.join("+")}`,
    ]
      .filter(Boolean)
      .join(" "),
  );
  const parts = [
    name,
    window && `window ${window.replaceAll(":00+08:00", "").replaceAll("2026-", "")}`,
    schedule && `schedule ${schedule.replaceAll(":00+08:00", "").replaceAll("2026-", "")}`,
    levels && `approve ${levels}`,
    manager && `manager ${manager}`,
    work.length > 0 && `items ${work.join("; ")}`,
    requirements && `for ${requirements.join(", ")}`,
    tags && `tags ${tags.join(", ")}`,
    announce && `announce ${announce.join(", ")}`,
    editors && `editors ${editors.join(", ")}`,
    policy && `policy ${policy}`,
    draft.emergency && `emergency ${draft.emergency}`,
    ...open.map((question) => `? ${question.code}: ${"name" in question ? question.name : question.text}`),
    ...hints.map(
      (hint) => `- ${hint.code}${"text" in hint ? `: ${hint.text}` : ""}${"name" in hint ? `: ${hint.name}` : ""}`,
    ),
    draft.description !== undefined && "+ description",
  ];
  return parts.filter((part) => part !== undefined && part !== false && part !== "").join(" | ");
}
