/**
 * The App Home: what waits for whoever opens it. Drawn when it is opened, after each click in it, and soon after something
 * came to its reader directly.
 */
import type { Inbox, Reply } from "../../src/chat/ports.ts";
import type { Scheduler } from "../../src/flow/scheduler.ts";
import { chatError, isRefused } from "./failure.ts";
import { HOME } from "./heard.ts";
import type { Pace } from "./pace.ts";
import type { People } from "./people.ts";
import { directPlace } from "./places.ts";
import type { HomeView } from "./render/blocks.ts";
import { homeView, saidHome } from "./render/view.ts";
import type { Client } from "./web.ts";
import { paced } from "./web.ts";

export interface HomesNeeds {
  readonly client: Client;
  readonly pace: Pace;
  readonly people: People;
  readonly inbox: () => Inbox;
  readonly scheduler: Scheduler;
  /** How long after something happened (ms): several things that happen together are one drawing. */
  readonly delay: number;
  readonly onError: (error: unknown) => void;
}

/** Homes that are kept up to date; whoever is forgotten has theirs drawn when they open it. */
const MOST = 1_000;

export class Homes {
  readonly #needs: HomesNeeds;
  readonly #opened = new Set<string>();
  readonly #planned = new Map<string, () => void>();

  constructor(needs: HomesNeeds) {
    this.#needs = needs;
  }

  async draw(user: string, key: string): Promise<void> {
    const { client, pace, people, inbox } = this.#needs;
    if (this.#opened.size < MOST) this.#opened.add(user);
    const account = await people.account(user);
    const replies = await inbox().action({ key, account, place: directPlace(user), action: HOME });
    try {
      await paced(pace, "views.publish", () => client.views.publish({ user_id: user, view: homeOf(replies) }));
    } catch (error) {
      // Somebody without a home, such as a guest, has nothing to draw.
      if (!isRefused(error, "not_enabled", "user_not_found", "not_found")) throw chatError("views.publish", error);
    }
  }

  /** Something changed for this person. */
  touch(user: string): void {
    if (!this.#opened.has(user) || this.#planned.has(user)) return;
    const { scheduler, delay, onError } = this.#needs;
    const callOff = scheduler.after(delay, () => {
      this.#planned.delete(user);
      this.draw(user, `home:${user}`).catch(onError);
    });
    this.#planned.set(user, callOff);
  }

  stop(): void {
    for (const callOff of this.#planned.values()) callOff();
    this.#planned.clear();
  }
}

/** Who may see nothing is told why. */
function homeOf(replies: readonly Reply[]): HomeView {
  const card = replies.find((reply) => reply.kind === "card")?.card;
  const text = replies.flatMap((reply) => (reply.kind === "text" ? [reply.text] : [])).join("\n\n");
  return card ? homeView(card) : saidHome(text === "" ? "–" : text);
}
