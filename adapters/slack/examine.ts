/**
 * Whether Slack is set up as it must be: tokens, permissions, the way in, and the channels that plans are announced in. What
 * Slack tells no app about is said to be unsure, with where to look.
 */
import type { Finding } from "../../src/chat/finding.ts";
import { failureOf } from "./failure.ts";
import type { SlackCredentials } from "./needs.ts";
import { SCOPES } from "./scopes.ts";
import type { Client } from "./web.ts";
import { createClient } from "./web.ts";

export interface Around {
  readonly publicUrl?: string | undefined;
  readonly rooms: Readonly<Record<string, { readonly places: readonly string[] }>>;
}

/** Asks Slack, and changes nothing there. */
export async function examine(
  credentials: SlackCredentials,
  { publicUrl, rooms }: Around,
): Promise<readonly Finding[]> {
  const client = createClient(credentials.botToken, credentials.apiUrl, () => undefined);
  const [token, scopes] = await examineToken(client);
  if (!scopes) return [token];
  return [
    token,
    examineScopes(scopes),
    ...(await examineWayIn(credentials, publicUrl)),
    ...(await examineRooms(client, rooms)),
    ...UNTOLD,
  ];
}

async function examineToken(client: Client): Promise<readonly [Finding, (readonly string[])?]> {
  try {
    const { team = "", user = "", response_metadata: about } = await client.auth.test();
    const what = {
      en: `SLACK_BOT_TOKEN is good: the bot is ${user} in ${team}`,
      zh: `SLACK_BOT_TOKEN 有效：机器人 ${user}，工作区 ${team}`,
    };
    return [{ state: "good", what }, about?.scopes ?? []];
  } catch (error) {
    const why = whyOf(error);
    return [
      {
        state: "bad",
        what: { en: `Slack does not take SLACK_BOT_TOKEN: ${why}`, zh: `Slack 不接受 SLACK_BOT_TOKEN：${why}` },
        remedy: {
          en: "Copy the Bot User OAuth Token (xoxb-…) from the app's page, under OAuth & Permissions",
          zh: "在应用页面的 OAuth & Permissions 中复制 Bot User OAuth Token（xoxb-…）",
        },
      },
    ];
  }
}

function examineScopes(granted: readonly string[]): Finding {
  const missing = SCOPES.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) {
    return { state: "good", what: { en: "The bot has every permission", zh: "机器人权限齐全" } };
  }
  return {
    state: "bad",
    what: {
      en: `The bot lacks permissions: ${missing.join(", ")}`,
      zh: `机器人缺少权限：${missing.join("、")}`,
    },
    remedy: {
      en: "Add them under OAuth & Permissions, Bot Token Scopes, and install the app again",
      zh: "在 OAuth & Permissions 的 Bot Token Scopes 中添加，然后重新安装应用",
    },
  };
}

async function examineWayIn(
  { mode, appToken = "", apiUrl }: SlackCredentials,
  publicUrl: string | undefined,
): Promise<readonly Finding[]> {
  return mode === "http" ? [examineAddress(publicUrl)] : [await examineAppToken(appToken, apiUrl)];
}

async function examineAppToken(appToken: string, apiUrl: string): Promise<Finding> {
  try {
    await createClient(appToken, apiUrl, () => undefined).apps.connections.open({});
    return {
      state: "good",
      what: {
        en: "SLACK_APP_TOKEN is good: Socket Mode can connect",
        zh: "SLACK_APP_TOKEN 有效：可以使用 Socket Mode",
      },
    };
  } catch (error) {
    const why = whyOf(error);
    return {
      state: "bad",
      what: { en: `Socket Mode cannot connect: ${why}`, zh: `无法使用 Socket Mode：${why}` },
      remedy: {
        en: "Under Basic Information make an app-level token (xapp-…) with connections:write, and turn Socket Mode on",
        zh: "在 Basic Information 中创建带 connections:write 的应用级令牌（xapp-…），并打开 Socket Mode",
      },
    };
  }
}

