/**
 * What somebody gets back, to where only they see it: by the address that came with what they did, else in the channel for
 * them alone, else directly.
 */
import type { Form } from "../../src/chat/card.ts";
import type { Reply } from "../../src/chat/ports.ts";
import type { Lang } from "../../src/chat/texts/catalogue.ts";
import { say } from "../../src/chat/texts/say.ts";
import { answerAt, isOurs, USES } from "./answer-address.ts";
import type { Answering } from "./heard.ts";
import { roomOf } from "./places.ts";
import type { Posting, Said } from "./posting.ts";
import { fallbackText, MOST_BLOCKS } from "./render/blocks.ts";
import { buttonRows } from "./render/buttons.ts";
import { renderCard } from "./render/card.ts";
import { markdownParts, markdownText } from "./render/markdown.ts";
import { packed, SIGNS } from "./render/rich-text.ts";

export interface RepliesNeeds {
  readonly posting: Posting;
  readonly apiUrl: string;
  readonly langOf: (account: string) => Lang;
}

type TextReply = Extract<Reply, { kind: "text" }>;

export class Replies {
  readonly #needs: RepliesNeeds;

  constructor(needs: RepliesNeeds) {
    this.#needs = needs;
  }

  /** Delivers all, in order. A repeat for the same key may be seen a second time, by this one person, where Slack forgets. */
  async deliver(replies: readonly Reply[], to: Answering, key: string): Promise<void> {
    const lang = this.#needs.langOf(to.user);
    const messages = messagesOf(replies, lang);
    let addressed = to.address !== undefined && isOurs(to.address, this.#needs.apiUrl);
    for (const [place, said] of messages.entries()) {
      addressed = addressed && place < USES && (await this.#atAddress(said, to, place === 0));
      if (!addressed) await this.#alone(said, to, `reply:${key}:${place}`);
    }
  }

  /** Something that nobody asked for: to one person in a room they are in, else directly; once per key. */
  async deliverOnce(said: Said, user: string, room: string | undefined, key: string): Promise<void> {
    const { posting } = this.#needs;
    if (room !== undefined && (await posting.whisperOnce(room, user, said, key))) return;
    await posting.post({ user }, said, key);
  }

  async #atAddress(said: Said, { address = "", replaces = false }: Answering, first: boolean): Promise<boolean> {
    return answerAt(address, { ...said, replaces: first && replaces });
  }

  async #alone(said: Said, { user, place, thread }: Answering, key: string): Promise<void> {
    const { posting } = this.#needs;
    const room = roomOf(place);
    // Not in the channel, one or the other: a direct message reaches everybody.
    if (room !== undefined && (await posting.whisper(room, user, said, thread))) return;
    await posting.post({ user }, said, key);
  }
}

/** Texts that come together are one message; a card is one of its own. */
function messagesOf(replies: readonly Reply[], lang: Lang): readonly Said[] {
  const messages: Said[] = [];
  let texts: TextReply[] = [];
  const flush = () => {
    if (texts.length > 0) messages.push(textsSaid(texts));
    texts = [];
  };
  for (const reply of replies) {
    if (reply.kind === "text") texts.push(reply);
    else {
      flush();
      messages.push(reply.kind === "card" ? renderCard(reply.card) : formSaid(reply.form, lang));
    }
  }
  flush();
  return messages;
}

export function textSaid(markdown: string): Said {
  return { text: fallbackText(markdownText(markdown)), blocks: packed(markdownParts(markdown)).slice(0, MOST_BLOCKS) };
}

export function textsSaid(texts: readonly TextReply[]): Said {
  const text = texts.map(({ text: words }) => markdownText(words)).join("\n");
  const blocks = texts.flatMap(({ text: words, tone }) => packed(markdownParts(`${signOf(tone)}${words}`)));
  return { text: fallbackText(text), blocks: blocks.slice(0, MOST_BLOCKS) };
}

function signOf(tone: TextReply["tone"]): string {
  return tone === "plain" ? "" : `${SIGNS[tone]} `;
}

/** A form whose way in is closed has a button that opens another. */
function formSaid({ title, action }: Form, lang: Lang): Said {
  const text = say(lang, "slack.open-form");
  const label = say(lang, "slack.open-form.button");
  const button = { id: "open", label, style: "primary" as const, action };
  return {
    text: fallbackText(`${title}: ${text}`),
    blocks: [...packed(markdownParts(`**${title.replaceAll("*", "\\*")}**\n${text}`)), ...buttonRows([button])],
  };
}
