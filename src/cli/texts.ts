/**
 * What the command line itself says, in both languages. Everything about plans comes from chat's texts.
 */
import type { Lang } from "../chat/texts/catalogue.ts";

function count(number: number, one: string, more = `${one}s`): string {
  return `${number} ${number === 1 ? one : more}`;
}

const en = {
  noDatabase: (url: string) => `There is no database at ${url} yet. Start one with: gonogo serve, or gonogo migrate`,
  databaseTrouble: (url: string, why: string) => `The database ${url} can't be used: ${why}. Check DATABASE_URL.`,
  noPlan: (index: number) => `There is no plan ${index}. Look for it with: gonogo list all`,
  noPerson: (name: string, nearest?: string) =>
    `Nobody is known as “${name}”.${nearest === undefined ? "" : ` Did you mean ${nearest}?`}`,
  noFile: (file: string, why: string) => `${file} can't be read: ${why}`,
  whoApplies: "The plan names no manager: say who applies it with --as PERSON, or add `manager:` to the file.",
  whoAsks: (scope: string) => `“${scope}” is about a person: say whom with --as PERSON.`,
  managerStays: (manager: string) =>
    `The plan keeps its manager, ${manager}. Handing it over is a decision of its own: /plan handover.`,
  created: (index: number, name: string) => `Plan ${index} “${name}” created`,
  edited: (index: number, name: string) => `Plan ${index} “${name}” edited`,
  unchanged: (index: number, name: string) => `Plan ${index} “${name}” unchanged`,
  wouldCreate: (name: string) => `A new plan “${name}” would be created`,
  wouldEdit: (index: number, name: string) => `Plan ${index} “${name}” would be edited`,
  wouldRefuse: (why: string) => `It would be refused: ${why}`,
  order: "order",
  page: (page: number, pages: number, total: number) => `Page ${page} of ${pages}, ${count(total, "plan")}`,
  noPlans: "No plans",
  columns: {
    plan: "PLAN",
    status: "STATUS",
    name: "NAME",
    manager: "MANAGER",
    window: "WINDOW",
    at: "AT",
    what: "WHAT",
  },
  noKey: "This plan has no key, so applying the file makes a new plan.",
  verified: (plans: number, entries: number) =>
    `Everything is as it was written: ${count(plans, "plan")}, ${count(entries, "log entry", "log entries")}.`,
  damaged: (plans: number) => `Damage found in ${count(plans, "plan")}.`,
  damage: {
    entry: (index: number, seq: number) => `Plan ${index}: log entry ${seq} is not what was written.`,
    end: (index: number, seq: number) => `Plan ${index}: the log ends before entry ${seq}, which the plan has counted.`,
    snapshot: (index: number, what: string) =>
      `Plan ${index}: the log is whole, and the stored plan differs in ${what}.`,
    unreadable: (index: number, what: string) => `Plan ${index}: ${what} can't be read.`,
    missing: (index: number) => `Plan ${index} is missing, with its row.`,
    orphan: (id: string) => `There is a log of a plan that is not there: ${id}`,
    database: (why: string) => `The database file itself is damaged: ${why}`,
  },
  outbox: { due: "waiting", leased: "being sent", dead: "given up", oldest: "oldest" },
  outboxColumns: { id: "ID", state: "STATE", kind: "KIND", lane: "LANE", tries: "TRIES", error: "ERROR" },
  outboxEmpty: "Nothing there",
  sentAgain: (rows: number) => `${count(rows, "row")} will be sent again.`,
  notDead: (id: number) => `Row ${id} was not given up. See which were: gonogo outbox dead`,
  idOrAll: "Name one row by its ID, or --all, and not both.",
  migrated: (names: string) => `Ran ${names}.`,
  upToDate: "The database is up to date.",
  login: (name: string, until: string) => `A link for ${name}, good once, until ${until}:`,
  sampleLogin: "Sample mode needs no sign-in: choose who you are in the page.",
  anyPort: "GONOGO_PORT is 0, so the server's address is not known here: put its own before the path.",
  ready: (url: string) => `gonogo is ready: ${url}`,
  sampleMode: "sample mode: no sign-in, this machine only",
  portTaken: (address: string) => `${address} is in use. Stop what listens there, or set GONOGO_PORT.`,
};

