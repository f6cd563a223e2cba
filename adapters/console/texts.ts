/**
 * The console's own words, in both languages. What the bot says comes from the core.
 */
import type { Lang } from "./needs.ts";

export interface Texts {
  readonly product: string;
  readonly skip: string;
  readonly places: string;
  readonly rooms: string;
  readonly direct: string;
  readonly directName: string;
  readonly directAbout: string;
  readonly bot: string;
  readonly botTag: string;
  readonly you: string;
  readonly youAre: (name: string) => string;
  readonly become: string;
  readonly becomeHint: string;
  readonly waiting: (count: number) => string;
  readonly unread: (count: number) => string;
  readonly messages: string;
  readonly members: (count: number) => string;
  readonly older: string;
  readonly onlyYou: string;
  readonly thread: string;
  readonly threadCount: (count: number) => string;
  readonly threadEmpty: string;
  readonly close: string;
  readonly menu: string;
  readonly output: string;
  readonly finished: (done: number, total: number) => string;
  readonly running: (percent: number) => string;
  readonly compose: string;
  readonly placeholder: string;
  readonly placeholderRoom: (room: string) => string;
  readonly hint: string;
  readonly send: string;
  readonly attach: string;
  readonly attached: string;
  readonly remove: (name: string) => string;
  readonly commands: string;
  readonly sending: string;
  readonly failed: string;
  readonly again: string;
  readonly discard: string;
  readonly tooLong: string;
  readonly tooLarge: string;
  readonly offline: string;
  readonly newBelow: string;
  readonly dark: string;
  readonly light: string;
  readonly otherLanguage: string;
  readonly otherLanguageHint: string;
  readonly sample: string;
  readonly sampleHint: string;
  readonly optional: string;
  readonly nobody: string;
  /** Above a list of so many. */
  readonly find: (count: number) => string;
  readonly whole: string;
  readonly characters: (count: number) => string;
  readonly welcome: string;
  readonly welcomeText: string;
  readonly tryNew: string;
  readonly tryNewText: string;
  readonly trySwitch: string;
  readonly trySwitchText: string;
  readonly tryHelp: string;
  readonly tryHelpText: string;
  readonly welcomeMember: string;
  readonly insert: string;
  readonly quiet: (room: string) => string;
  readonly quietText: string;
  readonly signIn: string;
  readonly signInText: string;
  readonly signInChat: string;
  readonly signInServer: string;
  readonly signInNow: string;
  readonly signInNowText: string;
  readonly signInGo: string;
  readonly linkOver: string;
  readonly linkOverText: string;
  readonly signOut: string;
}

const en: Texts = {
  product: "gonogo",
  skip: "Skip to the message box",
  places: "Rooms and messages",
  rooms: "Rooms",
  direct: "Direct message",
  directName: "gonogo",
  directAbout: "Only you and the bot read this",
  bot: "gonogo",
  botTag: "bot",
  you: "you",
  youAre: (name) => `You are ${name}`,
  become: "Who you are",
  becomeHint: "Each browser tab can be a different person.",
  waiting: (count) => `${count} waiting`,
  unread: (count) => (count === 1 ? "1 unread message" : `${count} unread messages`),
  messages: "Messages",
  members: (count) => (count === 1 ? "1 member" : `${count} members`),
  older: "Show older messages",
  onlyYou: "Only you can see this",
  thread: "Thread",
  threadCount: (count) => (count === 1 ? "1 entry" : `${count} entries`),
  threadEmpty: "Nothing has happened yet.",
  close: "Close",
  menu: "Open rooms and people",
  output: "Output",
  finished: (done, total) => `${done} of ${total}`,
  running: (percent) => `${percent} %`,
  compose: "Message",
  placeholder: "Message gonogo — / shows the commands",
  placeholderRoom: (room) => `Message #${room} — / shows the commands`,
  hint: "Enter sends · Shift+Enter new line · ↑ earlier messages",
  send: "Send",
  attach: "Attach a plan, or files that show something",
  attached: "Attached",
  remove: (name) => `Remove ${name}`,
  commands: "Commands",
  sending: "Sending…",
  failed: "Not sent.",
  again: "Try again",
  discard: "Discard",
  tooLarge: "That file is too large to send.",
  tooLong: "That is too long to send: at most 1 MB.",
  offline: "Connection lost. Trying again…",
  newBelow: "New messages below",
  dark: "Dark colours",
  light: "Light colours",
  otherLanguage: "中文",
  otherLanguageHint: "切换到中文",
  sample: "Sample",
  sampleHint: "These people are made up. Be any of them to see the plan from every side.",
  optional: "optional",
  nobody: "Nobody",
  find: (count) => `Type to narrow ${count} choices`,
  whole: "Show all",
  characters: (count) => `${count.toLocaleString("en")} characters`,
  welcome: "A release plan, from draft to done",
  welcomeText:
    "Plans live in chat. Write one, let others decide on it, carry it out — the card always tells the truth.",
  tryNew: "Write a plan",
  tryNewText: "Type this for a form, or paste a whole plan in YAML after it.",
  trySwitch: "Become the approver",
  trySwitchText: "Choose another person in the list. A badge shows for whom something waits.",
  tryHelp: "Ask what is possible",
  tryHelpText: "The bot lists every command, in your language.",
  welcomeMember: "Decide from here",
  insert: "Put it into the message box",
  quiet: (room) => `Nothing in #${room} yet`,
  quietText: "Plans that are announced here appear as cards that stay up to date.",
  signIn: "Sign in",
  signInText: "The console opens with a one-time link. It works once, for ten minutes. Two ways to get one:",
  signInChat: "In chat, ask the bot:",
  signInServer: "On the server, run:",
  signInNow: "Sign in to gonogo?",
  signInNowText: "The link works once. This browser stays signed in until you sign out.",
  signInGo: "Sign in",
  linkOver: "This link no longer works",
  linkOverText: "It was used already, or its ten minutes are over. Ask for a new one.",
  signOut: "Sign out",
};

