/**
 * The command tree: what can be asked, with which options. Each command's work is in a file of its own.
 */
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import type { Lang } from "../chat/texts/catalogue.ts";
import type { Examined } from "../connect-doctor.ts";
import { EXAMINED } from "../connect-doctor.ts";
import type { ApplyOptions } from "./apply.ts";
import { apply } from "./apply.ts";
import { authenticatorReset } from "./authenticator.ts";
import type { FreezeOptions } from "./calendar.ts";
import { calendar, freezeBegin, freezeEnd } from "./calendar.ts";
import { completionScript, SHELLS } from "./completion.ts";
import { doctor, doctorCalendars } from "./doctor.ts";
import type { DoneOptions } from "./done.ts";
import { done } from "./done.ts";
import type { DraftOptions } from "./draft.ts";
import { draft } from "./draft.ts";
import { exportPlan } from "./export.ts";
import type { Exit } from "./failure.ts";
import { EXIT } from "./failure.ts";
import type { HooksOptions } from "./hooks.ts";
import { hooksEnable, hooksEndpoints, hooksList, hooksSendAgain, hooksShow } from "./hooks.ts";
import type { ImportOptions } from "./import-zadig.ts";
import type { Job } from "./job.ts";
import { list, SCOPES } from "./list.ts";
import { log } from "./log.ts";
import { login } from "./login.ts";
import { migrate } from "./migrate.ts";
import { notes } from "./notes.ts";
import { outboxCounts, outboxDead, outboxOpen, outboxSendAgain } from "./outbox.ts";
import type { RecurringOptions } from "./recurring.ts";
import { recurringBegin, recurringChange, recurringList } from "./recurring.ts";
import { findRequirements, refresh, requirements } from "./requirements.ts";
import { serve } from "./serve.ts";
import { show } from "./show.ts";
import { verify } from "./verify.ts";

const sharedSchema = z.object({
  config: z.string().optional(),
  json: z.boolean().default(false),
  lang: z.enum(["zh", "en"]).optional(),
});
/** What every command takes. */
export type Shared = z.infer<typeof sharedSchema>;

const EXIT_HELP = `
Exit codes:
  0  done; 1  refused, not found, or not possible now; 2  wrong usage or settings; 3  verify found damage
`;

export interface ProgramParts {
  readonly version: string;
  /** Makes the job of one call. */
  readonly job: (shared: Shared) => Job;
  /** Hears how the command ended. */
  readonly ended: (exit: Exit) => void;
}

type Work = (job: Job) => Promise<Exit> | Promise<void>;

export function createProgram({ version, job, ended }: ProgramParts): Command {
  const act = async (command: Command, work: Work) => {
    ended((await work(job(sharedSchema.parse(command.optsWithGlobals())))) ?? EXIT.ok);
  };
  const program = new Command("gonogo")
    .description("Release plans in chat: approvals on cards, items run by people and CI engines, a complete log.")
    .version(version)
    .option("--config <file>", "the settings file, instead of gonogo.yaml in this folder")
    .option("--json", "answer with one JSON value on standard output")
    .addOption(new Option("--lang <lang>", "the language of answers, instead of the terminal's").choices(["zh", "en"]))
    .showHelpAfterError("Try: gonogo --help")
    .addHelpText("after", EXIT_HELP)
    .exitOverride();
  addServing(program, act);
  addPlans(program, act);
  addRequirements(program, act);
  addTimes(program, act);
  addHooks(program, act);
  addDatabase(program, act);
  program
    .command("completion")
    .description("print a completion script for a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .action((shell: (typeof SHELLS)[number], _options: object, command: Command) =>
      act(command, async ({ answer }) => {
        const script = completionScript(shell, program, { words: SCOPES });
        answer(script.trimEnd(), { shell, script });
      }),
    );
  return program;
}

type Act = (command: Command, work: Work) => Promise<void>;