function examineAddress(publicUrl: string | undefined): Finding {
  if (publicUrl?.startsWith("https:")) {
    const address = `${publicUrl.replace(/\/$/, "")}/slack/events`;
    return {
      state: "unsure",
      what: { en: `Slack's requests are expected at ${address}`, zh: `等待 Slack 请求的地址：${address}` },
      remedy: {
        en: "Enter it under Event Subscriptions, Interactivity & Shortcuts, and for the command /plan",
        zh: "在 Event Subscriptions、Interactivity & Shortcuts 以及命令 /plan 中填写该地址",
      },
    };
  }
  return {
    state: "bad",
    what: {
      en: "In http mode Slack must reach gonogo, and GONOGO_PUBLIC_URL names no https address",
      zh: "http 模式下 Slack 需要能访问 gonogo，而 GONOGO_PUBLIC_URL 不是 https 地址",
    },
    remedy: {
      en: "Set GONOGO_PUBLIC_URL, or SLACK_MODE=socket",
      zh: "设置 GONOGO_PUBLIC_URL，或改用 SLACK_MODE=socket",
    },
  };
}

async function examineRooms(client: Client, rooms: Around["rooms"]): Promise<readonly Finding[]> {
  const places = Object.entries(rooms).flatMap(([name, room]) =>
    room.places
      .filter((place) => place.startsWith("slack:room:"))
      .map((place) => ({ name, channel: place.slice("slack:room:".length) })),
  );
  if (places.length === 0) {
    const what = { en: "No room has a place in Slack", zh: "没有任何房间设置了 Slack 频道" };
    const remedy = {
      en: "Name a channel under rooms in gonogo.yaml, such as slack:room:C0123456789",
      zh: "在 gonogo.yaml 的 rooms 中填写频道，例如 slack:room:C0123456789",
    };
    return [{ state: "unsure", what, remedy }];
  }
  return Promise.all(places.map((place) => examineRoom(client, place)));
}

async function examineRoom(
  client: Client,
  { name, channel }: { readonly name: string; readonly channel: string },
): Promise<Finding> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    const called = `#${found?.name ?? channel}`;
    if (found?.is_archived) {
      return {
        state: "bad",
        what: { en: `${called} of room ${name} is archived`, zh: `房间 ${name} 的频道 ${called} 已归档` },
        remedy: { en: "Unarchive it, or name another", zh: "取消归档，或改用其他频道" },
      };
    }
    if (!found?.is_member) {
      return {
        state: "unsure",
        what: { en: `The bot is not in ${called} of room ${name}`, zh: `机器人不在房间 ${name} 的频道 ${called} 中` },
        remedy: {
          en: "Type /invite @gonogo there: it posts all the same, and answers people there only as a member",
          zh: "在频道中输入 /invite @gonogo：不加入也能发卡片，加入后才能在频道中单独回复",
        },
      };
    }
    const shared = found.is_ext_shared
      ? { en: ", which is shared with others", zh: "（与外部共享）" }
      : { en: "", zh: "" };
    const what = {
      en: `Room ${name} is ${called}${shared.en}, and the bot is in it`,
      zh: `房间 ${name} 对应 ${called}${shared.zh}，机器人已加入`,
    };
    return { state: "good", what };
  } catch (error) {
    const why = whyOf(error);
    return {
      state: "bad",
      what: {
        en: `Room ${name}: the channel ${channel} is not there for the bot: ${why}`,
        zh: `房间 ${name}：机器人看不到频道 ${channel}：${why}`,
      },
      remedy: {
        en: "Check the id under the channel's details; into a private channel the bot must be invited",
        zh: "请在频道详情中核对 ID；私有频道需要先邀请机器人",
      },
    };
  }
}

const UNTOLD: readonly Finding[] = [
  {
    state: "unsure",
    what: {
      en: "Slack does not tell whether the command, the shortcuts, the events and the App Home are set up",
      zh: "Slack 不会告知命令、快捷方式、事件和 App Home 是否已配置",
    },
    remedy: {
      en: "Compare the app's manifest with examples/slack in the package, or with docs/platforms/slack.md",
      zh: "请将应用的清单与软件包中的 examples/slack 或 docs/platforms/slack.md 对照",
    },
  },
];

function whyOf(error: unknown): string {
  const failure = failureOf(error);
  switch (failure.kind) {
    case "refused":
      return failure.error;
    case "limited":
      return "ratelimited";
    case "unreached":
    case "unknown":
      return failure.why;
  }
}
