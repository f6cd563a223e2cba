/**
 * The tables as both dialects have them. Time is milliseconds since 1970 UTC, JSON is text, true is 1.
 */
import type { Generated } from "kysely";

/** A plan's snapshot: what folding its log gives, and the columns that lists need. */
export interface PlansTable {
  id: string;
  index: number;
  key: string | null;
  status: string;
  name: string;
  manager: string;
  /** Lower-case words that a search looks through: name, tags, item names. */
  words: string;
  /** When the window closes; null without a window. */
  closes_at: number | null;
  created_at: number;
  changed_at: number;
  /** The number of log entries; the optimistic lock. */
  version: number;
  /** The hash of the last log entry. */
  head: string;
  snapshot: string;
}

/** Who has which part in a plan, and whom it waits for now; derived from the snapshot in the same transaction. */
export interface PlanPeopleTable {
  plan_id: string;
  /** The plan's index, by which lists are ordered. */
  plan_index: number;
  person: string;
  part: "manager" | "owner" | "approver" | "editor" | "creator" | "waiting";
}

/** The log. `hash` covers the entry and the hash before it, so that one changed byte is found. */
export interface LogTable {
  plan_id: string;
  seq: number;
  at: number;
  actor: string;
  event: string;
  previous: string;
  hash: string;
}

/** Idempotency keys, with what was answered. */
export interface KeysTable {
  key: string;
  at: number;
  outcome: string;
}

/** Counters that must never give a number twice, such as the plans' index. */
export interface CountersTable {
  name: string;
  value: number;
}

/** What is to be sent. Rows of one `lane` go out in order; a row with a `collapse` key stands for all of the same key. */
export interface OutboxTable {
  id: Generated<number>;
  kind: string;
  /** Who is called: the lane up to its first `|`. One port's trouble delays no other. */
  port: string;
  lane: string;
  /** Null once claimed, so that a newer row of the same key can wait behind the one going out. */
  collapse: string | null;
  /** The idempotency key that goes with the call; the same on each attempt. */
  key: string;
  plan_id: string | null;
  payload: string;
  state: "due" | "leased" | "done" | "dead";
  /** When it may be claimed: for the first time, for a retry, or because its lease has run out. */
  due_at: number;
  attempts: number;
  lease: string | null;
  leased_until: number | null;
  error: string | null;
  created_at: number;
  /** Null until it is done or dead. */
  settled_at: number | null;
}

/** Something to do at a time; claimed once, by whoever sees it due. */
export interface TimersTable {
  key: string;
  plan_id: string | null;
  kind: string;
  due_at: number;
  payload: string;
  lease: string | null;
  /** Not to be claimed before this: somebody is at it, or it failed and waits for its next attempt. */
  leased_until: number | null;
}

/** A card that was sent, and the digest of what it shows. */
export interface CardsTable {
  plan_id: string;
  /** `plan`, `approval:<round>:<level>:<person>`, `item:<instance code>:<item>:<person>`. */
  card: string;
  place: string;
  /** Null until posted. */
  ref: string | null;
  shown: string | null;
  /** 1 once it is decided and will never have buttons again. */
  closed: number;
  /** The version of the plan that it shows; 0 until posted. */
  version: number;
}

export interface PeopleTable {
  id: string;
  name: string;
  email: string | null;
  lang: string | null;
  zone: string | null;
  /** JSON list of roles given by the settings or by first sight. */
  roles: string;
  source: "settings" | "met" | "sample";
  active: number;
}

export interface AccountsTable {
  platform: string;
  account: string;
  person: string;
}

export interface GroupMembersTable {
  group: string;
  person: string;
}

export interface DelegationsTable {
  id: string;
  from_person: string;
  to_person: string;
  since: number;
  until: number;
}

/** One-time links, by the hash of their secret. */
export interface LoginLinksTable {
  hash: string;
  person: string;
  expires_at: number;
  used_at: number | null;
}

/** Signed-in browsers, by the hash of their cookie. */
export interface SessionsTable {
  hash: string;
  person: string;
  created_at: number;
  expires_at: number;
  ended_at: number | null;
}

/** Named plans to start from; `draft` is the plan file. */
export interface TemplatesTable {
  name: string;
  draft: string;
  by_person: string;
  at: number;
}

/** What the Feishu adapter must remember, by a name of its own. */
export interface FeishuMemoryTable {
  name: string;
  value: string;
  at: number;
}

/** Somebody has a form open on a section of a plan: `plan`, or an item's id. */
export interface EditingTable {
  plan_id: string;
  section: string;
  person: string;
  since: number;
  until: number;
}

/** What a hook endpoint is told of a plan. `id` is the `webhook-id` of every attempt. */
export interface DeliveriesTable {
  id: string;
  plan_id: string;
  endpoint: string;
  checkpoint: string;
  /** The attempt of the check that it asks for; 0 when it only tells. */
  check_attempt: number;
  /** The log entry that it tells of. */
  seq: number;
  body: string;
  state: "waiting" | "accepted" | "given-up";
  /** How often it was sent. */
  attempts: number;
  /** How often it had been sent when somebody had it sent again: from there the schedule begins anew. */
  earlier: number;
  created_at: number;
  /** When it is tried again; null when it is settled. */
  next_at: number | null;
  settled_at: number | null;
}