function addServing(program: Command, act: Act): void {
  program
    .command("serve")
    .description("start gonogo: the console, the chat platforms and engines of the settings")
    .action((_options: object, command: Command) => act(command, serve));
  program
    .command("login")
    .description("print a one-time sign-in link to the console for somebody")
    .argument("<person>", "a directory name, an email or a name")
    .action((person: string, _options: object, command: Command) => act(command, (job) => login(job, person)));
  program
    .command("authenticator-reset")
    .description("take somebody's lost authenticator away, so that they can set up another")
    .argument("<person>", "a directory name, an email or a name")
    .action((person: string, _options: object, command: Command) =>
      act(command, (job) => authenticatorReset(job, person)),
    );
  program
    .command("doctor")
    .description("ask a chat platform what is set up there, and say what is missing; or how calendar feeds were read")
    .addArgument(new Argument("<platform>", "the platform, or calendars").choices([...EXAMINED, "calendars"]))
    .action((platform: Examined | "calendars", _options: object, command: Command) =>
      act(command, (job) => (platform === "calendars" ? doctorCalendars(job) : doctor(job, platform))),
    );
}

function addPlans(program: Command, act: Act): void {
  program
    .command("apply")
    .description("make the plan that a file describes, or edit the plan of the same key")
    .argument("<file>", "a plan in YAML, JSON or Markdown; - reads standard input")
    .option("--as <person>", "who applies it, instead of the plan's manager")
    .option("--dry-run", "say what would change, and change nothing")
    .option("--git <repository>", "the file is in this Git repository")
    .option("--ref <ref>", "a branch, tag or commit of it")
    .action((file: string, options: Partial<ApplyOptions>, command: Command) =>
      act(command, (job) => apply(job, { dryRun: false, ...options, file })),
    );
  program
    .command("draft")
    .description("show what plain words come to as a plan file")
    .argument("<words...>", "what, when and who approves; - reads standard input")
    .requiredOption("--as <person>", "whose words they are: the manager, unless they name another")
    .option("--create", "make the plan, which is otherwise only shown")
    .action((words: readonly string[], options: Pick<DraftOptions, "as"> & Partial<DraftOptions>, command: Command) =>
      act(command, (job) => draft(job, { create: false, ...options, words })),
    );
  program
    .command("import")
    .description("take over plans of another system, and tell what could not be kept")
    .addArgument(new Argument("<system>", "where they are").choices(["zadig"]))
    .requiredOption("--as <person>", "who takes them over, and owns those whose manager is nobody here")
    .option("--templates", "templates instead of plans")
    .option("--dry-run", "say what would be taken over, and change nothing")
    .action((_: string, options: Pick<ImportOptions, "as"> & Partial<ImportOptions>, command: Command) =>
      act(command, async (job) => {
        // What reads Zadig's HTML is heavy to load.
        const { importZadig } = await import("./import-zadig.ts");
        return importZadig(job, { templates: false, dryRun: false, ...options });
      }),
    );
  program
    .command("list")
    .description("list plans, newest first; the open ones when nothing else is said")
    .addArgument(new Argument("[words...]", `${SCOPES.join(", ")}; then words that plans must have`))
    .option("--page <number>", "which page", numberOf, 1)
    .option("--as <person>", "whose plans, for mine and waiting")
    .action((words: readonly string[], { page, as }: { page: number; as?: string }, command: Command) =>
      act(command, (job) => list(job, { words, page, as })),
    );
  program
    .command("done")
    .description("say that an item which people do is done, with what shows it")
    .argument("<item>", "the plan's and the item's number, such as 52.3", itemOf)
    .requiredOption("--as <person>", "who says so: an owner of the item, the manager or an admin")
    .option("--file <path>", "a file that shows it; may be given several times", collect, [])
    .option("--answer <name=text>", "something that the item asks for; may be given several times", collectAnswer, [])
    .option("--remark <text>", "a remark")
    .action((item: string, options: Omit<DoneOptions, "item">, command: Command) =>
      act(command, (job) => done(job, { ...options, item })),
    );
  planCommand(program, "show", "show a plan").action((plan: number, _options: object, command: Command) =>
    act(command, (job) => show(job, plan)),
  );
  planCommand(program, "log", "show everything that happened to a plan, in order")
    .option("--last <entries>", "only the newest so many", numberOf)
    .action((plan: number, { last }: { last?: number }, command: Command) =>
      act(command, (job) => log(job, plan, last)),
    );
  planCommand(program, "export", "print a plan as a file that apply reads")
    .option("--markdown", "as Markdown instead of YAML")
    .action((plan: number, { markdown = false }: { markdown?: boolean }, command: Command) =>
      act(command, (job) => exportPlan(job, plan, markdown)),
    );
}