export type CliTexts = typeof en;

const zh: CliTexts = {
  noDatabase: (url) => `${url} 还没有数据库。可用 gonogo serve 或 gonogo migrate 创建。`,
  databaseTrouble: (url, why) => `无法使用数据库 ${url}：${why}。请检查 DATABASE_URL。`,
  noPlan: (index) => `没有编号为 ${index} 的发布计划。可用 gonogo list all 查找。`,
  noPerson: (name, nearest) => `找不到「${name}」。${nearest === undefined ? "" : `您是指 ${nearest} 吗？`}`,
  noFile: (file, why) => `无法读取 ${file}：${why}`,
  whoApplies: "文件没有写发布负责人：请用 --as 指明以谁的身份执行，或在文件中加上 manager。",
  whoAsks: (scope) => `「${scope}」与人有关：请用 --as 指明是谁。`,
  managerStays: (manager) => `发布负责人仍是 ${manager}。移交需单独操作：/发布 移交。`,
  created: (index, name) => `已创建发布计划 ${index}「${name}」`,
  edited: (index, name) => `已修改发布计划 ${index}「${name}」`,
  unchanged: (index, name) => `发布计划 ${index}「${name}」没有变化`,
  wouldCreate: (name) => `将创建新的发布计划「${name}」`,
  wouldEdit: (index, name) => `将修改发布计划 ${index}「${name}」`,
  wouldRefuse: (why) => `将被拒绝：${why}`,
  order: "顺序",
  page: (page, pages, total) => `第 ${page} / ${pages} 页，共 ${total} 个发布计划`,
  noPlans: "没有发布计划",
  columns: {
    plan: "编号",
    status: "状态",
    name: "名称",
    manager: "发布负责人",
    window: "发布窗口期",
    at: "时间",
    what: "内容",
  },
  noKey: "该计划没有 key，应用此文件会创建新的计划。",
  verified: (plans, entries) => `${plans} 个发布计划、${entries} 条操作记录均完好。`,
  damaged: (plans) => `${plans} 个发布计划有损坏。`,
  damage: {
    entry: (index, seq) => `发布计划 ${index}：第 ${seq} 条操作记录与写入时不同。`,
    end: (index, seq) => `发布计划 ${index}：缺少第 ${seq} 条及之后的操作记录。`,
    snapshot: (index, what) => `发布计划 ${index}：操作记录完好，但所存计划的 ${what} 与之不符。`,
    unreadable: (index, what) => `发布计划 ${index}：无法读取 ${what}。`,
    missing: (index) => `发布计划 ${index} 已丢失。`,
    orphan: (id) => `有操作记录属于不存在的计划：${id}`,
    database: (why) => `数据库文件本身已损坏：${why}`,
  },
  outbox: { due: "待发送", leased: "发送中", dead: "已放弃", oldest: "最早" },
  outboxColumns: { id: "ID", state: "状态", kind: "类型", lane: "队列", tries: "次数", error: "错误" },
  outboxEmpty: "没有内容",
  sentAgain: (count) => `将重新发送 ${count} 条。`,
  notDead: (id) => `第 ${id} 条并未被放弃。可用 gonogo outbox dead 查看。`,
  idOrAll: "请指明一个 ID，或使用 --all，二者选一。",
  migrated: (names) => `已执行 ${names}。`,
  upToDate: "数据库已是最新。",
  login: (name, until) => `${name} 的登录链接，仅可使用一次，有效至 ${until}：`,
  sampleLogin: "示例模式无需登录：在页面中选择身份即可。",
  anyPort: "GONOGO_PORT 为 0，此处无法得知服务地址：请自行补上。",
  ready: (url) => `gonogo 已就绪：${url}`,
  sampleMode: "示例模式：无需登录，仅限本机",
  portTaken: (address) => `${address} 已被占用。请停止占用它的程序，或设置 GONOGO_PORT。`,
};

export const TEXTS: Readonly<Record<Lang, CliTexts>> = { en, zh };
