/**
 * Looking for requirements in Jira: by board, project, sprint and words.
 */
import type { FoundBoard, FoundRequirements, FoundSprint, RequirementQuery } from "../../src/plan/found.ts";
import { requirementOf } from "../../src/plan/requirement.ts";
import type { Board, Sprint } from "./answers.ts";
import type { JiraClient } from "./client.ts";
import { orAbsent } from "./client.ts";
import { issueFacts, sprintFacts } from "./facts.ts";

/** A page of what was found, as it fits on a card. */
const PAGE = 10;
/** Who did not find it so far searches with other words. */
const MOST_PAGES = 10;

/** A sprint has issues, a board has sprints, a project has boards; words find issues. Undefined where no such board is. */
export async function find(query: RequirementQuery, client: JiraClient): Promise<FoundRequirements | undefined> {
  const { project, board, sprint, words = "" } = query;
  const page = Math.min(Math.max(query.page ?? 1, 1), MOST_PAGES);
  if (sprint !== undefined) return issuesBy([`sprint = ${sprint}`, ...wordClauses(words)], "Rank ASC", page, client);
  if (board !== undefined) return boardNamed(board, { project, words, page }, client);
  if (words.trim() !== "") return issuesLike(words, project, page, client);
  return boardsOf({ project }, page, client);
}

async function issuesLike(words: string, project: string | undefined, page: number, client: JiraClient) {
  const key = words.trim().toUpperCase();
  const named = requirementOf(key)?.kind === "issue" ? await orAbsent(client.issue(key)) : undefined;
  if (named) return { found: "issues", issues: [issueFacts(named, client)], more: false } as const;
  const clauses = [...(project === undefined ? [] : [`project = ${quoted(project)}`]), ...wordClauses(words)];
  return issuesBy(clauses, "updated DESC", page, client);
}

async function issuesBy(
  clauses: readonly string[],
  order: string,
  page: number,
  client: JiraClient,
): Promise<FoundRequirements> {
  const { issues, more } = await client.search(`${clauses.join(" AND ")} ORDER BY ${order}`, page * PAGE);
  const shown = issues.slice((page - 1) * PAGE).map((issue) => issueFacts(issue, client));
  return { found: "issues", issues: shown, more: more && page < MOST_PAGES };
}

/** Without what Jira's text search would read something else into: its signs, and AND, OR and NOT in capitals. */
function wordClauses(words: string): readonly string[] {
  const plain = words
    .replaceAll(/["\\+\-&|!(){}[\]^~*?:/]/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim()
    .toLowerCase();
  return plain === "" ? [] : [`text ~ ${quoted(plain)}`];
}

function quoted(word: string): string {
  return `"${word.replaceAll(/["\\]/gu, "\\$&")}"`;
}

interface BoardSearch {
  readonly project?: string | undefined;
  readonly words: string;
  readonly page: number;
}

/** By its number or its name. Several of a name are listed. */
async function boardNamed(
  board: string,
  { project, words, page }: BoardSearch,
  client: JiraClient,
): Promise<FoundRequirements | undefined> {
  if (/^\d{1,15}$/u.test(board)) {
    const found = await orAbsent(client.board(Number(board)));
    return found && sprintsOf(found, words, page, client);
  }
  const { boards } = await client.boards({ project, name: board, from: 0, most: 50 });
  const named = boards.filter(({ name }) => name.toLowerCase() === board.toLowerCase());
  const [one, another] = named.length > 0 ? named : boards;
  if (one && !another) return sprintsOf(one, words, page, client);
  return one && boardsOf({ project, name: board }, page, client);
}

async function boardsOf(
  { project, name }: { readonly project?: string | undefined; readonly name?: string | undefined },
  page: number,
  client: JiraClient,
): Promise<FoundRequirements> {
  // Jira answers 400 for a project that it does not show.
  const asked = client.boards({ project, name, from: (page - 1) * PAGE, most: PAGE });
  const { boards, more } = (await orAbsent(asked, [400, 404])) ?? { boards: [], more: false };
  const [one] = boards;
  if (one && boards.length === 1 && project !== undefined && page === 1) return sprintsOf(one, "", page, client);
  return { found: "boards", boards: boards.map(boardFacts), more: more && page < MOST_PAGES };
}

function boardFacts({ id, name, type, location }: Board): FoundBoard {
  return { id, name, type, project: location?.projectKey };
}

/** Those that go on and that are to come first, then the latest of those that are over. */
async function sprintsOf(board: Board, words: string, page: number, client: JiraClient): Promise<FoundRequirements> {
  // A Kanban board has no sprints: Jira answers 400.
  const sprints = (await orAbsent(client.sprints(board.id), [400, 404])) ?? [];
  const wanted = sprints.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()));
  const sorted = wanted.toSorted((a, b) => rank(a) - rank(b) || b.id - a.id);
  const shown = sorted.slice((page - 1) * PAGE, page * PAGE);
  const project = board.location?.projectKey;
  const facts = shown.map((sprint): FoundSprint => ({ id: sprint.id, project, ...sprintFacts(sprint, client) }));
  return {
    found: "sprints",
    board: board.name,
    sprints: facts,
    more: sorted.length > page * PAGE && page < MOST_PAGES,
  };
}

function rank({ state }: Sprint): number {
  return { active: 0, future: 1 }[state.toLowerCase()] ?? 2;
}
