/**
 * Notices coming in from Zadig, connected: taken over HTTP, shown in chats, answered from there.
 */
import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { ChatAdapter } from "./chat/ports.ts";
import type { ZadigDesk } from "./chat/zadig-notice.ts";
import type { Core, Process } from "./core.ts";
import { sha256 } from "./flow/gather-context.ts";
import type { OutboxHandler } from "./flow/outbox-handler.ts";
import { zadigNoticeHandlers } from "./hooks/incoming/handlers.ts";
import { readersAt, zadigDeciders } from "./hooks/incoming/people.ts";
import { takeNotice } from "./hooks/incoming/take-notice.ts";
import { createZadigCallback } from "./hooks/incoming/zadig-callback.ts";
import { createZadigDesk } from "./hooks/incoming/zadig-desk.ts";
import { createZadigHooks } from "./http/hooks/zadig.ts";
import type { Settings } from "./settings/settings.ts";

type Parts = Pick<Core, "store" | "directory">;
interface Around extends Pick<Process, "now"> {
  readonly settings: Settings;
}

/** What the inbox asks; undefined where no hooks of Zadig are taken. */
export function connectZadigDesk({ store, directory }: Parts, { settings }: Around): ZadigDesk | undefined {
  if (settings.platforms.zadigHookSecret === undefined) return undefined;
  return createZadigDesk({ store, ...zadigDeciders(settings.notices.zadig.deciders, directory) });
}

/** Sends the cards that show what Zadig told, and the answers to it. */
export function connectZadigSending(
  { store, directory }: Parts,
  adapters: Readonly<Record<string, ChatAdapter>>,
  { settings, now }: Around,
): Readonly<Record<string, OutboxHandler>> {
  const { lang, zone, platforms } = settings;
  return zadigNoticeHandlers({
    store,
    adapters,
    callback: platforms.zadig && createZadigCallback(platforms.zadig, now),
    readerAt: readersAt({ lang, zone, now, directory }),
    nameOf: directory.nameOf,
    lang,
    hash: sha256,
    now,
  });
}

/** Where Zadig's hooks come to. */
export function zadigRoutes(
  { store }: Parts,
  { settings, now }: Around,
): readonly { readonly path: string; readonly app: Hono }[] {
  const { zadigHookSecret: secret, zadig } = settings.platforms;
  const take = (hook: Parameters<typeof takeNotice>[0]) => takeNotice(hook, { store, now, newId: randomUUID });
  return [{ path: "/api/hooks/zadig", app: createZadigHooks({ secret, zadigUrl: zadig?.url, take }) }];
}
