/**
 * What people say, click and fill in on any platform, into answers for them alone. What it leads to goes through the door.
 */
import type { GrammarProblem } from "../grammar/problem.ts";
import { readMessage } from "../grammar/read.ts";
import type { FormReply, Inbox, Reply, Sender } from "../ports.ts";
import { grammarText } from "../texts/grammar-text.ts";
import { membersIn } from "../texts/names.ts";
import { say } from "../texts/say.ts";
import { welcomeCard } from "../views/help-card.ts";
import { draftOfTalk } from "./drafting.ts";
import { filesAlone } from "./files.ts";
import { joined } from "./joined.ts";
import type { ChatNeeds } from "./needs.ts";
import { obey } from "./obey.ts";
import { reformed } from "./open-form.ts";
import { pressed } from "./pressed.ts";
import { preview } from "./preview.ts";
import { submitForm } from "./submit-form.ts";
import type { Talk } from "./talk.ts";
import { bad } from "./talk.ts";

const NO_FILES = { files: [], uploads: [] };

/** Greetings that ask for nothing but deserve a first step. */
const HELLO = /^(?:hi|hello|hey|start|你好|您好|嗨|在吗)[!！.。~～?？]*$/iu;

export function createInbox(needs: ChatNeeds): Inbox {
  return {
    async message({ key, text, files, uploads = [], about, ...sender }) {
      const talk = await talkOf(sender, key, { files, uploads }, needs);
      if (!talk) return outside(sender, needs);
      if (HELLO.test(text.trim())) return [{ kind: "card", card: welcomeCard(talk.person.name, talk.reader) }];
      if (text.trim() === "" && files.length === 0 && uploads.length > 0) return filesAlone(talk, needs);
      const said = readMessage(text);
      if (said.ok) return obey(said.value, { ...talk, about }, needs);
      const draft = isTold(said.problem, text, talk) ? await draftOfTalk(text, talk, needs) : undefined;
      return draft ?? bad(grammarText(said.problem, talk.reader));
    },

    async action({ key, action, about, ...sender }) {
      const talk = await talkOf(sender, key, NO_FILES, needs);
      return talk ? pressed(action, { ...talk, about }, needs) : outside(sender, needs);
    },

    async form({ key, action, values, uploads, ...sender }): Promise<FormReply> {
      const talk = await talkOf(sender, key, NO_FILES, needs);
      return talk
        ? submitForm(action, values, { ...talk, formUploads: uploads }, needs)
        : { kind: "taken", replies: outside(sender, needs) };
    },

    async reform({ action, values, ...sender }) {
      const talk = await talkOf(sender, "reform", NO_FILES, needs);
      return talk && action.do === "form" ? reformed(action, values, talk, needs) : undefined;
    },

    async preview({ plan, ...sender }) {
      const talk = await talkOf(sender, "preview", NO_FILES, needs);
      return talk && preview(plan, talk, needs);
    },

    joined: async (joining) => joined(joining, needs),
    approvalChanged: (desk, ref) => needs.approvalChanged(desk, ref),
  };
}

/** Said to the bot alone, without its command's name, and near no verb: it may be a plan in plain language. */
function isTold(problem: GrammarProblem, text: string, { place }: Talk): boolean {
  const isDirect = place.split(":", 2)[1] === "direct";
  return isDirect && problem.code === "unknown-verb" && !/^\s*[/／]/u.test(text);
}

/** Who speaks, in their language; undefined for somebody from outside the team. */
async function talkOf(
  { account, place }: Sender,
  key: string,
  { files, uploads }: Pick<Talk, "files" | "uploads">,
  needs: ChatNeeds,
): Promise<Talk | undefined> {
  const { directory, now } = needs;
  const person = await directory.meet(account);
  if (person === "outside") return undefined;
  const lang = directory.langOf(person.id);
  const reader = {
    lang,
    zone: directory.zoneOf(person.id),
    now: now(),
    name: directory.nameOf,
    members: membersIn(directory.groups),
    custom: needs.custom,
    fileLink: needs.files.link,
  };
  return { person, account, place, key: `${account.platform}:${key}`, lang, reader, files, uploads };
}

function outside({ account }: Sender, { directory }: ChatNeeds): readonly Reply[] {
  return bad(say(account.lang ?? directory.langOf(account.id), "problem.outside"));
}
