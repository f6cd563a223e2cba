/**
 * What people did, to the inbox, and what it answers back to them. Everything here may be done again for the same thing.
 */
import type { Card, Form } from "../../src/chat/card.ts";
import type { FormReply, Inbox, IncomingForm, Reply, Sender } from "../../src/chat/ports.ts";
import { say } from "../../src/chat/texts/say.ts";
import { chatError, isRefused } from "./failure.ts";
import { isPlanFile, readFiles, uploadOf } from "./files.ts";
import type { Answering, Heard, HeardOf } from "./heard.ts";
import type { Homes } from "./homes.ts";
import type { Modals } from "./modals.ts";
import type { SlackNeeds } from "./needs.ts";
import type { People } from "./people.ts";
import { directPlace, isDirect, placeOf, roomOf } from "./places.ts";
import type { Posting } from "./posting.ts";
import type { Surface } from "./read-interaction.ts";
import type { ModalView } from "./render/blocks.ts";
import { MOST_VIEW_BLOCKS } from "./render/blocks.ts";
import { renderCard } from "./render/card.ts";
import { renderForm } from "./render/form.ts";
import { renderUnfurl } from "./render/unfurl.ts";
import { answeredView, loadingView, textView } from "./render/view.ts";
import type { Replies } from "./replies.ts";
import { textsSaid } from "./replies.ts";
import { mentionedIn, readableText } from "./typed-text.ts";
import type { Client } from "./web.ts";

export interface ConversationNeeds {
  readonly slack: SlackNeeds;
  readonly client: Client;
  readonly inbox: () => Inbox;
  readonly people: People;
  readonly posting: Posting;
  readonly replies: Replies;
  readonly modals: Modals;
  readonly homes: Homes;
}

/** Opens a modal, if it comes soon enough. */
export interface Live {
  readonly trigger: string;
  readonly surface: Surface;
}

export class Conversation {
  readonly #needs: ConversationNeeds;

  constructor(needs: ConversationNeeds) {
    this.#needs = needs;
  }

  async handle(heard: Heard, live?: Live): Promise<void> {
    switch (heard.kind) {
      case "typed":
        return this.#typed(heard, live);
      case "pressed":
        return live ? this.#pressedNow(heard, live) : this.#answer(await this.#press(heard), heard.to, heard.key);
      case "filled":
        return this.answerForm(await this.submit(heard), heard);
      case "joined":
        return this.#joined(heard);
      case "met":
        return this.#met(heard);
      case "home":
        return this.#needs.homes.draw(heard.user, heard.key);
      case "linked":
        return this.#linked(heard);
      case "renamed":
        this.#needs.people.forget(heard.user);
        return undefined;
    }
  }

  async sender({ user, place }: Pick<Answering, "user" | "place">): Promise<Sender> {
    return { account: await this.#needs.people.account(user), place };
  }

  async #typed({ key, to, text, files: attached }: HeardOf<"typed">, live: Live | undefined): Promise<void> {
    const { slack, inbox } = this.#needs;
    const plans = attached.filter(isPlanFile);
    const { files, problems } = await readFiles(plans, slack.langOf(to.user), slack.credentials);
    const uploads = attached.map((file) => uploadOf(file, slack.credentials));
    const sender = await this.sender(to);
    const said =
      problems.length > 0 && text === "" && files.length === 0 && plans.length === attached.length
        ? []
        : await inbox().message({ ...sender, key, text, files, uploads });
    const unread = problems.map((problem): Reply => ({ kind: "text", text: problem, tone: "bad" }));
    const replies = [...unread, ...said];
    const form = replies.find((reply) => reply.kind === "form")?.form;
    const opened = form && live && (await this.#openForm(form, sender, live));
    await this.#answer(opened ? replies.filter(({ kind }) => kind !== "form") : replies, to, key, Boolean(opened));
  }

  async #press({ key, to, action, about }: HeardOf<"pressed">): Promise<readonly Reply[]> {
    const sender = await this.sender(to);
    const message = about === undefined ? {} : { about: await this.#readable(about) };
    return this.#needs.inbox().action({ ...sender, key, action, ...message });
  }

  /** A message as people read it, with those it mentions by their names. */
  async #readable(text: string): Promise<string> {
    const names = new Map<string, string | undefined>();
    for (const user of mentionedIn(text)) names.set(user, (await this.#needs.people.find(user))?.name);
    return readableText(text, { nameOf: (user) => names.get(user) });
  }

  /** What opens a form, or was pressed where no message can answer, is answered in a modal that is there at once. */
  async #pressedNow(heard: HeardOf<"pressed">, live: Live): Promise<void> {
    const { to, key, action } = heard;
    const view = await this.#viewFor(heard, live);
    if (view === undefined) {
      const replies = await this.#press(heard);
      const replaces = to.replaces && action.do === "list" ? to : withoutReplacing(to);
      await this.#answer(replies, replaces, key);
    } else await this.#answerIn(view, heard);
    if (live.surface.kind === "home") this.#needs.homes.touch(to.user);
  }

  async #viewFor({ action, to }: HeardOf<"pressed">, { surface, trigger }: Live): Promise<string | undefined> {
    const { modals, slack } = this.#needs;
    const loading = loadingView(slack.langOf(to.user));
    const opensForm = action.do === "form" || action.do === "zadig-no-go";
    if (surface.kind === "modal") {
      if (opensForm) return modals.push(trigger, loading);
      return (await modals.update(surface.view, loading)) ? surface.view : undefined;
    }
    return opensForm || surface.kind === "home" ? modals.open(trigger, loading) : undefined;
  }

