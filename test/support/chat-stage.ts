/**
 * A chat platform with people on it, played by its emulator: what the shared story and the shared suite need to type, click
 * and see there. What a platform lacks it does in the one way that its adapter documents.
 */
import type { Action } from "../../src/chat/action.ts";
import type { ChatAdapter, Inbox, Place } from "../../src/chat/ports.ts";

/** Everybody has an account, by the directory name and the email `<name>@example.com`. */
export const CAST = ["ada", "bo", "chen", "dana", "eve"] as const;
export type Member = (typeof CAST)[number];

/** A card as somebody sees it now. */
export interface SeenCard {
  /** The platform's own id of the message. */
  readonly id: string;
  /** Everything readable in the order of reading, without markup; the title comes first. */
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly action: Action }[];
}

/** What tells a button: as much of its action as matters, for example `{ do: "run", item: "i1" }`. */
export type Press = Readonly<Partial<Record<"do" | "form" | "item" | "what" | "plan", string | number>>>;

export type Where = "room" | "direct";

export interface ChatStage {
  readonly platform: string;
  /** What points gonogo at the emulator, with the platform's credentials. */
  readonly env: Readonly<Record<string, string>>;
  /** The room that plans are announced in, and where this person alone is reached. */
  readonly room: Place;
  direct(member: Member): Place;
  /** The platform's id of the person's account. */
  account(member: Member): string;
  /** An adapter alone, begun on this inbox and hearing; stopped when the test is over. */
  connect(inbox: Inbox): Promise<ChatAdapter>;

  /** Types it where people type commands, and sends it. A room needs the bot's mention, or a slash: that is the stage's affair. */
  say(member: Member, text: string, where?: Where): Promise<void>;
  /** The cards at a place as this person sees them now, oldest first. */
  cards(member: Member, where: Where): Promise<readonly SeenCard[]>;
  /** Presses the one button that this tells, and confirms where it asks. Throws when the card has no such button. */
  press(member: Member, card: SeenCard, button: Press): Promise<void>;
  /**
   * Presses a button that opens a form, fills it in by the names of its fields, and sends it. Answers what the form said as
   * it was opened.
   */
  fill(member: Member, card: SeenCard, button: Press, values: Readonly<Record<string, string>>): Promise<string>;
  /** What this person alone was told as text, by toast, private or direct message, oldest first. */
  told(member: Member): Promise<readonly string[]>;
  /** The lines that followed a card as its timeline, oldest first. */
  thread(card: SeenCard): Promise<readonly string[]>;

  /** From here on each event is delivered three times. */
  thrice(): void;
  /** Cuts what connects gonogo and the platform now; it comes back by itself. */
  cut(): Promise<void>;
}

/** Waits until what is looked for is there. */
export async function until<T>(look: () => Promise<T | undefined>, what: string, patience = 15_000): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`this did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The newest card at a place whose text has all of these words, once there is one. */
export function cardWith(
  stage: ChatStage,
  member: Member,
  where: Where,
  ...words: readonly string[]
): Promise<SeenCard> {
  return until(
    async () => {
      const cards = await stage.cards(member, where);
      return cards.findLast(({ text }) => words.every((word) => text.includes(word)));
    },
    `a card for ${member} (${where}) with ${words.join(", ")}`,
  );
}

/** The newest thing this person was told that has these words, once it was told. */
export function toldWith(stage: ChatStage, member: Member, words: string): Promise<string> {
  return until(
    async () => (await stage.told(member)).findLast((text) => text.includes(words)),
    `${member} is told: ${words}`,
  );
}
