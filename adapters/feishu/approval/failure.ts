/**
 * What the core is told of a call of 审批 that did not work.
 */
import { ChatError } from "../../../src/chat/ports.ts";
import { DeskError } from "../../../src/flow/approval-desk.ts";
import { chatErrorOf, FeishuError } from "../failure.ts";

/** Feishu's codes of approvals that say what to do about them. */
const ADVICE: Readonly<Record<number, { readonly zh: string; readonly en: string }>> = {
  1390002: {
    zh: "飞书里没有这个审批定义，请检查 FEISHU_APPROVAL_CODE",
    en: "Feishu has no such approval definition: check FEISHU_APPROVAL_CODE",
  },
  1390004: { zh: "飞书里找不到其中一个人", en: "Feishu does not know one of the people" },
  1390009: {
    zh: "没有操作权限：请在审批管理后台允许发起人撤回，并给应用开通审批权限",
    en: "not permitted: let originators take approvals back in the approval console, and grant the app approval scopes",
  },
  1390013: {
    zh: "这个审批定义使用了自由流程，接口无法发起",
    en: "this approval definition has a free process, which can't be started by an app",
  },
  1390015: { zh: "这个审批定义已停用", en: "this approval definition is not active" },
};

/** `acting` is a call after whose lost answer nobody knows whether something was asked. */
export function deskErrorOf(error: unknown, lang: "zh" | "en", acting: boolean): DeskError {
  if (error instanceof DeskError) return error;
  const { code, message, retryAfter } = chatErrorOf(error);
  const failure = error instanceof FeishuError ? error.failure : undefined;
  const refused = failure?.code !== undefined && (failure.status ?? 500) < 500;
  const sure = !acting || refused || failure?.unreached === true || (error instanceof ChatError && code === "busy");
  const advice = failure?.code === undefined ? undefined : ADVICE[failure.code]?.[lang];
  const again = code === "busy" || (code === "unreachable" && !isFinal(failure?.code));
  return new DeskError(advice ?? message, { sure, again, retryAfter }, error);
}

/** Approvals answer 13900xx to what will be wrong again. */
function isFinal(code: number | undefined): boolean {
  return code !== undefined && code >= 1_390_000 && code < 1_395_000;
}
