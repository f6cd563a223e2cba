/**
 * What `gonogo doctor feishu` finds out: whether the app is set up as it must be, as far as Feishu tells, and where to click.
 */
import { z } from "zod";
import type { Finding } from "../../src/chat/finding.ts";
import type { FeishuClient } from "./client.ts";
import { bare, createClient } from "./client.ts";
import { FeishuError } from "./failure.ts";
import type { FeishuOptions } from "./needs.ts";
import { createTransport } from "./transport.ts";

type Words = Finding["what"];

interface ExamineParts {
  readonly publicUrl: string | undefined;
  readonly now: () => number;
}

const TIMEOUT = 10_000;

/** Any one of the names of a row is enough; what each is for, for people. */
const SCOPES: readonly { readonly any: readonly string[]; readonly needed: boolean; readonly why: Words }[] = [
  {
    any: ["im:message:send_as_bot", "im:message"],
    needed: true,
    why: { zh: "发送卡片和消息", en: "to send cards and messages" },
  },
  {
    any: ["im:message.p2p_msg:readonly", "im:message.p2p_msg", "im:message"],
    needed: true,
    why: { zh: "接收单聊消息", en: "to hear direct messages" },
  },
  {
    any: ["im:message.group_at_msg:readonly", "im:message.group_at_msg"],
    needed: true,
    why: { zh: "接收群聊中 @机器人 的消息", en: "to hear where it is mentioned in groups" },
  },
  {
    any: ["contact:user.id:readonly"],
    needed: true,
    why: { zh: "通过邮箱找到成员", en: "to find people by their email" },
  },
  {
    any: ["contact:user.base:readonly", "contact:contact:readonly_as_app", "contact:contact:access_as_app"],
    needed: true,
    why: { zh: "显示成员姓名", en: "to know people's names" },
  },
  {
    any: ["im:resource"],
    needed: false,
    why: { zh: "读取聊天中发送的计划文件", en: "to read plans that are sent as files" },
  },
  {
    any: ["contact:user.email:readonly"],
    needed: false,
    why: { zh: "通过邮箱识别新成员", en: "to recognise newcomers by their email" },
  },
  {
    any: ["contact:department.base:readonly", "contact:contact:readonly_as_app"],
    needed: false,
    why: { zh: "在 gonogo.yaml 中使用部门", en: "to use departments in gonogo.yaml" },
  },
  {
    any: ["contact:group:readonly", "contact:contact:readonly_as_app"],
    needed: false,
    why: { zh: "在 gonogo.yaml 中使用用户组", en: "to use groups of people in gonogo.yaml" },
  },
  {
    any: ["approval:approval", "approval:instance"],
    needed: false,
    why: { zh: "使用飞书审批（approval.via: feishu）", en: "to ask approvals in 飞书审批 (approval.via: feishu)" },
  },
];
const EVENTS: readonly { readonly name: string; readonly needed: boolean; readonly why: Words }[] = [
  { name: "im.message.receive_v1", needed: true, why: { zh: "接收消息", en: "messages" } },
  { name: "im.chat.member.bot.added_v1", needed: false, why: { zh: "机器人进群", en: "the bot came into a group" } },
  {
    name: "im.chat.access_event.bot_p2p_chat_entered_v1",
    needed: false,
    why: { zh: "用户打开与机器人的单聊", en: "somebody opened their chat with the bot" },
  },
  { name: "application.bot.menu_v6", needed: false, why: { zh: "机器人自定义菜单", en: "the bot's menu" } },
  { name: "approval_instance", needed: false, why: { zh: "飞书审批", en: "飞书审批" } },
  { name: "approval_task", needed: false, why: { zh: "飞书审批", en: "飞书审批" } },
];
const CLICKS = "card.action.trigger";

