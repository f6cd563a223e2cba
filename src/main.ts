/**
 * Wires every part from the settings, starts and stops them. Together with `connect-*.ts` the one place that knows adapters.
 */
import { serve } from "@hono/node-server";
import type { ChatAdapter } from "./chat/ports.ts";
import { apiNeeds } from "./connect-api.ts";
import { calendarRoute } from "./connect-calendar.ts";
import { connectChat } from "./connect-chat.ts";
import { connectConsole } from "./connect-console.ts";
import { hookRoutes } from "./connect-hooks.ts";
import { connectInbox } from "./connect-inbox.ts";
import { zadigRoutes } from "./connect-zadig.ts";
import type { Core, Process } from "./core.ts";
import { openCore } from "./core.ts";
import { createArrivals } from "./flow/arrivals.ts";
import { createApi } from "./http/api/api.ts";
import { createApp } from "./http/app.ts";
import { factorPage } from "./http/factor.ts";
import { fileRoutes } from "./http/files.ts";
import { createMetrics } from "./http/metrics.ts";
import { createReleasePlanApi } from "./http/release-plans/routes.ts";
import { createLoops } from "./loops.ts";
import { createFactors } from "./people/factors.ts";
import { MAIL } from "./people/meeting.ts";
import { createSignIn } from "./people/sign-in.ts";
import type { Settings } from "./settings/settings.ts";
import { takeLoginLink } from "./store/sign-ins.ts";
import type { Store } from "./store/store.ts";

export interface Gonogo extends AsyncDisposable {
  readonly core: Core;
  /** Where the console and the API answer. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts everything the settings ask for; answers when it takes commands. */
export async function startGonogo(parts: Process): Promise<Gonogo> {
  const { settings, log, version, now } = parts;
  const onError = (error: unknown) => log.error({ err: error }, "something went wrong");
  const core = await openCore(parts);
  const { store, directory } = core;
  const signIn = createSignIn({ store, now });
  const webConsole = connectConsole({ settings, store, directory, signIn, now, version, onError });
  const chats = await connectChat(core, parts);
  const all = [webConsole.adapter, ...chats.map(({ adapter }) => adapter)];
  const adapters: Readonly<Record<string, ChatAdapter>> = Object.fromEntries(all.map((one) => [one.platform, one]));
  const desks = chats.flatMap(({ desk }) => desk ?? []);
  const loops = createLoops(core, adapters, desks, parts, onError);
  const inbox = connectInbox(core, parts);
  for (const adapter of all) await adapter.start(inbox, createArrivals({ store, platform: adapter.platform, now }));
  const health = async () => {
    const heard = (some: readonly ChatAdapter[]) =>
      Object.fromEntries(some.map((adapter) => [adapter.platform, adapter.health()]));
    const chatting = all.filter(({ platform }) => platform !== MAIL);
    // Mail that can't be sent now is sent later, and everybody in chat is served meanwhile.
    const mailing = all.filter(({ platform }) => platform === MAIL);
    return { parts: { store: await canRead(store), ...heard(chatting) }, spare: heard(mailing) };
  };
  const app = createApp({
    version,
    health,
    // The console answers everything under `/`, so the others come before it.
    routes: [
      {
        path: "/api/v1",
        app: createApi(apiNeeds(core, parts)),
      },
      { path: "/openapi/release_plan/v1", app: createReleasePlanApi(apiNeeds(core, parts)) },
      calendarRoute(core, parts),
      { path: "/files", app: fileRoutes(core) },
      ...hookRoutes(core, parts),
      ...zadigRoutes(core, parts),
      ...chats.flatMap(({ routes }) => routes ?? []),
      ...factorRoutes(core, parts),
      { path: "/metrics", app: createMetrics({ ...core, settings, now, version, health }) },
      { path: "/", app: webConsole.routes },
    ],
    log,
  });
  const server = await listen(app.fetch, settings);
  loops.start();
  const stop = async () => {
    await server.close();
    await loops.stop();
    for (const adapter of all) await adapter.stop();
    for (const engine of Object.values(core.engines)) await engine.stop();
    await core.requirements.stop();
    await store.close();
  };
  return { core, url: server.url, stop, [Symbol.asyncDispose]: stop };
}

async function canRead(store: Store): Promise<boolean> {
  try {
    await store.read.selectFrom("counters").select("name").limit(1).execute();
    return true;
  } catch {
    return false;
  }
}

function listen(fetch: (request: Request) => Response | Promise<Response>, { host, port }: Settings) {
  return new Promise<{ readonly url: string; close(): Promise<void> }>((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, (address) => {
      const shown = host.includes(":") ? `[${host}]` : host;
      resolve({
        url: `http://${shown}:${address.port}`,
        close: () =>
          new Promise<void>((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
    server.once("error", reject);
  });
}

/** Where authenticators are set up, when there is a key to keep them under. */
function factorRoutes({ store, directory }: Core, { settings, now }: Process) {
  if (settings.secret === undefined) return [];
  const { begin } = createFactors(store, settings.secret, now);
  const take = (secret: string) => store.write((tx) => takeLoginLink(tx, secret, now()));
  return [{ path: "/factor", app: factorPage({ take, begin, langOf: directory.langOf, lang: settings.lang }) }];
}