  async #answerIn(view: string, heard: HeardOf<"pressed">): Promise<void> {
    const { modals, slack } = this.#needs;
    const { to, key } = heard;
    const lang = slack.langOf(to.user);
    try {
      const replies = await this.#press(heard);
      const shown = await this.#replyView(replies, to);
      if (!(await modals.update(view, shown))) await this.#answer(replies, to, key);
    } catch (error) {
      await modals.update(view, textView(say(lang, "slack.went-wrong"), lang));
      throw error;
    }
  }

  async #replyView(replies: readonly Reply[], to: Answering): Promise<ModalView> {
    const lang = this.#needs.slack.langOf(to.user);
    const [first] = replies;
    if (first === undefined) return textView(say(lang, "slack.sent-directly"), lang);
    if (first.kind === "form") return renderForm(await this.adapted(first.form, await this.sender(to)), to.place, lang);
    const blocks = replies.flatMap((reply) =>
      reply.kind === "card"
        ? renderCard(reply.card, MOST_VIEW_BLOCKS).blocks
        : reply.kind === "text"
          ? textsSaid([reply]).blocks
          : [],
    );
    return answeredView(blocks, lang);
  }

  async #openForm(form: Form, sender: Sender, { trigger }: Live): Promise<boolean> {
    const lang = this.#needs.slack.langOf(sender.account.id);
    const view = renderForm(await this.adapted(form, sender), sender.place, lang);
    return (await this.#needs.modals.open(trigger, view)) !== undefined;
  }

  /** A form that follows what is chosen in it, as a modal can; other forms as they are. */
  async adapted(form: Form, sender: Sender): Promise<Form> {
    if (!form.fields.some(({ reshapes }) => reshapes)) return form;
    const values = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
    return (await this.#needs.inbox().reform({ ...sender, action: form.action, values })) ?? form;
  }

  async reform(
    action: IncomingForm["action"],
    values: IncomingForm["values"],
    to: Pick<Answering, "user" | "place">,
  ): Promise<Form | undefined> {
    return this.#needs.inbox().reform({ ...(await this.sender(to)), action, values });
  }

  async submit({ key, to, action, values, files }: HeardOf<"filled">): Promise<FormReply> {
    const { inbox, slack } = this.#needs;
    const uploads = Object.fromEntries(
      Object.entries(files).map(([field, given]) => [field, given.map((file) => uploadOf(file, slack.credentials))]),
    );
    return inbox().form({ ...(await this.sender(to)), key, action, values, uploads });
  }

  /** When the modal is no longer there to show what came of it. */
  async answerForm(reply: FormReply, { to, key, action }: HeardOf<"filled">): Promise<void> {
    if (reply.kind === "taken") return this.answerTaken(reply.replies, to, key);
    const problems = [reply.problem, ...Object.values(reply.fields)].filter((each) => each !== undefined);
    const form = await this.reform(action, {}, to);
    const again: readonly Reply[] = form ? [{ kind: "form", form }] : [];
    const said = problems.map((text): Reply => ({ kind: "text", text, tone: "bad" }));
    return this.#answer([...said, ...again], to, key, true);
  }

  answerTaken(replies: readonly Reply[], to: Answering, key: string): Promise<void> {
    return this.#answer(replies, to, key, true);
  }

  /** Where nothing is said because a card went into the direct message, whoever asked elsewhere is told so. */
  async #answer(replies: readonly Reply[], to: Answering, key: string, quiet = false): Promise<void> {
    const silent = replies.length === 0 && !quiet && roomOf(to.place) !== undefined;
    const text = say(this.#needs.slack.langOf(to.user), "slack.sent-directly");
    await this.#needs.replies.deliver(silent ? [{ kind: "text", text, tone: "plain" }] : replies, to, key);
  }

  async #joined({ key, channel, by }: HeardOf<"joined">): Promise<void> {
    const { inbox, people } = this.#needs;
    const account = by === undefined ? undefined : await people.account(by);
    const replies = await inbox().joined({ key, place: `slack:room:${channel}`, account });
    await this.#sayTo({ channel }, replies, `joined:${key}`);
  }

  /** Once for each person: they open their messages many times. */
  async #met({ key, user }: HeardOf<"met">): Promise<void> {
    const { inbox, people } = this.#needs;
    const replies = await inbox().joined({ key, place: directPlace(user), account: await people.account(user) });
    await this.#sayTo({ user }, replies, `met:${user}`);
  }

  async #sayTo(
    target: { readonly channel: string } | { readonly user: string },
    replies: readonly Reply[],
    key: string,
  ) {
    for (const [place, reply] of replies.entries()) {
      if (reply.kind === "form") continue;
      const said = reply.kind === "card" ? renderCard(reply.card) : textsSaid([reply]);
      await this.#needs.posting.post(target, said, `${key}:${place}`);
    }
  }

  async #linked({ user, channel, ts, plans }: HeardOf<"linked">): Promise<void> {
    const { client, inbox } = this.#needs;
    const sender = await this.sender({ user, place: isDirect(channel) ? directPlace(user) : placeOf(channel, user) });
    const cards: [string, Card][] = [];
    for (const { url, plan } of plans) {
      const card = await inbox().preview({ ...sender, plan });
      if (card) cards.push([url, card]);
    }
    if (cards.length === 0) return;
    const unfurls = Object.fromEntries(cards.map(([url, card]) => [url, { blocks: [...renderUnfurl(card)] }]));
    try {
      await client.chat.unfurl({ channel, ts, unfurls });
    } catch (error) {
      // The message may be gone by now.
      if (!isRefused(error, "cannot_unfurl_message", "cannot_find_message", "cannot_unfurl_url"))
        throw chatError("chat.unfurl", error);
    }
  }
}

function withoutReplacing({ replaces: _, ...to }: Answering): Answering {
  return to;
}