export async function examine(options: FeishuOptions, { publicUrl, now }: ExamineParts): Promise<readonly Finding[]> {
  const transport = createTransport({ timeout: TIMEOUT, now });
  const client = createClient(options, transport, { info: () => undefined, warn: () => undefined });
  const page = consolePage(options);
  try {
    const credentials = await credentialsFinding(client, page);
    if (credentials.state === "bad") return [credentials];
    const app = await appOf(client);
    return [
      credentials,
      await botFinding(client, page),
      ...publishedFindings(app, page),
      ...(await scopeFindings(client, page)),
      ...subscriptionFindings(app, options, page),
      ...(options.mode === "webhook"
        ? webhookFindings(options, publicUrl)
        : [await connectionFinding(options, transport, page)]),
      ...(options.approvalCode === undefined ? [] : [await approvalFinding(client, options.approvalCode)]),
    ];
  } finally {
    await transport.close();
  }
}

/** The app's own page in the developer console. */
function consolePage({ domain, appId }: FeishuOptions): string {
  return `${bare(domain)}/app/${appId}`;
}

async function credentialsFinding(client: FeishuClient, page: string): Promise<Finding> {
  try {
    await client.raw(async () => undefined);
    return { state: "good", what: { zh: "App ID 和 App Secret 正确", en: "App ID and App Secret are right" } };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const unreachable = error instanceof FeishuError && error.failure.code === undefined;
    const remedy = unreachable
      ? { zh: "检查网络、代理和 FEISHU_DOMAIN", en: "check the network, the proxy and FEISHU_DOMAIN" }
      : {
          zh: `打开 ${page}/baseinfo，复制「凭证与基础信息」中的 App ID 和 App Secret`,
          en: `open ${page}/baseinfo and copy App ID and App Secret from “Credentials & Basic Info”`,
        };
    return { state: "bad", what: { zh: `无法登录飞书：${said}`, en: `can't sign in to Feishu: ${said}` }, remedy };
  }
}

const botSchema = z.object({
  bot: z.object({ activate_status: z.number().optional(), app_name: z.string().default("") }),
});
/** 2: the bot is active. */
const ACTIVE = 2;

async function botFinding(client: FeishuClient, page: string): Promise<Finding> {
  const remedy = {
    zh: `打开 ${page}/bot，添加「机器人」能力，然后创建版本并发布`,
    en: `open ${page}/bot, add the feature “Bot”, then create a version and publish it`,
  };
  try {
    const said = await client.raw((sdk) => sdk.request<unknown>({ method: "GET", url: "/open-apis/bot/v3/info" }));
    const { bot } = botSchema.parse(said);
    if (bot.activate_status !== undefined && bot.activate_status !== ACTIVE) {
      return { state: "bad", what: { zh: "机器人尚未启用", en: "the bot is not active" }, remedy };
    }
    return {
      state: "good",
      what: { zh: `机器人「${bot.app_name}」已启用`, en: `the bot “${bot.app_name}” is active` },
    };
  } catch {
    return { state: "bad", what: { zh: "应用没有机器人能力", en: "the app has no bot" }, remedy };
  }
}

const appSchema = z.object({
  app: z.object({
    online_version_id: z.string().default(""),
    event: z
      .object({ subscription_type: z.string().default(""), subscribed_events: z.array(z.string()).optional() })
      .optional(),
    callback: z
      .object({ callback_type: z.string().default(""), subscribed_callbacks: z.array(z.string()).optional() })
      .optional(),
  }),
});
type App = z.output<typeof appSchema>["app"];

/** Undefined where the app may not read about itself. */
async function appOf(client: FeishuClient): Promise<App | undefined> {
  try {
    const data = await client.call((sdk) =>
      sdk.application.v6.application.get({ path: { app_id: "me" }, params: { lang: "zh_cn" } }),
    );
    return appSchema.safeParse(data).data?.app;
  } catch {
    return undefined;
  }
}

function publishedFindings(app: App | undefined, page: string): readonly Finding[] {
  if (!app) return [];
  if (app.online_version_id !== "") {
    return [{ state: "good", what: { zh: "应用已发布", en: "the app is published" } }];
  }
  return [
    {
      state: "bad",
      what: { zh: "应用没有已发布的版本", en: "no version of the app is published" },
      remedy: {
        zh: `打开 ${page}/version，创建版本，可用范围选择需要使用的成员，申请发布`,
        en: `open ${page}/version, create a version that is available to those who shall use it, and publish it`,
      },
    },
  ];
}

