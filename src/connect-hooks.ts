/**
 * External systems, connected: what is sent to them, and what they say.
 */
import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { Core, Process } from "./core.ts";
import { sha256 } from "./flow/gather-context.ts";
import type { OutboxHandler } from "./flow/outbox-handler.ts";
import { deliverHandler } from "./hooks/deliver.ts";
import { createDeliverySender } from "./hooks/send-delivery.ts";
import { createCallback } from "./http/hooks/callback.ts";
import { createEngineHooks } from "./http/hooks/engines.ts";
import { langOf } from "./http/language.ts";
import type { Actor } from "./plan/plan.ts";

const HOOK: Actor = { kind: "system", part: "hook" };

export interface HookSending {
  readonly handler: OutboxHandler;
  close(): Promise<void>;
}

/** Sends what endpoints are told. */
export function connectHookSending({ store, door }: Core, { settings, version, now }: Process): HookSending {
  const { hooks: endpoints, publicUrl } = settings;
  const sender = createDeliverySender({ endpoints, publicUrl, version, now, hash: sha256 });
  const handler = deliverHandler({
    store,
    sender,
    report: async (plan, command, key) => {
      await door.submit({ key, actor: HOOK, request: { plan, command } });
    },
    now,
    random: Math.random,
  });
  return { handler, close: () => sender.close() };
}

interface Route {
  readonly path: string;
  readonly app: Hono;
}

/** Where external systems answer, under both of the addresses that Zadig has for it, and where engines report. */
export function hookRoutes(core: Core, { settings, now }: Process): readonly Route[] {
  const { store, door, plans, engines, directory } = core;
  const callback = createCallback({
    store,
    submit: (envelope) => door.submit(envelope),
    load: plans.byId,
    endpoints: settings.hooks,
    callbackToken: settings.platforms.callbackToken,
    now,
    newId: randomUUID,
    reader: (header) => ({
      lang: langOf(header, settings.lang),
      zone: settings.zone,
      now: now(),
      name: (id) => directory.nameOf(id),
    }),
  });
  return [
    { path: "/api/callback/release_plan", app: callback },
    { path: "/api/aslan/release_plan/v1/hook/callback", app: callback },
    { path: "/api/hooks/engines", app: createEngineHooks({ engines, store, now }) },
  ];
}
