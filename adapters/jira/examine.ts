/**
 * Whether Jira is set up as it must be: the address, the token, and whether there are boards to find sprints by.
 */
import type { Finding } from "../../src/chat/finding.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { ClientOptions, JiraClient } from "./client.ts";
import { createClient } from "./client.ts";

/** For one attempt (ms). */
const TIMEOUT = 10_000;

/** Asks Jira, and changes nothing there. */
export async function examine(options: Omit<ClientOptions, "timeout">): Promise<readonly Finding[]> {
  const client = createClient({ ...options, timeout: TIMEOUT });
  try {
    const token = await examineToken(client);
    return token.state === "good"
      ? [token, await examineKind(client, options.email), await examineBoards(client)]
      : [token];
  } finally {
    await client.close();
  }
}

async function examineToken(client: JiraClient): Promise<Finding> {
  try {
    const { displayName: name } = await client.myself();
    return {
      state: "good",
      what: { en: `JIRA_TOKEN is good: the account is ${name}`, zh: `JIRA_TOKEN 有效：账号为 ${name}` },
    };
  } catch (error) {
    const why = whyOf(error);
    return {
      state: "bad",
      what: { en: `Jira can’t be asked: ${why}`, zh: `无法访问 Jira：${why}` },
      remedy: {
        en:
          "Look at JIRA_URL, without a path behind the site; in Jira Cloud JIRA_EMAIL is the account’s and JIRA_TOKEN an API " +
          "token of id.atlassian.com; in Data Center JIRA_TOKEN is a personal access token, and JIRA_EMAIL is not set",
        zh:
          "请检查 JIRA_URL（站点之后不带路径）。Jira Cloud：JIRA_EMAIL 为账号邮箱，JIRA_TOKEN 为在 id.atlassian.com 创建的 API " +
          "令牌；Data Center：JIRA_TOKEN 为个人访问令牌，不设置 JIRA_EMAIL",
      },
    };
  }
}

/** Which of the two it is decides how it is asked, and JIRA_EMAIL says which. */
async function examineKind(client: JiraClient, email: string | undefined): Promise<Finding> {
  try {
    const { deploymentType = "", version = "" } = await client.server();
    const cloud = deploymentType === "Cloud";
    const name = `${cloud ? "Jira Cloud" : "Jira Data Center"} ${version}`.trim();
    if (deploymentType === "" || cloud === (email !== undefined)) {
      return { state: "good", what: { en: `It is ${name}`, zh: `版本：${name}` } };
    }
    return {
      state: "bad",
      what: { en: `It is ${name}, and JIRA_EMAIL says otherwise`, zh: `版本：${name}，与 JIRA_EMAIL 的设置不符` },
      remedy: {
        en: "Set JIRA_EMAIL for Jira Cloud, and unset it for Data Center",
        zh: "Jira Cloud 需要设置 JIRA_EMAIL，Data Center 不要设置",
      },
    };
  } catch (error) {
    const why = whyOf(error);
    return {
      state: "unsure",
      what: { en: `Which Jira it is, it does not say: ${why}`, zh: `无法得知 Jira 版本：${why}` },
    };
  }
}

async function examineBoards(client: JiraClient): Promise<Finding> {
  try {
    const { boards } = await client.boards({ from: 0, most: 50 });
    if (boards.length > 0) {
      const names = boards.slice(0, 3).map(({ name }) => name);
      return {
        state: "good",
        what: { en: `The account sees boards: ${names.join(", ")}`, zh: `账号可见看板：${names.join("、")}` },
      };
    }
    return {
      state: "unsure",
      what: {
        en: "The account sees no boards, so no sprints can be found",
        zh: "账号看不到任何看板，因此无法查找冲刺",
      },
      remedy: {
        en: "Give it the permission Browse projects in the projects that are released",
        zh: "在要发布的项目中授予该账号“浏览项目”权限",
      },
    };
  } catch (error) {
    const why = whyOf(error);
    return { state: "bad", what: { en: `Boards can’t be read: ${why}`, zh: `无法读取看板：${why}` } };
  }
}

function whyOf(error: unknown): string {
  if (error instanceof EngineError) return error.message;
  throw error;
}