const scopesSchema = z.object({
  scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })).default([]),
});

async function scopeFindings(client: FeishuClient, page: string): Promise<readonly Finding[]> {
  let granted: readonly string[];
  try {
    const data = await client.call((sdk) => sdk.application.v6.scope.list());
    granted = scopesSchema
      .parse(data ?? {})
      .scopes.filter(({ grant_status: status }) => status === 1)
      .map(({ scope_name: name }) => name);
  } catch {
    const what = { zh: "无法查询应用权限", en: "the app's scopes can't be read" };
    return [
      {
        state: "unsure",
        what,
        remedy: scopeRemedy(
          SCOPES.flatMap(({ any }) => any.slice(0, 1)),
          page,
        ),
      },
    ];
  }
  const lacking = SCOPES.filter(({ any }) => !any.some((name) => granted.includes(name)));
  if (lacking.length === 0) return [{ state: "good", what: { zh: "权限齐全", en: "all scopes are granted" } }];
  return lacking.map(({ any: [name = ""], needed, why }) => ({
    state: needed ? "bad" : "unsure",
    what: { zh: `缺少权限 ${name}：${why.zh}`, en: `the scope ${name} is missing: ${why.en}` },
    remedy: scopeRemedy([name], page),
  }));
}

function scopeRemedy(names: readonly string[], page: string): Words {
  const list = names.join(", ");
  return {
    zh: `打开 ${page}/auth，开通 ${list}，然后发布新版本`,
    en: `open ${page}/auth, add ${list}, then publish a new version`,
  };
}

function subscriptionFindings(app: App | undefined, { mode }: FeishuOptions, page: string): readonly Finding[] {
  const place = {
    zh: `打开 ${page}/event，「事件配置」与「回调配置」是两个独立的标签页`,
    en: `open ${page}/event: “Event Configuration” and “Callback Configuration” are two tabs`,
  };
  const events = app?.event?.subscribed_events;
  const callbacks = app?.callback?.subscribed_callbacks;
  if (!events || !callbacks) {
    return [
      {
        state: "unsure",
        what: {
          zh: "无法查询事件与回调的订阅（需要权限 application:application:self_manage）",
          en: "subscriptions can't be read (that takes the scope application:application:self_manage)",
        },
        remedy: {
          zh: `${place.zh}：订阅 ${EVENTS.map(({ name }) => name).join("、")} 和回调 ${CLICKS}`,
          en: `${place.en}: subscribe to ${EVENTS.map(({ name }) => name).join(", ")} and the callback ${CLICKS}`,
        },
      },
    ];
  }
  const lacking = EVENTS.filter(({ name }) => !events.includes(name)).map(
    ({ name, needed, why }): Finding => ({
      state: needed ? "bad" : "unsure",
      what: { zh: `未订阅事件 ${name}：${why.zh}`, en: `the event ${name} is not subscribed: ${why.en}` },
      remedy: { zh: `${place.zh}：在「事件配置」添加 ${name}`, en: `${place.en}: add ${name} to the events` },
    }),
  );
  const clicks: readonly Finding[] = callbacks.includes(CLICKS)
    ? []
    : [
        {
          state: "bad",
          what: {
            zh: `未订阅回调 ${CLICKS}：点击按钮会报错 200340`,
            en: `the callback ${CLICKS} is not subscribed: buttons show error 200340`,
          },
          remedy: {
            zh: `${place.zh}：在「回调配置」添加 ${CLICKS}`,
            en: `${place.en}: add ${CLICKS} to the callbacks`,
          },
        },
      ];
  const all = [...lacking, ...clicks, ...wrongWays(app, mode, place)];
  const good = { zh: "事件与回调已订阅", en: "events and callbacks are subscribed" };
  return all.length > 0 ? all : [{ state: "good", what: good }];
}

