/**
 * What is set up on DingTalk's side, as far as it tells: each part is asked in a way that changes nothing there.
 */
import { z } from "zod";
import type { Finding } from "../../src/chat/finding.ts";
import { createBudget } from "./budget.ts";
import type { Client } from "./client.ts";
import { createClient } from "./client.ts";
import { existing, FORM_NAME } from "./desk-form.ts";
import { DingtalkError } from "./failure.ts";
import { createHttp } from "./http.ts";
import type { DingtalkNeeds, DingtalkOptions } from "./needs.ts";
import { ticketFor } from "./stream.ts";
import { createTokens } from "./token.ts";

type Words = Finding["what"];

const CONSOLE = "https://open-dev.dingtalk.com";
const anything = z.looseObject({});
/** Nobody and nothing is called so. */
const NOBODY = "gonogo-doctor-nobody";

/** One finding for each part, in the order in which an app is set up. Never rejects because of DingTalk. */
export async function examine(
  options: DingtalkOptions,
  { now, scheduler }: Pick<DingtalkNeeds, "now" | "scheduler">,
): Promise<readonly Finding[]> {
  const http = createHttp();
  const nothing = () => undefined;
  const add = async () => ({ today: 0, before: 0 });
  const budget = createBudget({ now, monthly: undefined, add, warn: nothing, report: nothing });
  const tokens = createTokens({ ...options, http, now });
  const client = createClient({ ...options, http, tokens, budget, now, scheduler });
  try {
    const token = await credentials(() => tokens.get());
    // Without a token every other answer would be the same.
    if (token.state === "bad") return [token];
    return [
      token,
      await stream(() => ticketFor({ ...options, http, version: "doctor", now })),
      await permission(robot, () => askRobot(client, options)),
      await permission(cards, () => askCards(client)),
      await contacts(client),
      await approvals(client, options),
      ...template(options),
      events,
    ];
  } finally {
    await http.close();
  }
}

async function credentials(ask: () => Promise<unknown>): Promise<Finding> {
  try {
    await ask();
    return {
      state: "good",
      what: { zh: "Client ID 与 Client Secret 有效。", en: "The client id and secret are taken." },
    };
  } catch (error) {
    const refused = error instanceof DingtalkError && error.trouble === "credentials";
    if (!refused) return unreachable(error);
    return {
      state: "bad",
      what: {
        zh: "钉钉不接受这对 Client ID 与 Client Secret。",
        en: "DingTalk does not take this client id and secret.",
      },
      remedy: {
        zh: `在 ${CONSOLE} → 应用开发 → 您的应用 → 凭证与基础信息 中复制，填入 DINGTALK_CLIENT_ID 与 DINGTALK_CLIENT_SECRET。`,
        en: `Copy them from ${CONSOLE} → your app → Credentials, into DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET.`,
      },
    };
  }
}

async function stream(ask: () => Promise<unknown>): Promise<Finding> {
  try {
    await ask();
    return { state: "good", what: { zh: "Stream 网关可用。", en: "The gateway of the stream gives connections." } };
  } catch (error) {
    return {
      state: "bad",
      what: {
        zh: `Stream 网关不给出连接：${wordsOf(error)}`,
        en: `The gateway of the stream gives no connection: ${wordsOf(error)}`,
      },
      remedy: {
        zh: "在应用的「机器人」与「事件订阅」中都选择 Stream 模式，并放行 wss-open-connection.dingtalk.com:443。",
        en: "Choose Stream mode for both the robot and the events of the app, and let wss-open-connection.dingtalk.com:443 through.",
      },
    };
  }
}

interface Permission {
  readonly good: Words;
  readonly bad: Words;
  readonly name: string;
}

const robot: Permission = {
  good: { zh: "机器人可以主动发消息。", en: "The robot may send messages." },
  bad: { zh: "机器人不能主动发消息。", en: "The robot may not send messages." },
  name: "企业内机器人发送消息权限 (qyapi_robot_sendmsg)",
};
const cards: Permission = {
  good: { zh: "可以投放和更新互动卡片。", en: "Interactive cards may be sent and changed." },
  bad: { zh: "不能投放互动卡片。", en: "Interactive cards may not be sent." },
  name: "互动卡片实例写权限 (Card.Instance.Write)",
};
const people: Permission = {
  good: { zh: "可以读取通讯录。", en: "The contacts may be read." },
  bad: {
    zh: "不能读取通讯录，无法按邮箱认人。",
    en: "The contacts may not be read: people can't be found by their mail.",
  },
  name: "成员信息读权限、通讯录部门信息读权限 (qyapi_get_member, qyapi_get_department_list)",
};
const workflow: Permission = {
  good: { zh: "可以使用 OA 审批。", en: "OA approvals may be used." },
  bad: {
    zh: "不能使用 OA 审批；`via: dingtalk` 的计划无法提交。",
    en: "OA approvals may not be used: plans with `via: dingtalk` can't be submitted.",
  },
  name: "工作流实例读写权限、工作流模板写权限 (Workflow.Instance.Read, Workflow.Instance.Write, Workflow.Form.Write)",
};