/** One sending of a delivery. */
export interface DeliveryAttemptsTable {
  delivery_id: string;
  number: number;
  at: number;
  /** Milliseconds until the answer, or until there was none. */
  latency: number;
  url: string;
  /** Null without an answer. */
  status: number | null;
  /** JSON: the answer's headers and the beginning of its body. */
  head: string | null;
  problem: string | null;
  next_at: number | null;
}

/** Every callback that came with a credential, whatever became of it. */
export interface CallbacksTable {
  id: string;
  at: number;
  plan_id: string | null;
  endpoint: string | null;
  checkpoint: string | null;
  result: string | null;
  text: string | null;
  /** `taken`, `repeat`, or the code of the refusal. */
  outcome: string;
}

/** Endpoints that asked to be left alone. */
export interface EndpointStatesTable {
  endpoint: string;
  disabled_at: number;
  reason: string;
}

/** What workflows are made of, by digest. */
export interface DefinitionsTable {
  digest: string;
  definition: string;
  about: string | null;
  seen_at: number;
}

/** What a chat asked to hear. Without a project or words it hears of all. */
export interface SubscriptionsTable {
  place: string;
  source: "zadig";
  /** What tells a chat's subscriptions apart: the project and the words, as JSON. */
  filter: string;
  project: string | null;
  /** Lower-case words of the plan's name. */
  words: string | null;
  /** JSON list. */
  events: string;
  by_person: string;
  at: number;
}

/** What Zadig sent, once each: `uuid` is its own name of the sending, `digest` that of what it says. */
export interface ZadigHooksTable {
  id: string;
  uuid: string | null;
  digest: string;
  subject: string;
  notice: string;
  at: number;
}

/** A plan or a workflow task of Zadig as it was heard of last. */
export interface ZadigNoticesTable {
  /** `plan:<id>` or `task:<project>/<workflow>/<number>`, as Zadig names them. */
  subject: string;
  /** Null only within the transaction that hears of it first. */
  notice: string | null;
  /** What Zadig waits for, while it can be answered. */
  gate: string | null;
  /** How many gates the plan has had. */
  opening: number;
  changed_at: number;
}

/** A card about a subject, one per chat, and the digest of what it shows. */
export interface ZadigCardsTable {
  subject: string;
  place: string;
  ref: string | null;
  shown: string | null;
  /** The `changed_at` of what it shows; 0 until posted. */
  as_of: number;
}

/** What somebody answered a gate of Zadig, and what became of it. */
export interface ZadigAnswersTable {
  gate: string;
  subject: string;
  plan: string;
  checkpoint: string;
  code: string;
  verdict: "go" | "no-go";
  reason: string | null;
  person: string;
  at: number;
  state: "sending" | "answered" | "refused" | "unreachable";
  /** What Zadig said, or why it could not be reached. */
  words: string | null;
  /** 1 while Zadig is known to wait still, although it refused this answer. */
  waiting: number;
  settled_at: number | null;
}

/** The console's messages. `thread` is the message a note belongs to; `only_for` makes it private to one account. */
export interface ConsoleMessagesTable {
  id: Generated<number>;
  key: string;
  place: string;
  thread: number | null;
  /** A directory name, or null for the bot. */
  author: string | null;
  only_for: string | null;
  /** JSON: a card, or Markdown text with a tone. */
  body: string;
  created_at: number;
  changed_at: number;
}

/** The last message of a place that a person has seen, for unread marks. */
export interface ConsoleSeenTable {
  person: string;
  place: string;
  message: number;
}

/** What was posted to Slack, by key; `ref` is null as long as nobody knows what came of it. */
export interface SlackPostsTable {
  key: string;
  tried_at: number;
  ref: string | null;
}

/** How many messages a person was sent on a day of their own zone, such as `2026-11-28`. */
export interface ToldTable {
  person: string;
  day: string;
  count: number;
}

/** What a person was to be told of on a day on which they had been told enough. */
export interface HeldNoticesTable {
  person: string;
  day: string;
  plan_id: string;
  seq: number;
}

/** Who is away, as a platform says. */
export interface AbsencesTable {
  person: string;
  /** The platform. */
  source: string;
  /** Null where it does not say. */
  until: number | null;
}

/** Mails that were sent, by their key. */
export interface MailsTable {
  key: string;
  at: number;
}

/** Who wants no mail but what waits for them. */
export interface MailRefusalsTable {
  email: string;
  at: number;
}

/** Links in mails: to a page that decides, once, and to one that ends mail. Only the hash of the secret is kept. */
export interface DecisionLinksTable {
  hash: string;
  person: string;
  purpose: "decide" | "leave";
  /** JSON: what the link is about. */
  payload: string;
  expires_at: number;
  used_at: number | null;
}

