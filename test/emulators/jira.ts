/**
 * A Jira for tests: the paths, codes, headers and bodies that the REST APIs of Jira Cloud and of Data Center document for
 * issues, boards and sprints, over real HTTP on loopback.
 *
 * It gives fewer at once than it is asked for, as Jira may, so that whoever takes one page for the whole loses something.
 * Requests that a real Jira would refuse, or whose unknown parameters it would pass over, are remembered as violations.
 */
import { createServer } from "node:http";
import { z } from "zod";

export const EMAIL = "bot@example.com";
export const TOKEN = "ATATT-emulated";

export interface EmulatedIssue {
  readonly key: string;
  summary: string;
  status: string;
  category: "new" | "indeterminate" | "done";
  readonly type: string;
  assignee?: string | undefined;
  sprint?: number | undefined;
}
export interface EmulatedSprint {
  readonly id: number;
  readonly name: string;
  state: "future" | "active" | "closed";
  readonly board: number;
  readonly goal?: string | undefined;
}
export interface EmulatedBoard {
  readonly id: number;
  readonly name: string;
  readonly type: "scrum" | "kanban";
  readonly project: string;
}

/** What the next request is answered with instead. */
interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
}

export interface JiraEmulator {
  readonly url: string;
  readonly requests: readonly string[];
  readonly issues: EmulatedIssue[];
  readonly sprints: EmulatedSprint[];
  readonly boards: EmulatedBoard[];
  /** Answers the next requests so, one after the other. */
  fail(...faults: readonly Fault[]): void;
  /** Takes requests, and never answers them. */
  hang(): void;
  violations(): readonly string[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
type Query = Readonly<Record<string, string>>;
interface Route {
  readonly path: RegExp;
  readonly query: readonly string[];
  readonly handle: (part: string, query: Query) => Answer;
}

/** No page has more, whatever is asked for. */
const LARGEST_PAGE = 3;
/** Sprints come by their state, in this order. */
const STATES: readonly string[] = ["closed", "active", "future"];
const FIELDS = z.enum(["summary", "status", "issuetype", "assignee"]);
const refuse = (status: number, ...errorMessages: readonly string[]): Answer => ({
  status,
  body: { errorMessages, errors: {} },
});

export async function openJira(deployment: "cloud" | "data-center" = "cloud"): Promise<JiraEmulator> {
  const cloud = deployment === "cloud";
  const issues: EmulatedIssue[] = [];
  const sprints: EmulatedSprint[] = [];
  const boards: EmulatedBoard[] = [];
  const requests: string[] = [];
  const violations: string[] = [];
  const faults: Fault[] = [];
  let hanging = false;
  let url = "";
  const violate = (what: string): void => void violations.push(what);

  const shownIssue = (issue: EmulatedIssue, wanted = ""): unknown => {
    const names = wanted.split(",");
    for (const name of names) if (!FIELDS.safeParse(name).success) violate(`unknown field ${name}`);
    const all = {
      summary: issue.summary,
      status: {
        name: issue.status,
        id: "1",
        statusCategory: { id: 1, key: issue.category, colorName: "x", name: "x" },
      },
      issuetype: { name: issue.type, subtask: false },
      assignee: issue.assignee === undefined ? null : { displayName: issue.assignee, active: true },
    };
    const fields = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
    return { id: "10001", key: issue.key, self: `${url}/rest/api/3/issue/10001`, fields };
  };

  const found = (jql: string): readonly EmulatedIssue[] | Answer => {
    const [, where = "", order] = /^(.*?) ORDER BY (?:Rank ASC|updated DESC)$/u.exec(jql)
      ? (jql.match(/^(.*) ORDER BY (.*)$/u) ?? [])
      : [];
    if (order === undefined) return refuse(400, `Error in the JQL Query: ${jql}`);
    if (where === "") return refuse(400, "Unbounded JQL queries are not allowed here.");
    let left: readonly EmulatedIssue[] = issues;
    for (const clause of where.split(/ AND (?=(?:[^"]*"[^"]*")*[^"]*$)/u)) {
      const [, name, quoted, number] =
        /^(sprint|project|text) (?:=|~) (?:"((?:[^"\\]|\\.)*)"|(\d+))$/u.exec(clause) ?? [];
      if (name === "sprint") left = left.filter(({ sprint }) => sprint === Number(number));
      else if (name === "project") left = left.filter(({ key }) => key.startsWith(`${quoted}-`));
      else if (name === "text")
        left = left.filter(({ summary }) => summary.toLowerCase().includes((quoted ?? "").toLowerCase()));
      else return refuse(400, `Error in the JQL Query: ${clause}`);
      if (name === "sprint" && !sprints.some(({ id }) => id === Number(number)))
        return refuse(400, `Sprint with name '${number}' does not exist or you do not have permission to view it.`);
    }
    return left;
  };
  const isAnswer = (value: readonly EmulatedIssue[] | Answer): value is Answer => !Array.isArray(value);

  const page = <T>(all: readonly T[], { startAt = "0", maxResults = "50" }: Query) => {
    const from = Number(startAt);
    const values = all.slice(from, from + Math.min(Number(maxResults), LARGEST_PAGE));
    return { startAt: from, maxResults: LARGEST_PAGE, isLast: from + values.length >= all.length, values };
  };
  const shownSprint = ({ board, ...sprint }: EmulatedSprint) => ({
    ...sprint,
    self: `${url}/rest/agile/1.0/sprint/${sprint.id}`,
    originBoardId: board,
  });
  const shownBoard = ({ project, ...board }: EmulatedBoard) => ({ ...board, location: { projectKey: project } });

  const shared: readonly Route[] = [
    {
      path: /^\/rest\/agile\/1\.0\/issue\/([^/]+)$/u,
      query: ["fields"],
      handle: (key, { fields }) => {
        const issue = issues.find((one) => one.key === key);
        if (!issue) return refuse(404, "Issue does not exist or you do not have permission to see it.");
        return { status: 200, body: shownIssue(issue, fields) };
      },
    },
    {
      path: /^\/rest\/agile\/1\.0\/sprint\/(\d+)$/u,
      query: [],
      handle: (id) => {
        const sprint = sprints.find((one) => one.id === Number(id));
        return sprint ? { status: 200, body: shownSprint(sprint) } : refuse(404, "Sprint does not exist.");
      },
    },
    {
      path: /^\/rest\/agile\/1\.0\/board$/u,
      query: ["projectKeyOrId", "name", "startAt", "maxResults"],
      handle: (_, query) => {
        const { projectKeyOrId: project, name } = query;
        if (project !== undefined && !boards.some((board) => board.project === project))
          return refuse(400, `No project could be found with key or id '${project}'.`);
        const wanted = boards.filter(
          (board) =>
            (project === undefined || board.project === project) &&
            (name === undefined || board.name.toLowerCase().includes(name.toLowerCase())),
        );
        const { values, ...rest } = page(wanted, query);
        return { status: 200, body: { ...rest, total: wanted.length, values: values.map(shownBoard) } };
      },
    },
    {
      path: /^\/rest\/agile\/1\.0\/board\/(\d+)$/u,
      query: [],
      handle: (id) => {
        const board = boards.find((one) => one.id === Number(id));
        return board ? { status: 200, body: shownBoard(board) } : refuse(404, "Board does not exist.");
      },
    },
    {
      path: /^\/rest\/agile\/1\.0\/board\/(\d+)\/sprint$/u,
      query: ["startAt", "maxResults", "state"],
      handle: (id, query) => {
        const board = boards.find((one) => one.id === Number(id));
        if (!board) return refuse(404, "Board does not exist.");
        if (board.type === "kanban") return refuse(400, "The board does not support sprints");
        const states = query.state?.split(",") ?? STATES;
        for (const state of states) if (!STATES.includes(state)) return refuse(400, `Invalid sprint state: ${state}`);
        const own = sprints.filter(({ board: of, state }) => of === board.id && states.includes(state));
        const { values, ...rest } = page(
          own.toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state)),
          query,
        );
        return { status: 200, body: { ...rest, values: values.map(shownSprint) } };
      },
    },
    {
      path: cloud ? /^\/rest\/api\/3\/myself$/u : /^\/rest\/api\/2\/myself$/u,
      query: [],
      handle: () => ({ status: 200, body: { displayName: "Release bot", emailAddress: EMAIL, active: true } }),
    },
    {
      path: cloud ? /^\/rest\/api\/3\/serverInfo$/u : /^\/rest\/api\/2\/serverInfo$/u,
      query: [],
      handle: () => ({
        status: 200,
        body: cloud
          ? { version: "1001.0.0", deploymentType: "Cloud", serverTitle: "Jira" }
          : { version: "9.17.0", deploymentType: "Server", serverTitle: "Shop Jira" },
      }),
    },
  ];
  const search: Route = cloud
    ? {
        path: /^\/rest\/api\/3\/search\/jql$/u,
        query: ["jql", "fields", "maxResults", "nextPageToken"],
        handle: (_, { jql = "", fields, maxResults = "50", nextPageToken }) => {
          const all = found(jql);
          if (isAnswer(all)) return all;
          const from = nextPageToken === undefined ? 0 : Number(Buffer.from(nextPageToken, "base64url").toString());
          const some = all.slice(from, from + Math.min(Number(maxResults), LARGEST_PAGE));
          const end = from + some.length;
          const token = Buffer.from(String(end)).toString("base64url");
          const shown = some.map((issue) => shownIssue(issue, fields));
          const isLast = end >= all.length;
          return { status: 200, body: { issues: shown, isLast, ...(!isLast && { nextPageToken: token }) } };
        },
      }
    : {
        path: /^\/rest\/api\/2\/search$/u,
        query: ["jql", "fields", "maxResults", "startAt"],
        handle: (_, query) => {
          const all = found(query.jql ?? "");
          if (isAnswer(all)) return all;
          const { values, startAt, maxResults } = page(all, query);
          const shown = values.map((issue) => shownIssue(issue, query.fields));
          return { status: 200, body: { startAt, maxResults, total: all.length, issues: shown } };
        },
      };
  const routes = [...shared, search];
  const wanted = cloud ? `Basic ${Buffer.from(`${EMAIL}:${TOKEN}`).toString("base64")}` : `Bearer ${TOKEN}`;

  const answerTo = (method: string, address: URL, authorization: string | undefined): Answer => {
    const fault = faults.shift();
    if (fault) return { status: fault.status, headers: fault.headers, body: fault.body ?? { errorMessages: [] } };
    if (authorization !== wanted) {
      return { status: 401, body: "Client must be authenticated to access this resource.", headers: {} };
    }
    const route = method === "GET" ? routes.find(({ path }) => path.test(address.pathname)) : undefined;
    if (!route) {
      violate(`no such route: ${method} ${address.pathname}`);
      return refuse(404, "null for uri");
    }
    const query = Object.fromEntries(address.searchParams);
    const strange = Object.keys(query).filter((name) => !route.query.includes(name));
    if (strange.length > 0) violate(`unknown parameters of ${address.pathname}: ${strange.join(", ")}`);
    const most = Number(query.maxResults ?? "1");
    if (!Number.isInteger(most) || most < 1 || most > 100) violate(`maxResults=${query.maxResults}`);
    return route.handle(decodeURIComponent(route.path.exec(address.pathname)?.[1] ?? ""), query);
  };

  const server = createServer((request, response) => {
    const address = new URL(request.url ?? "/", url);
    requests.push(`${request.method} ${decodeURIComponent(address.pathname + address.search).replaceAll("+", " ")}`);
    if (hanging) return;
    const { status, body, headers } = answerTo(request.method ?? "GET", address, request.headers.authorization);
    const type = typeof body === "string" ? "text/plain" : "application/json;charset=UTF-8";
    response.writeHead(status, { "content-type": type, ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  return {
    url,
    requests,
    issues,
    sprints,
    boards,
    fail: (...more) => void faults.push(...more),
    hang: () => {
      hanging = true;
    },
    violations: () => violations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
