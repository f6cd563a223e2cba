/**
 * Somebody in front of Slack: types, mentions, presses, fills in, and sees what comes of it.
 */

import { viewProblems } from "./block-kit.ts";
import type { Delivered, Kind } from "./carrier.ts";
import { replaceView, stack } from "./methods-views.ts";
import type { SeenField, SeenModal } from "./modal.ts";
import { emptyFields, seenModal, type } from "./modal.ts";
import type { Payload, Payloads } from "./payloads.ts";
import type { SeenBlocks } from "./read-blocks.ts";
import { readBlocks } from "./read-blocks.ts";
import type { Seen } from "./screen.ts";
import { saidByApp, seenIn } from "./screen.ts";
import type { Channel, Json, World } from "./world.ts";
import { BOT_USER } from "./world.ts";

export interface Around {
  readonly world: World;
  readonly payloads: Payloads;
  readonly base: string;
  interact(kind: Exclude<Kind, "events_api">, payload: Payload): Promise<Delivered>;
  tell(payload: Payload): Promise<readonly Delivered[]>;
  violation(what: string): void;
  /** Domains whose links the app is told of. */
  readonly unfurled: readonly string[];
}

export class SlackPerson {
  readonly id: string;
  readonly #around: Around;
  /** What Slack itself told this person went wrong. */
  readonly failures: string[] = [];

  constructor(id: string, around: Around) {
    this.id = id;
    this.#around = around;
  }

