/**
 * The console of a running gonogo beside chat platforms: somebody signed in to it, and what they see there.
 */
import type { Card } from "../../src/chat/card.ts";
import type { Gonogo } from "../../src/main.ts";
import { createSignIn } from "../../src/people/sign-in.ts";
import { listConsoleMessages } from "../../src/store/console-messages.ts";
import type { Member } from "./chat-stage.ts";

export interface ConsoleSeat {
  /** Types it into the direct message with the bot. */
  say(text: string): Promise<void>;
  /** The cards in the direct message, oldest first. */
  cards(): Promise<readonly Card[]>;
}

export async function consoleSeat({ core, url }: Gonogo, member: Member): Promise<ConsoleSeat> {
  const signIn = createSignIn({ store: core.store, now: Date.now });
  const { secret } = await signIn.createLoginLink(member);
  const signedIn = await signIn.redeem(secret);
  if (!signedIn) throw new Error(`${member} could not sign in`);
  const place = `console:direct:${member}`;
  let said = 0;
  return {
    say: async (text) => {
      const response = await fetch(`${url}/console/message`, {
        method: "POST",
        headers: { origin: url, "content-type": "application/json", cookie: `gonogo_session=${signedIn.session}` },
        body: JSON.stringify({ key: `console-${member}-${said++}`, place, text, files: [] }),
      });
      if (!response.ok) throw new Error(`the console answered ${response.status}: ${await response.text()}`);
    },
    cards: async () => {
      const messages = await listConsoleMessages(core.store.read, place, member, { limit: 50 });
      return messages.flatMap(({ body }) => {
        const read: { kind: string; card: Card } = JSON.parse(body);
        return read.kind === "card" ? [read.card] : [];
      });
    },
  };
}
