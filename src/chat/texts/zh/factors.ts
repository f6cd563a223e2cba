import type { factors as en } from "../en/factors.ts";

/** 二次验证。 */
export const factors = {
  "reply.factor-off": "此处未启用二次验证，请联系 gonogo 的运维人员。",
  "reply.factor-has-one":
    "您已有验证器。如需更换，请先发送「/发布 验证」加上现有验证码；如已丢失，请联系 gonogo 的运维人员。",
  "reply.factor-link": "打开此链接设置验证器，仅可使用一次，{until} 前有效。",
  "reply.factor-proven": "验证成功，请在五分钟内完成审批。",
  "reply.factor-wrong": "验证码不正确或已使用，请使用下一个验证码。",
  "reply.factor-locked": "错误次数过多，请十五分钟后再试。",
  "reply.factor-none": "您还没有验证器，请发送「/发布 验证器」进行设置。",
  "factor.intro": "此页面会显示新验证器的密钥，仅显示一次。",
  "factor.show": "显示",
  "factor.secret": "在验证器中输入此密钥，或在装有验证器的设备上打开下方链接：",
  "factor.open": "在验证器中打开",
  "factor.next": "然后向 gonogo 发送「/发布 验证」加上验证器显示的验证码。此密钥不会再次显示。",
  "factor.gone": "此链接已使用、已过期或不存在。请发送「/发布 验证器」获取新链接。",
} satisfies Record<keyof typeof en, string>;