  #channel(named: string | undefined): Channel {
    return named === undefined ? this.#around.world.direct(this.id) : this.#around.world.channel(named);
  }

  /** What this person sees of a channel, or of the direct message with the app. */
  sees(channel?: string): readonly Seen[] {
    return seenIn(this.#around.world, this.id, this.#channel(channel));
  }

  hears(channel?: string): readonly Seen[] {
    return saidByApp(this.sees(channel));
  }

  get modal(): SeenModal | undefined {
    return seenModal(this.#around.world, this.id);
  }

  get home(): SeenBlocks | undefined {
    const home = this.#around.world.homes.get(this.id);
    return home && readBlocks(home.blocks as readonly Json[]);
  }

  /** A slash command. Its answer in the acknowledgement is shown to this person alone. */
  async command(text: string, channel?: string, name = "/plan"): Promise<Delivered> {
    const { world, payloads } = this.#around;
    const at = this.#channel(channel);
    const answered = await this.#interact(
      "slash_commands",
      payloads.command(this.id, at, name, escaped(text, world, true)),
    );
    if (answered.ok) this.#showAnswer(answered.body, at);
    return answered;
  }

  #showAnswer(body: Json, at: Channel): void {
    if (typeof body !== "object" || body === null || Array.isArray(body)) return;
    const { text, blocks } = body as { text?: string; blocks?: readonly Json[] };
    if (text === undefined && blocks === undefined) return;
    this.#around.world.post(at, { user: BOT_USER, text: text ?? "", blocks, onlyFor: this.id });
  }

  /** Something typed: to the app directly, or in a channel, where the app hears it if it is mentioned. */
  async say(text: string, channel?: string, files: readonly string[] = []): Promise<readonly Delivered[]> {
    const { world, payloads, unfurled } = this.#around;
    const at = this.#channel(channel);
    const written = escaped(text, world, false);
    const message = world.post(at, { user: this.id, text: written, files });
    const base = { channel: at.id, user: this.id, text: written, ts: message.ts, team: world.teamOf(this.id) };
    const attached = files.length === 0 ? {} : { files: this.#fileBodies(files), subtype: "file_share" };
    const outcomes: Delivered[] = [];
    if (at.kind === "im")
      outcomes.push(...(await this.#tell({ type: "message", channel_type: "im", ...base, ...attached })));
    else if (written.includes(`<@${BOT_USER}>`) && at.members.has(BOT_USER)) {
      outcomes.push(
        ...(await this.#tell({
          type: "app_mention",
          ...base,
          ...(files.length > 0 && { files: attached.files ?? [] }),
        })),
      );
    }
    const links = unfurled.flatMap((domain) => linksTo(domain, written));
    if (links.length > 0) {
      const shared = links.map((url) => ({ url, domain: new URL(url).hostname }));
      const event = {
        type: "link_shared",
        channel: at.id,
        user: this.id,
        message_ts: message.ts,
        links: shared,
        unfurl_id: "u",
        source: "conversations_history",
      };
      outcomes.push(...(await this.#around.tell(payloads.event(event, this.id))));
    }
    return outcomes;
  }

  #fileBodies(ids: readonly string[]): readonly Json[] {
    const { world, base } = this.#around;
    return ids.flatMap((id) => {
      const file = world.files.get(id);
      if (!file) return [];
      const url = `${base}/files-pri/${id}/${encodeURIComponent(file.name)}`;
      return [
        {
          id,
          name: file.name,
          mimetype: file.mimetype,
          size: Buffer.byteLength(file.content),
          url_private: url,
          url_private_download: url,
        },
      ];
    });
  }

  #tell(event: Payload): Promise<readonly Delivered[]> {
    return this.#around.tell(this.#around.payloads.event(event, this.id));
  }

  /** Presses a button of a message by its label, having said yes to what it asks. */
  press(seen: Seen, label: string): Promise<Delivered> {
    const { payloads } = this.#around;
    const button = seen.buttons.find((each) => each.label === label);
    if (button) return this.#interact("interactive", payloads.press(this.id, seen, { button }));
    for (const menu of seen.menus) {
      const option = menu.options.find((each) => each.label === label);
      if (option) return this.#interact("interactive", payloads.press(this.id, seen, { menu, value: option.value }));
    }
    const there = [
      ...seen.buttons.map((each) => each.label),
      ...seen.menus.flatMap(({ options }) => options.map((each) => each.label)),
    ];
    throw new Error(`there is no "${label}" on "${seen.title ?? seen.fallback}": ${there.join(", ")}`);
  }

  pressAtHome(label: string): Promise<Delivered> {
    const button = this.home?.buttons.find((each) => each.label === label);
    if (!button) throw new Error(`there is no "${label}" at home`);
    return this.#interact("interactive", this.#around.payloads.pressAtHome(this.id, button));
  }

  pressInModal(label: string): Promise<Delivered> {
    const modal = this.#openModal();
    const button = modal.buttons.find((each) => each.label === label);
    if (!button) throw new Error(`there is no "${label}" in the modal`);
    return this.#interact("interactive", this.#around.payloads.pressInModal(this.id, modal.view, button));
  }

  openHome(tab: "home" | "messages" = "home"): Promise<readonly Delivered[]> {
    const channel = this.#around.world.direct(this.id).id;
    return this.#tell({ type: "app_home_opened", user: this.id, channel, tab });
  }

  shortcut(callback: string): Promise<Delivered> {
    return this.#interact("interactive", this.#around.payloads.shortcut(this.id, callback));
  }

  shortcutOn(seen: Seen, callback: string): Promise<Delivered> {
    return this.#interact("interactive", this.#around.payloads.messageShortcut(this.id, callback, seen));
  }

  /** Fills fields of the open modal, by label or by name; the app hears of those it asked to. */
  async fill(values: Readonly<Record<string, string | readonly string[] | boolean>>): Promise<void> {
    for (const [named, value] of Object.entries(values)) await this.#fillOne(named, value);
  }

  async #fillOne(named: string, value: string | readonly string[] | boolean): Promise<void> {
    const { world, base, payloads } = this.#around;
    const modal = this.#openModal();
    const field = fieldNamed(modal, named);
    const words = typeof value === "boolean" ? (value ? field.options.map((each) => each.value) : []) : [value].flat();
    if (field.type.endsWith("text_input") || field.type === "number_input")
      type(world, modal.view, field, { text: words.join("\n") }, base);
    else if (field.type === "file_input") type(world, modal.view, field, { files: words }, base);
    else {
      const known = field.type.includes("external") ? await this.#searched(named, words) : field.options;
      const options = words
        .filter((word) => word !== "")
        .map((word) => {
          const found = known.find((each) => each.value === word || each.text.text === word);
          if (!found) throw new Error(`"${word}" is none of ${known.map((each) => each.text.text).join(", ")}`);
          return found;
        });
      type(world, modal.view, field, { options }, base);
    }
    if (field.live)
      await this.#interact("interactive", payloads.changed(this.id, modal.view, field.name, field.action));
  }

  /** What is found where each of the words is typed. */
  async #searched(named: string, words: readonly string[]): Promise<SeenField["options"]> {
    const found: SeenField["options"][number][] = [];
    for (const word of words) found.push(...(await this.suggestions(named, word)));
    return found;
  }

  /** What a field offers that asks the app for its options. */
  async suggestions(named: string, query: string): Promise<SeenField["options"]> {
    const modal = this.#openModal();
    const { name, action } = fieldNamed(modal, named);
    const answered = await this.#interact(
      "interactive",
      this.#around.payloads.suggestion(this.id, modal.view, name, action, query),
    );
    if (!answered.ok) return [];
    const { options = [], option_groups: groups = [] } = answered.body as {
      options?: SeenField["options"];
      option_groups?: { options: SeenField["options"] }[];
    };
    const all = [...options, ...groups.flatMap((group) => group.options)];
    if (all.length > 100) this.#around.violation("more than 100 options suggested");
    return all;
  }

  /** Submits the open modal; false where the client kept it because something required is empty. */
  async submit(): Promise<boolean> {
    const modal = this.#openModal();
    if (modal.submit === undefined) throw new Error(`"${modal.title}" has nothing to submit`);
    if (emptyFields(modal).length > 0) return false;
    const answered = await this.#interact("interactive", this.#around.payloads.submission(this.id, modal.view));
    if (answered.ok) this.#obey(modal, answered.body);
    return true;
  }

  /** The same submission once more, as a client does that heard nothing. */
  submission(): Payload {
    return this.#around.payloads.submission(this.id, this.#openModal().view);
  }

  close(): void {
    this.#around.world.stacks.set(this.id, (this.#around.world.stacks.get(this.id) ?? []).slice(0, -1));
  }

  #openModal(): SeenModal {
    const { modal } = this;
    if (!modal) throw new Error("no modal is open");
    return modal;
  }

  #obey({ view, fields }: SeenModal, body: Json): void {
    const { world } = this.#around;
    const {
      response_action: action,
      errors = {},
      view: next = {},
    } = body as { response_action?: string; errors?: Record<string, string>; view?: Payload };
    switch (action) {
      case undefined:
        this.close();
        break;
      case "clear":
        world.stacks.set(this.id, []);
        break;
      case "errors":
        this.#mustBeFields(Object.keys(errors), fields);
        view.errors = errors;
        break;
      default:
        if (!this.#mustBeModal(next)) break;
        if (action === "update") replaceView(world, view, next);
        else stack(world, this.id, next);
    }
  }

  #mustBeFields(named: readonly string[], fields: readonly SeenField[]): void {
    const strange = named.filter((name) => !fields.some((field) => field.name === name));
    if (strange.length === 0 && named.length > 0) return;
    this.#around.violation(`errors at ${strange.join(", ") || "no field"}`);
    this.failures.push("trouble connecting");
  }

  #mustBeModal(view: Payload): boolean {
    const problems = viewProblems(view, "modal");
    if (problems.length === 0) return true;
    this.#around.violation(problems.join("; "));
    this.failures.push("trouble connecting");
    return false;
  }

  async #interact(kind: Exclude<Kind, "events_api">, payload: Payload): Promise<Delivered> {
    const answered = await this.#around.interact(kind, payload);
    if (!answered.ok)
      this.failures.push(kind === "slash_commands" ? `operation failed: ${answered.why}` : answered.why);
    return answered;
  }
}