interface FindOptions {
  readonly project?: string;
  readonly board?: string;
  readonly sprint?: number;
  readonly page: number;
}

function addRequirements(program: Command, act: Act): void {
  planCommand(program, "requirements", "show what a plan is released for, as it was read last").action(
    (plan: number, _options: object, command: Command) => act(command, (job) => requirements(job, plan)),
  );
  planCommand(program, "refresh", "read a plan's requirements anew")
    .requiredOption("--as <person>", "who asks for it: the manager, an editor or an admin")
    .action((plan: number, { as }: { as: string }, command: Command) => act(command, (job) => refresh(job, plan, as)));
  planCommand(program, "notes", "print release notes of a plan in Markdown, in the language of --lang").action(
    (plan: number, _options: object, command: Command) => act(command, (job) => notes(job, plan)),
  );
  program
    .command("find")
    .description("look for requirements: boards, the sprints of a board, the issues of a sprint, or issues by words")
    .argument("[words...]", "words that issues must have")
    .option("--project <key>", "only in this project")
    .option("--board <board>", "a board, by its number or its name")
    .option("--sprint <number>", "a sprint", numberOf)
    .option("--page <number>", "which page", numberOf, 1)
    .action((words: readonly string[], options: FindOptions, command: Command) =>
      act(command, (job) => findRequirements(job, { ...options, words: words.join(" ") })),
    );
}

function addTimes(program: Command, act: Act): void {
  program
    .command("calendar")
    .description("show the coming two weeks of the release calendar")
    .action((_options: object, command: Command) => act(command, calendar));
  const freeze = program.command("freeze").description("begin and end freezes, in which nothing is carried out");
  freeze
    .command("begin")
    .description("begin a freeze")
    .argument("<name>", "what it is called")
    .requiredOption("--time <window>", "when, such as 'tonight 20:00-22:00'")
    .requiredOption("--as <person>", "who begins it: an admin")
    .option("--repeat <rule>", "daily, weekly, monthly, yearly, or an RRULE of iCalendar")
    .option("--tag <tag...>", "only plans with one of these tags", [])
    .option("--env <environment...>", "only plans that run something in one of these environments", [])
    .action((name: string, options: FreezeOptions, command: Command) =>
      act(command, (job) => freezeBegin(job, name, options)),
    );
  freeze
    .command("end")
    .description("end a freeze")
    .argument("<number>", "its number, as calendar shows it", numberOf)
    .requiredOption("--as <person>", "who ends it: an admin")
    .action((number: number, { as }: { as: string }, command: Command) =>
      act(command, (job) => freezeEnd(job, number, as)),
    );
  addRecurring(program, act);
}

function addRecurring(program: Command, act: Act): void {
  const recurring = program
    .command("recurring")
    .description("list the templates of which plans are made again and again")
    .action((_options: object, command: Command) => act(command, recurringList));
  recurring
    .command("begin")
    .description("have a plan made of a template again and again")
    .argument("<template>", "its name")
    .requiredOption("--every <time>", "when, such as 'thursday 20:00'")
    .requiredOption("--as <person>", "who says so: whoever saved the template, or an admin")
    .option("--with <value...>", "what the template leaves open, as name=value", valuesOf, {})
    .option("--window <window>", "the window of each plan, such as 'tomorrow 20:00-22:00'")
    .option("--schedule <time>", "when its workflows start by themselves, such as 'tomorrow 20:30'")
    .action((template: string, options: RecurringOptions, command: Command) =>
      act(command, (job) => recurringBegin(job, template, options)),
    );
  for (const [what, description] of SERIES_STEPS) {
    recurring
      .command(what)
      .description(description)
      .argument("<number>", "its number, as recurring lists it", numberOf)
      .requiredOption("--as <person>", "who says so: whoever saved the template, or an admin")
      .action((number: number, { as }: { as: string }, command: Command) =>
        act(command, (job) => recurringChange(job, what, number, as)),
      );
  }
}