/** Authenticators. The secret is encrypted with a key that the database does not have. */
export interface FactorsTable {
  person: string;
  secret: string;
  /** Null until the person has shown that the authenticator works. */
  confirmed_at: number | null;
  /** The time step of the last code that was taken; codes of earlier steps, and that one, are used up. */
  last_step: number;
  proven_at: number | null;
  failures: number;
  first_failure_at: number | null;
}

/** What the DingTalk adapter remembers, by kind; the adapter alone reads into `body`. */
export interface DingtalkRecordsTable {
  kind: string;
  id: string;
  /** JSON. */
  body: string;
  /** Counts the changes: who changes what somebody else has changed meanwhile does it again. */
  version: number;
  /** When something about it is to be done; null when nothing is. */
  due_at: number | null;
  changed_at: number;
}

/** A freeze that an admin began by command. */
export interface FreezesTable {
  number: number;
  name: string;
  from_at: number;
  until_at: number;
  /** An RRULE, followed on the clock of the zone. */
  repeat: string | null;
  zone: string;
  /** JSON lists. */
  tags: string;
  environments: string;
  by_person: string;
  at: number;
  ended_by: string | null;
  ended_at: number | null;
}

/** A template that is used again and again. */
export interface SeriesTable {
  number: number;
  template: string;
  /** An RRULE, followed on the clock of the zone from an instant on. */
  repeat: string;
  from_at: number;
  zone: string;
  /** JSON: the fields and values that are given beside the template. */
  given: string;
  /** When the next plan is made; null while it is paused. */
  next_at: number | null;
  /** JSON: who began it. */
  by_actor: string;
  at: number;
  ended_at: number | null;
}

/** What was last read of a feed of the settings. */
export interface CalendarFeedsTable {
  name: string;
  /** The hash of the address: a copy of another one is not used. */
  address: string;
  etag: string | null;
  modified: string | null;
  /** The last good copy. */
  body: string | null;
  read_at: number | null;
  tried_at: number;
  /** Why the last attempt gave nothing. */
  problem: string | null;
}

/** Whose link to the calendar is good, by the hash of its secret. */
export interface CalendarLinksTable {
  digest: string;
  person: string;
  at: number;
}

/** A plan that somebody's plain words came to, before it is one. */
export interface DraftsTable {
  id: string;
  /** A person, or `token:` and its name. */
  author: string;
  /** JSON. */
  sketch: string;
  state: "open" | "made" | "dropped";
  /** Times that making a plan of it was refused. */
  tries: number;
  plan_id: string | null;
  /** When it is forgotten. */
  until: number;
}

/** A file that a log entry of a plan names. */
export interface FilesTable {
  plan_id: string;
  item: string;
  /** SHA-256 of its bytes, under which they are kept. */
  hash: string;
  name: string;
  type: string;
  size: number;
  /** JSON: who gave it first. */
  by_actor: string;
  at: number;
}

/** A file that somebody sent and has not yet said what for. */
export interface UploadsTable {
  person: string;
  place: string;
  hash: string;
  name: string;
  type: string;
  size: number;
  at: number;
}

export interface FileKeysTable {
  name: string;
  secret: string;
}

export interface Tables {
  files: FilesTable;
  uploads: UploadsTable;
  file_keys: FileKeysTable;
  plans: PlansTable;
  plan_people: PlanPeopleTable;
  log: LogTable;
  keys: KeysTable;
  counters: CountersTable;
  outbox: OutboxTable;
  timers: TimersTable;
  cards: CardsTable;
  people: PeopleTable;
  accounts: AccountsTable;
  group_members: GroupMembersTable;
  delegations: DelegationsTable;
  login_links: LoginLinksTable;
  sessions: SessionsTable;
  templates: TemplatesTable;
  editing: EditingTable;
  deliveries: DeliveriesTable;
  delivery_attempts: DeliveryAttemptsTable;
  callbacks: CallbacksTable;
  endpoint_states: EndpointStatesTable;
  definitions: DefinitionsTable;
  subscriptions: SubscriptionsTable;
  zadig_hooks: ZadigHooksTable;
  zadig_notices: ZadigNoticesTable;
  zadig_cards: ZadigCardsTable;
  zadig_answers: ZadigAnswersTable;
  feishu_memory: FeishuMemoryTable;
  console_messages: ConsoleMessagesTable;
  console_seen: ConsoleSeenTable;
  slack_posts: SlackPostsTable;
  told: ToldTable;
  held_notices: HeldNoticesTable;
  absences: AbsencesTable;
  mails: MailsTable;
  mail_refusals: MailRefusalsTable;
  decision_links: DecisionLinksTable;
  factors: FactorsTable;
  dingtalk_records: DingtalkRecordsTable;
  freezes: FreezesTable;
  series: SeriesTable;
  calendar_feeds: CalendarFeedsTable;
  calendar_links: CalendarLinksTable;
  drafts: DraftsTable;
}