function fieldNamed({ fields, title }: SeenModal, named: string): SeenField {
  const found = fields.find(({ label, name }) => label === named || name === named || name.endsWith(`:${named}`));
  if (!found)
    throw new Error(
      `"${title}" has no "${named}": ${fields.map(({ label, name }) => `${label} (${name})`).join(", ")}`,
    );
  return found;
}

/** As Slack writes down what somebody typed: names become mentions, the three characters are escaped. */
function escaped(text: string, world: World, command: boolean): string {
  const safe = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const linked = safe.replaceAll(/\bhttps?:\/\/[^\s"&]+/g, (url) => `<${url}>`);
  const people = linked.replaceAll(/(^|[\s:,])@([\w.-]+)/g, (whole, before: string, handle: string) => {
    if (handle === "gonogo") return `${before}<@${BOT_USER}>`;
    const member = [...world.members.values()].find(
      ({ name }) => name.toLowerCase().split(/\W+/)[0] === handle.toLowerCase(),
    );
    if (!member) return whole;
    return command ? `${before}<@${member.id}|${handle}>` : `${before}<@${member.id}>`;
  });
  return people.replaceAll(/(^|[\s:,])#([\w-]+)/g, (whole, before: string, name: string) => {
    const channel = [...world.channels.values()].find((each) => each.name === name && each.kind !== "im");
    return channel ? `${before}<#${channel.id}|${name}>` : whole;
  });
}

function linksTo(domain: string, text: string): readonly string[] {
  const urls = [...text.matchAll(/<(https?:\/\/[^>|]+)/g)].flatMap(([, url]) => url ?? []);
  return urls.filter((url) => new URL(url).hostname === domain);
}