const SERIES_STEPS = [
  ["pause", "make no plans until it is resumed"],
  ["resume", "make plans again from now on"],
  ["stop", "make no more plans; those that it made stay"],
] as const;

function valuesOf(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [, name, value] = /^([^=]+)=(.*)$/su.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("It must be name=value.");
  return { ...before, [name]: value };
}

function planCommand(program: Command, name: string, description: string): Command {
  return program.command(name).description(description).argument("<plan>", "the plan's number", numberOf);
}

function addHooks(program: Command, act: Act): void {
  const hooks = program
    .command("hooks")
    .description("list what hook endpoints were told, newest first")
    .argument("[plan]", "one plan's number, instead of all", numberOf)
    .addOption(new Option("--state <state>", "only those").choices(["waiting", "accepted", "given-up"]))
    .option("--endpoint <name>", "only what this endpoint was told")
    .action((plan: number | undefined, { state, endpoint }: HooksOptions, command: Command) =>
      act(command, (job) => hooksList(job, { plan, state, endpoint })),
    );
  hooks
    .command("show")
    .description("show one delivery with its attempts and its body")
    .argument("<id>", "the delivery, as hooks lists it")
    .action((id: string, _options: object, command: Command) => act(command, (job) => hooksShow(job, id)));
  hooks
    .command("send-again")
    .description("send a delivery again, under its own id")
    .argument("<id>", "the delivery, as hooks lists it")
    .action((id: string, _options: object, command: Command) => act(command, (job) => hooksSendAgain(job, id)));
  hooks
    .command("endpoints")
    .description("list the endpoints of the settings, and which asked to be left alone")
    .action((_options: object, command: Command) => act(command, hooksEndpoints));
  hooks
    .command("enable")
    .description("send to an endpoint again that asked to be left alone")
    .argument("<endpoint>", "its name")
    .action((name: string, _options: object, command: Command) => act(command, (job) => hooksEnable(job, name)));
}

function addDatabase(program: Command, act: Act): void {
  program
    .command("migrate")
    .description("bring the database to this version; serve does so by itself")
    .action((_options: object, command: Command) => act(command, migrate));
  program
    .command("verify")
    .description("check that logs are as they were written and plans are what their logs say")
    .argument("[plan]", "one plan's number, instead of all", numberOf)
    .action((plan: number | undefined, _options: object, command: Command) => act(command, (job) => verify(job, plan)));
  const outbox = program
    .command("outbox")
    .description("say how much is still to be sent, and how much was given up")
    .action((_options: object, command: Command) => act(command, outboxCounts));
  outbox
    .command("list")
    .description("list what is not sent yet, oldest first")
    .action((_options: object, command: Command) => act(command, outboxOpen));
  outbox
    .command("dead")
    .description("list what was given up, latest first")
    .action((_options: object, command: Command) => act(command, outboxDead));
  outbox
    .command("send-again")
    .description("send again what was given up")
    .argument("[id]", "the row, as outbox dead lists it", numberOf)
    .option("--all", "everything that was given up")
    .action((id: number | undefined, { all = false }: { all?: boolean }, command: Command) =>
      act(command, (job) => outboxSendAgain(job, id, all)),
    );
}

function itemOf(text: string): string {
  if (/^[1-9]\d{0,8}\.[1-9]\d{0,2}$/u.test(text)) return text;
  throw new InvalidArgumentError("It must be a plan's number and an item's, such as 52.3.");
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function collectAnswer(text: string, before: readonly string[]): readonly string[] {
  if (text.indexOf("=") > 0) return [...before, text];
  throw new InvalidArgumentError("It must be a name and a text, such as Ticket=https://issues.example/7.");
}

function numberOf(text: string): number {
  const [, digits] = /^#?(\d{1,9})$/.exec(text) ?? [];
  const value = Number(digits);
  if (digits === undefined || value < 1) throw new InvalidArgumentError("It must be a whole number from 1.");
  return value;
}

/** The language that a terminal's locale asks for. */
export function terminalLang(env: Readonly<Record<string, string | undefined>>): Lang {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^zh/i.test(locale) ? "zh" : "en";
}