/** Events and callbacks each have their own way to come. */
function wrongWays(app: App | undefined, mode: FeishuOptions["mode"], place: Words): readonly Finding[] {
  const wanted = mode === "webhook" ? "webhook" : "websocket";
  const ways = [
    { way: app?.event?.subscription_type ?? "", zh: "事件", en: "events" },
    { way: app?.callback?.callback_type ?? "", zh: "回调", en: "callbacks" },
  ];
  return ways
    .filter(({ way }) => way !== "" && way !== wanted)
    .map(({ zh, en }) => ({
      state: "bad",
      what:
        wanted === "websocket"
          ? { zh: `${zh}没有使用长连接接收`, en: `${en} do not come over the long connection` }
          : { zh: `${zh}没有发送至开发者服务器`, en: `${en} are not sent to your server` },
      remedy: {
        zh: `${place.zh}：修改${zh}的订阅方式，或修改 FEISHU_MODE`,
        en: `${place.en}: change how ${en} are received, or FEISHU_MODE`,
      },
    }));
}

const endpointSchema = z.object({ data: z.object({ URL: z.string().optional() }).optional() });

async function connectionFinding(
  { domain, appId, appSecret }: FeishuOptions,
  transport: ReturnType<typeof createTransport>,
  page: string,
): Promise<Finding> {
  const remedy = {
    zh: `打开 ${page}/event，订阅方式选择「使用长连接接收事件」（gonogo 运行时才能保存）；只有企业自建应用支持长连接`,
    en: `open ${page}/event and choose the long connection (it can be saved only while gonogo runs); only custom apps have it`,
  };
  try {
    const said = await transport.post<unknown>(`${bare(domain)}/callback/ws/endpoint`, {
      AppID: appId,
      AppSecret: appSecret,
    });
    if (endpointSchema.parse(said).data?.URL !== undefined) {
      return { state: "good", what: { zh: "可以建立长连接", en: "the long connection can be made" } };
    }
    return { state: "bad", what: { zh: "飞书没有给出长连接地址", en: "Feishu gives no long connection" }, remedy };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { state: "bad", what: { zh: `无法建立长连接：${said}`, en: `no long connection: ${said}` }, remedy };
  }
}

function webhookFindings({ encryptKey }: FeishuOptions, publicUrl: string | undefined): readonly Finding[] {
  const address = publicUrl === undefined ? undefined : `${publicUrl.replace(/\/+$/u, "")}/feishu/events`;
  const where: Finding =
    address === undefined
      ? {
          state: "bad",
          what: {
            zh: "GONOGO_PUBLIC_URL 未设置，飞书不知道往哪里推送",
            en: "GONOGO_PUBLIC_URL is not set, so Feishu has nowhere to post to",
          },
          remedy: {
            zh: "设置 GONOGO_PUBLIC_URL，或改用长连接",
            en: "set GONOGO_PUBLIC_URL, or use the long connection",
          },
        }
      : {
          state: "unsure",
          what: {
            zh: `事件与回调的请求地址都应为 ${address}`,
            en: `the request URL of events and of callbacks must be ${address}`,
          },
        };
  if (encryptKey !== undefined) return [where];
  return [
    where,
    {
      state: "unsure",
      what: { zh: "没有 FEISHU_ENCRYPT_KEY，请求没有签名", en: "without FEISHU_ENCRYPT_KEY requests are not signed" },
      remedy: { zh: "在「加密策略」中设置 Encrypt Key", en: "set an Encrypt Key under “Encryption Strategy”" },
    },
  ];
}

async function approvalFinding(client: FeishuClient, code: string): Promise<Finding> {
  try {
    await client.call((sdk) =>
      sdk.approval.v4.approval.get({ path: { approval_code: code }, params: { user_id_type: "open_id" } }),
    );
    return {
      state: "good",
      what: { zh: "FEISHU_APPROVAL_CODE 指向的审批可用", en: "the approval of FEISHU_APPROVAL_CODE is there" },
    };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return {
      state: "bad",
      what: {
        zh: `无法读取 FEISHU_APPROVAL_CODE 指向的审批：${said}`,
        en: `the approval of FEISHU_APPROVAL_CODE can't be read: ${said}`,
      },
      remedy: {
        zh: "在审批管理后台打开该审批，从地址栏复制 definitionCode",
        en: "open the approval in the approval console and copy definitionCode from the address",
      },
    };
  }
}
