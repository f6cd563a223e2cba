/**
 * What the Feishu adapter is given: its settings, who has which account, and a table to remember by.
 */
import type { FeishuNeeds, FeishuOptions } from "../adapters/feishu/needs.ts";
import type { Finding } from "./chat/finding.ts";
import type { ChatAdapter } from "./chat/ports.ts";
import type { Core, Process } from "./core.ts";
import type { FeishuSettings } from "./settings/platforms.ts";
import type { Settings } from "./settings/settings.ts";
import { findFeishuMemory, forgetFeishuMemory, putFeishuMemory } from "./store/feishu-memory.ts";

const PLATFORM = "feishu";
const DAY = 24 * 60 * 60_000;
/** A card can't be clicked any longer than 14 days; what was remembered for one is then of no use. */
const CARDS_LAST = 15 * DAY;
const CARD_KINDS = ["form", "page"];
const TIDY = 6 * 60 * 60_000;

/** Feishu, connected, where the settings have its credentials. */
export async function connectFeishu(core: Core, parts: Process) {
  const { feishu } = parts.settings.platforms;
  if (!feishu) return undefined;
  const { createFeishu } = await import("../adapters/feishu/adapter.ts");
  const { adapter, desk, routes } = createFeishu(needsOf(feishu, core, parts));
  return { adapter: tidied(adapter, core, parts), desk, routes: routes && [{ path: `/${PLATFORM}`, app: routes }] };
}

/** Asks Feishu what is set up there. */
export async function examineFeishu(settings: Settings): Promise<readonly Finding[] | undefined> {
  const { feishu } = settings.platforms;
  if (!feishu) return undefined;
  const { examine } = await import("../adapters/feishu/examine.ts");
  return examine(optionsOf(feishu), { publicUrl: settings.publicUrl, now: Date.now });
}

function needsOf(feishu: FeishuSettings, { store, directory }: Core, { settings, now, log }: Process): FeishuNeeds {
  const child = log.child({ platform: PLATFORM });
  const accountOf = (person: string) =>
    directory.accountsOf(person).find(({ platform }) => platform === PLATFORM)?.account;
  return {
    options: optionsOf(feishu),
    accountOf,
    langOf: (account) => {
      const person = directory.byAccount(PLATFORM, account);
      return person ? directory.langOf(person.id) : settings.lang;
    },
    lang: settings.lang,
    memory: {
      get: (name) => findFeishuMemory(store.read, name),
      put: (name, value) => store.write((tx) => putFeishuMemory(tx, name, value, now())),
    },
    now,
    log: {
      info: (message, details) => child.info(details ?? {}, message),
      warn: (message, details) => child.warn(details ?? {}, message),
    },
  };
}

function optionsOf(settings: FeishuSettings): FeishuOptions {
  return settings;
}

/** While the adapter runs, what it no longer needs is forgotten. */
function tidied(adapter: ChatAdapter, { store }: Core, { now, log }: Process): ChatAdapter {
  let every: NodeJS.Timeout | undefined;
  const tidy = () => {
    store
      .write((tx) => forgetFeishuMemory(tx, CARD_KINDS, now() - CARDS_LAST))
      .catch((err: unknown) => log.warn({ err }, "what Feishu remembers could not be tidied"));
  };
  return {
    ...adapter,
    async start(inbox, arrivals) {
      await adapter.start(inbox, arrivals);
      every = setInterval(tidy, TIDY).unref();
    },
    async stop() {
      clearInterval(every);
      await adapter.stop();
    },
  };
}