/** Whatever DingTalk says against the call itself means that it may be made. */
async function permission({ good, bad, name }: Permission, ask: () => Promise<unknown>): Promise<Finding> {
  try {
    await ask();
    return { state: "good", what: good };
  } catch (error) {
    if (!(error instanceof DingtalkError)) throw error;
    if (error.trouble === "invalid" || error.trouble === "missing") return { state: "good", what: good };
    if (error.trouble !== "forbidden") return unreachable(error);
    return {
      state: "bad",
      what: bad,
      remedy: {
        zh: `在 ${CONSOLE} → 您的应用 → 权限管理 中开通「${name}」，然后发布新版本。`,
        en: `Grant “${name}” in ${CONSOLE} → your app → Permissions, and publish a new version.`,
      },
    };
  }
}

function askRobot(client: Client, { clientId }: DingtalkOptions): Promise<unknown> {
  const msgParam = JSON.stringify({ content: "gonogo doctor" });
  const body = { robotCode: clientId, userIds: [NOBODY], msgKey: "sampleText", msgParam };
  return client.call({ method: "POST", path: "/v1.0/robot/oToMessages/batchSend", body }, anything);
}

function askCards(client: Client): Promise<unknown> {
  const body = { outTrackId: NOBODY, cardData: { cardParamMap: {} }, cardUpdateOptions: { updateCardDataByKey: true } };
  return client.call({ method: "PUT", path: "/v1.0/card/instances", body }, anything);
}

async function contacts(client: Client): Promise<Finding> {
  const listSchema = z.object({
    result: z.object({
      list: z.array(z.looseObject({ email: z.string().optional(), org_email: z.string().optional() })),
    }),
  });
  let mails = false;
  const finding = await permission(people, async () => {
    const { result } = await client.callOld("/topapi/v2/user/list", { dept_id: 1, cursor: 0, size: 100 }, listSchema);
    mails = result.list.some(({ email, org_email }) => (email ?? "") !== "" || (org_email ?? "") !== "");
  });
  if (finding.state !== "good" || mails) return finding;
  return {
    state: "unsure",
    what: {
      zh: "通讯录可读，但没有看到任何人的邮箱：人员只能在首次发言时认识，或在 gonogo.yaml 中写明账号。",
      en: "The contacts may be read, but show nobody's mail: people are met when they first speak, or named in gonogo.yaml.",
    },
    remedy: {
      zh: "开通「邮箱等个人信息」权限 (fieldEmail)，并把权限范围设为全部员工。",
      en: "Grant the permission for mail addresses (fieldEmail), for all employees.",
    },
  };
}

async function approvals(client: Client, { approvalForm }: DingtalkOptions): Promise<Finding> {
  let form: string | undefined = approvalForm;
  const finding = await permission(workflow, async () => {
    form = (await existing(client)) ?? approvalForm;
  });
  if (finding.state !== "good" || form !== undefined) return finding;
  const what = {
    zh: `还没有审批表单；首次提交 \`via: dingtalk\` 的计划时会创建「${FORM_NAME}」。`,
    en: `There is no approval form yet; “${FORM_NAME}” is made when a plan with \`via: dingtalk\` is first submitted.`,
  };
  return { state: "good", what };
}

function template({ cardTemplate }: DingtalkOptions): readonly Finding[] {
  if (cardTemplate === undefined) return [];
  const what = {
    zh: `使用卡片模板 ${cardTemplate}；钉钉不提供查询它的接口，请发一张卡片看看。`,
    en: `The card template ${cardTemplate} is used; DingTalk does not tell whether it exists: send a card and look.`,
  };
  const remedy = {
    zh: "模板须由 examples/dingtalk/card-template.json 导入、关联到此应用并已发布。",
    en: "It must be imported from examples/dingtalk/card-template.json, belong to this app, and be published.",
  };
  return [{ state: "unsure", what, remedy }];
}

const events: Finding = {
  state: "unsure",
  what: {
    zh: "钉钉不告诉我们订阅了哪些事件。",
    en: "DingTalk does not tell which events are subscribed to.",
  },
  remedy: {
    zh: "使用 OA 审批时，请在 事件订阅 中勾选「审批实例开始、结束、终止、删除」和「审批任务开始、结束、转交」；不勾选也能工作，只是每半分钟才查看一次。",
    en: "For OA approvals tick bpms_instance_change and bpms_task_change under Events; without them it works too, but looks only now and then.",
  },
};

function unreachable(error: unknown): Finding {
  return {
    state: "unsure",
    what: { zh: `没有得到回答：${wordsOf(error)}`, en: `There was no answer: ${wordsOf(error)}` },
    remedy: {
      zh: "请检查网络，以及 DINGTALK_API_BASE 与 DINGTALK_OAPI_BASE。",
      en: "Check the network, and DINGTALK_API_BASE and DINGTALK_OAPI_BASE.",
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
