/**
 * What is asked of Jira's REST APIs, through jira.js, and what of its answers is used.
 *
 * Jira Cloud speaks version 3 of the platform's API and pages its searches by tokens; a Jira of one's own (Data Center)
 * speaks version 2 and pages by numbers. Issues, boards and sprints are the same in both, in the API of Jira Software; of
 * jira.js only that part is loaded, since its part for the platform costs a second and 80 MB for two requests.
 */

import type * as Agile from "jira.js/agile";
import type { Client } from "jira.js/core";
import type { z } from "zod";
import { RefusedError } from "../../src/flow/service-failure.ts";
import type { Board, Issue, Sprint } from "./answers.ts";
import {
  boardPageSchema,
  boardSchema,
  FIELDS,
  issueSchema,
  myselfSchema,
  numberPageSchema,
  serverSchema,
  sprintPageSchema,
  sprintSchema,
  tokenPageSchema,
} from "./answers.ts";
import type { ExchangeOptions } from "./exchange.ts";
import { createExchange } from "./exchange.ts";
import { strange } from "./failure.ts";

/** Jira gives no more at once; it may give less. */
const PAGE = 100;
/** A board that has more sprints than this has ended most of them years ago: they are asked for last. */
const MOST_SPRINTS = 500;
const SPRINT_PAGE = 50;

export type ClientOptions = ExchangeOptions;

export interface IssuePage {
  readonly issues: readonly Issue[];
  /** There are more than were asked for. */
  readonly more: boolean;
}

/** Rejects with an EngineError; a RefusedError where Jira said no. */
export interface JiraClient {
  issue(key: string): Promise<Issue>;
  sprint(id: number): Promise<Sprint>;
  /** The first issues that a JQL finds, in its order. */
  search(jql: string, most: number): Promise<IssuePage>;
  board(id: number): Promise<Board>;
  boards(query: BoardQuery): Promise<{ readonly boards: readonly Board[]; readonly more: boolean }>;
  /** Of a board: those that go on and that are to come, then those that are over, the oldest first. */
  sprints(board: number): Promise<readonly Sprint[]>;
  myself(): Promise<z.output<typeof myselfSchema>>;
  server(): Promise<z.output<typeof serverSchema>>;
  /** The address that a person opens. */
  link(path: string): string;
  close(): Promise<void>;
}

export interface BoardQuery {
  readonly project?: string | undefined;
  readonly name?: string | undefined;
  readonly from: number;
  readonly most: number;
}

/** Makes a client; jira.js is loaded and connections are opened as they are needed. */
export function createClient(options: ClientOptions): JiraClient {
  const exchange = createExchange(options);
  const cloud = options.email !== undefined;
  const platform = `/rest/api/${cloud ? 3 : 2}`;
  // Answers are checked here, by what is used of them: the library's schemas refuse what other versions of Jira say.
  const client = { sendRequest: (outgoing: Parameters<Client["sendRequest"]>[0]) => exchange.ask(outgoing) } as Client;
  const base = options.url.endsWith("/") ? options.url.slice(0, -1) : options.url;
  let loading: Promise<typeof Agile> | undefined;

  const ask = async <S extends z.ZodType>(
    path: string,
    call: (jira: typeof Agile) => Promise<unknown>,
    schema: S,
  ): Promise<z.output<S>> => {
    loading ??= import("jira.js/agile");
    return checked(path, await call(await loading), schema);
  };
  const own = async <S extends z.ZodType>(url: string, searchParams: Record<string, unknown>, schema: S) =>
    checked(url, await exchange.ask({ url, method: "GET", searchParams }), schema);
  const checked = <S extends z.ZodType>(path: string, answer: unknown, schema: S): z.output<S> => {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.join(".");
    throw strange({ method: "GET", path }, `${place || "the whole"} is not as documented`);
  };

  const tokenPages = async (jql: string, most: number): Promise<IssuePage> => {
    const issues: Issue[] = [];
    for (let token: string | undefined, more = true; more; ) {
      const query = { jql, fields: FIELDS, maxResults: Math.min(PAGE, most - issues.length), nextPageToken: token };
      const page: z.output<typeof tokenPageSchema> = await own(`${platform}/search/jql`, query, tokenPageSchema);
      issues.push(...page.issues);
      token = page.nextPageToken ?? undefined;
      more = token !== undefined && page.isLast !== true;
      if (issues.length >= most) return { issues: issues.slice(0, most), more: more || issues.length > most };
    }
    return { issues, more: false };
  };
  const numberPages = async (jql: string, most: number): Promise<IssuePage> => {
    const issues: Issue[] = [];
    for (;;) {
      const query = { jql, fields: FIELDS, startAt: issues.length, maxResults: Math.min(PAGE, most - issues.length) };
      const page = await own(`${platform}/search`, query, numberPageSchema);
      issues.push(...page.issues);
      if (page.issues.length === 0 || issues.length >= page.total) return { issues, more: false };
      if (issues.length >= most) return { issues: issues.slice(0, most), more: true };
    }
  };
  const sprintPages = async (boardId: number, state: string, most: number): Promise<readonly Sprint[]> => {
    const sprints: Sprint[] = [];
    while (sprints.length < most) {
      const query = { boardId, state, startAt: sprints.length, maxResults: SPRINT_PAGE };
      const call = (jira: typeof Agile) => jira.getAllSprints(client, query);
      const { values, isLast } = await ask(`/rest/agile/1.0/board/${boardId}/sprint`, call, sprintPageSchema);
      sprints.push(...values);
      if (isLast || values.length === 0) break;
    }
    return sprints;
  };

  return {
    issue: (key) => {
      const path = `/rest/agile/1.0/issue/${key}`;
      return own(path, { fields: FIELDS }, issueSchema);
    },
    sprint: (sprintId) => {
      const path = `/rest/agile/1.0/sprint/${sprintId}`;
      return ask(path, (jira) => jira.getSprint(client, { sprintId }), sprintSchema);
    },
    search: (jql, most) => (cloud ? tokenPages(jql, most) : numberPages(jql, most)),
    board: (boardId) => {
      const path = `/rest/agile/1.0/board/${boardId}`;
      return ask(path, (jira) => jira.getBoard(client, { boardId }), boardSchema);
    },
    boards: async ({ project, name, from, most }) => {
      const query = { projectKeyOrId: project, name, startAt: from, maxResults: most };
      const call = (jira: typeof Agile) => jira.getAllBoards(client, query);
      const { values, isLast } = await ask("/rest/agile/1.0/board", call, boardPageSchema);
      return { boards: values, more: !isLast };
    },
    sprints: async (boardId) => {
      const open = await sprintPages(boardId, "active,future", MOST_SPRINTS);
      return [...open, ...(await sprintPages(boardId, "closed", MOST_SPRINTS - open.length))];
    },
    myself: () => own(`${platform}/myself`, {}, myselfSchema),
    server: () => own(`${platform}/serverInfo`, {}, serverSchema),
    link: (path) => `${base}${path}`,
    close: exchange.close,
  };
}

/** Answers with undefined where Jira has nothing, or nothing for this account: it does not tell the two apart. */
export async function orAbsent<T>(asked: Promise<T>, absent: readonly number[] = [404]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RefusedError && absent.includes(error.status)) return undefined;
    throw error;
  }
}
