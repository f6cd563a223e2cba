/**
 * What comes in through the stream: kept before it is acknowledged, and a click answered with what its card shows then.
 */
import { z } from "zod";
import type { Arrivals } from "../../src/chat/ports.ts";
import { refOfTrack } from "./card-book.ts";
import type { FormDesk } from "./desk.ts";
import type { EarNeeds } from "./ears.ts";
import { handle } from "./ears.ts";
import type { Click } from "./incoming.ts";
import { readApproval, readClick, readMessage } from "./incoming.ts";
import type { Listener } from "./line.ts";
import { createShelf } from "./shelf.ts";
import type { Params } from "./templates.ts";

/** DingTalk waits about two seconds for the answer to a click. */
const ANSWER_WITHIN = 1_200;
/** A click that changes its card does so nearly at once (ms). */
const CHANGE_WITHIN = 250;

export interface ListenerNeeds extends EarNeeds {
  readonly arrivals: Arrivals;
  readonly desk: FormDesk;
}

const corpSchema = z.object({ id: z.string() });

export function createListener(needs: ListenerNeeds): Listener {
  const { arrivals, hash, scheduler, report, book, desk } = needs;
  const corps = createShelf(needs.records, "corp", corpSchema);
  let corp: string | undefined;

  /** The organisation is the one that the robot is of. */
  async function learn(id: string): Promise<void> {
    if (id === "" || id === corp) return;
    await corps.change("own", (before) => (before?.id === id ? "keep" : { value: { id } }));
    corp = id;
  }

  async function ownCorp(): Promise<string | undefined> {
    corp ??= (await corps.find("own"))?.id;
    return corp;
  }

  return {
    async message({ data }) {
      const { heard, corp: said } = readMessage(data, hash);
      await learn(said);
      await arrivals.keep({ key: `msg:${heard.key}`, lane: `user:${heard.speaker.id}`, payload: heard });
    },

    async card({ messageId, data }) {
      const click = readClick(data, messageId, await ownCorp());
      const ref = refOfTrack(click.track);
      const page = /^page:(\d{1,4})$/u.exec(click.button)?.[1];
      if (page !== undefined) return answerWith(await book.turn(ref, Number(page)));
      const held = await arrivals.hold({ key: `click:${click.key}`, lane: `user:${click.speaker.id}`, payload: click });
      const changed = nextChange(ref);
      const handled = handleHeld(click, held.done);
      await first(ANSWER_WITHIN, changed.promise, handled);
      await first(CHANGE_WITHIN, changed.promise);
      changed.stop();
      return answerWith(changed.params());
    },

    async event({ eventId, eventType, data }) {
      const told = readApproval(eventType, data);
      // The organisation has other forms, whose approvals are none of ours.
      if (!told || !(await desk.isOurs(told.form))) return;
      const payload = { kind: "approval", ref: told.instance } as const;
      await arrivals.keep({ key: `event:${eventId}`, lane: `approval:${told.instance}`, payload });
    },
  };

  /** What fails here is done again later, by whoever finds it. */
  async function handleHeld(click: Click, done: () => Promise<void>): Promise<void> {
    try {
      await handle(click, needs);
      await done();
    } catch (error) {
      report(error);
    }
  }

  function nextChange(ref: string) {
    let params: Params | undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = book.onChange(ref, (shown) => {
      params = shown;
      resolve();
    });
    return { promise, stop, params: () => params };
  }

  /** When the first of them is there, or the time is over. */
  async function first(milliseconds: number, ...work: readonly Promise<void>[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const callOff = scheduler.after(milliseconds, resolve);
    await Promise.race([promise, ...work]);
    callOff();
  }
}

/** What the card shows at once, for everybody. */
function answerWith(params: Params | undefined): object {
  const cardUpdateOptions = { updateCardDataByKey: true, updatePrivateDataByKey: true };
  return params === undefined ? { cardUpdateOptions } : { cardUpdateOptions, cardData: { cardParamMap: params } };
}