const zh: Texts = {
  product: "gonogo",
  skip: "跳到输入框",
  places: "会话列表",
  rooms: "群聊",
  direct: "私聊",
  directName: "gonogo",
  directAbout: "只有您和机器人能看到",
  bot: "gonogo",
  botTag: "机器人",
  you: "您",
  youAre: (name) => `当前身份：${name}`,
  become: "切换身份",
  becomeHint: "每个浏览器标签页可以是不同的人。",
  waiting: (count) => `${count} 项待办`,
  unread: (count) => `${count} 条未读消息`,
  messages: "消息",
  members: (count) => `${count} 位成员`,
  older: "查看更早的消息",
  onlyYou: "仅您可见",
  thread: "话题",
  threadCount: (count) => `${count} 条记录`,
  threadEmpty: "还没有记录。",
  close: "关闭",
  menu: "打开会话和人员列表",
  output: "输出",
  finished: (done, total) => `${done} / ${total}`,
  running: (percent) => `${percent}%`,
  compose: "消息",
  placeholder: "发消息给 gonogo，输入 / 查看命令",
  placeholderRoom: (room) => `发消息到 #${room}，输入 / 查看命令`,
  hint: "Enter 发送 · Shift+Enter 换行 · ↑ 历史消息",
  send: "发送",
  attach: "附上发布计划，或作为凭据的文件",
  attached: "附件",
  remove: (name) => `移除 ${name}`,
  commands: "命令",
  sending: "发送中…",
  failed: "未发送。",
  again: "重试",
  discard: "放弃",
  tooLarge: "文件太大，无法发送。",
  tooLong: "内容过长，最多 1 MB。",
  offline: "连接已断开，正在重连…",
  newBelow: "下方有新消息",
  dark: "深色外观",
  light: "浅色外观",
  otherLanguage: "EN",
  otherLanguageHint: "Switch to English",
  sample: "示例",
  sampleHint: "这些人是虚构的。切换成任何人，从每个角色看同一个计划。",
  optional: "选填",
  nobody: "无",
  find: (count) => `输入文字筛选 ${count} 个选项`,
  whole: "展开全部",
  characters: (count) => `${count.toLocaleString("en")} 个字符`,
  welcome: "一个发布计划，从草稿到完成",
  welcomeText: "发布计划就在聊天里：写下计划，请人审批，逐项执行。卡片始终反映真实状态。",
  tryNew: "新建发布计划",
  tryNewText: "输入它会打开表单；也可以在后面直接粘贴整份 YAML。",
  trySwitch: "换成审批人",
  trySwitchText: "在人员列表里换成其他人，角标会提示谁有待办。",
  tryHelp: "看看能做什么",
  tryHelpText: "机器人会用您的语言列出全部命令。",
  welcomeMember: "在这里审批",
  insert: "填入输入框",
  quiet: (room) => `#${room} 还没有消息`,
  quietText: "在这里公布的发布计划会以卡片出现，并保持最新。",
  signIn: "登录",
  signInText: "控制台通过一次性链接登录，十分钟内有效，只能使用一次。有两种方式获取：",
  signInChat: "在聊天中问机器人：",
  signInServer: "在服务器上运行：",
  signInNow: "登录 gonogo？",
  signInNowText: "链接只能使用一次。登录后此浏览器会保持登录，直到您退出。",
  signInGo: "登录",
  linkOver: "链接已失效",
  linkOverText: "它已被使用，或已超过十分钟。请重新获取。",
  signOut: "退出登录",
};

export const TEXTS: Readonly<Record<Lang, Texts>> = { zh, en };
