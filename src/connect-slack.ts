/**
 * What Slack is given: its credentials, and a memory of what it posted. The SDK is loaded only when Slack is configured.
 */
import type { Outgoing } from "../adapters/slack/needs.ts";
import type { Finding } from "./chat/finding.ts";
import type { Core, Process } from "./core.ts";
import type { Directory } from "./people/directory.ts";
import type { Settings } from "./settings/settings.ts";
import {
  beginSlackPost,
  dropSlackPost,
  findSlackPost,
  forgetSlackPosts,
  settleSlackPost,
} from "./store/slack-posts.ts";
import type { Store } from "./store/store.ts";

const PLATFORM = "slack";
const DAY = 24 * 60 * 60_000;
/** Longer than anything is tried again, and than a card lives. */
const POSTS_LAST = 100 * DAY;

/** Undefined without credentials. In http mode Slack's requests come to the routes. */
export async function connectSlack({ store, directory }: Core, { settings, now, log }: Process) {
  const credentials = settings.platforms.slack;
  if (!credentials) return undefined;
  const { createSlack } = await import("../adapters/slack/adapter.ts");
  const { adapter, routes } = createSlack({
    credentials,
    outgoing: storedOutgoing(store),
    langOf: slackLangOf(directory, settings),
    publicUrl: settings.publicUrl,
    now,
    onError: (err) => log.warn({ err }, "something went wrong with Slack"),
  });
  await store.write((tx) => forgetSlackPosts(tx, now() - POSTS_LAST));
  return { adapter, ...(routes && { routes: [{ path: "/slack", app: routes }] }) };
}

export function storedOutgoing(store: Store): Outgoing {
  return {
    find: async (key) => {
      const row = await findSlackPost(store.read, key);
      return row && { triedAt: row.tried_at, ref: row.ref ?? undefined };
    },
    begin: (key, at) => store.write((tx) => beginSlackPost(tx, key, at)),
    settle: (key, ref) => store.write((tx) => settleSlackPost(tx, key, ref)),
    drop: (key) => store.write((tx) => dropSlackPost(tx, key)),
  };
}

/** Somebody who was not met yet reads the language of the instance. */
function slackLangOf(directory: Directory, { lang }: Settings): (account: string) => Settings["lang"] {
  return (account) => {
    const person = directory.byAccount(PLATFORM, account);
    return person ? directory.langOf(person.id) : lang;
  };
}

/** What the doctor finds. */
export async function examineSlack(settings: Settings): Promise<readonly Finding[] | undefined> {
  const credentials = settings.platforms.slack;
  if (!credentials) return undefined;
  const { examine } = await import("../adapters/slack/examine.ts");
  return examine(credentials, { publicUrl: settings.publicUrl, rooms: settings.rooms });
}
