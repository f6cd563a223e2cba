/**
 * What Slack tells an app that a person did, in Slack's own shapes.
 */

import { messageBody } from "./methods-chat.ts";
import { viewBody } from "./methods-views.ts";
import { valuesOf } from "./modal.ts";
import type { SeenButton, SeenMenu } from "./read-blocks.ts";
import type { Seen } from "./screen.ts";
import type { Tickets } from "./tickets.ts";
import type { Channel, Json, View, World } from "./world.ts";
import { APP, BOT_USER, ENTERPRISE, TEAM } from "./world.ts";

export type Payload = Readonly<Record<string, Json>>;

const TOKEN = "verification-token-of-old";

export class Payloads {
  readonly #world: World;
  readonly #tickets: Tickets;

  constructor(world: World, tickets: Tickets) {
    this.#world = world;
    this.#tickets = tickets;
  }

  command(user: string, channel: Channel, command: string, text: string): Payload {
    const { id, name, kind } = channel;
    return {
      token: TOKEN,
      team_id: this.#world.teamOf(user),
      team_domain: "example",
      ...(this.#world.grid && { enterprise_id: ENTERPRISE, enterprise_name: "Example" }),
      channel_id: id,
      channel_name: kind === "im" ? "directmessage" : kind === "group" ? "privategroup" : name,
      user_id: user,
      user_name: this.#handle(user),
      command,
      text,
      api_app_id: APP,
      is_enterprise_install: String(this.#world.grid),
      response_url: this.#tickets.address(user, id, undefined, "commands"),
      trigger_id: this.#tickets.trigger(user),
    };
  }

  press(
    user: string,
    seen: Seen,
    pressed: { readonly button: SeenButton } | { readonly menu: SeenMenu; readonly value: string },
  ): Payload {
    const channel = this.#world.channel(seen.channel);
    const source = seen.message;
    return {
      ...this.#interaction(user, "block_actions"),
      container: {
        type: "message",
        message_ts: source.ts,
        channel_id: channel.id,
        is_ephemeral: source.onlyFor !== undefined,
        ...(source.thread !== undefined && { thread_ts: source.thread }),
      },
      trigger_id: this.#tickets.trigger(user),
      channel: { id: channel.id, name: channel.kind === "im" ? "directmessage" : channel.name },
      ...(source.onlyFor === undefined && { message: json(messageBody(source)) }),
      state: { values: {} },
      response_url: this.#tickets.address(user, channel.id, source, "actions"),
      actions: [this.#action(pressed)],
    };
  }

  pressAtHome(user: string, button: SeenButton): Payload {
    const home = this.#world.homes.get(user) ?? {};
    return {
      ...this.#interaction(user, "block_actions"),
      container: { type: "view", view_id: `V${user}` },
      trigger_id: this.#tickets.trigger(user),
      view: { id: `V${user}`, team_id: TEAM, type: "home", hash: "1", ...home, state: { values: {} } },
      actions: [this.#action({ button })],
    };
  }

  pressInModal(user: string, view: View, button: SeenButton): Payload {
    return {
      ...this.#interaction(user, "block_actions"),
      container: { type: "view", view_id: view.id },
      trigger_id: this.#tickets.trigger(user),
      view: this.#view(view),
      actions: [this.#action({ button })],
    };
  }

  /** A change of a field that the app hears of while the modal is open. */
  changed(user: string, view: View, block: string, action: string): Payload {
    const values = valuesOf(view) as Record<string, Record<string, Record<string, Json>>>;
    return {
      ...this.#interaction(user, "block_actions"),
      container: { type: "view", view_id: view.id },
      trigger_id: this.#tickets.trigger(user),
      view: this.#view(view),
      actions: [{ action_id: action, block_id: block, action_ts: this.#world.ts(), ...values[block]?.[action] }],
    };
  }

  submission(user: string, view: View): Payload {
    return {
      ...this.#interaction(user, "view_submission"),
      trigger_id: this.#tickets.trigger(user),
      view: this.#view(view),
      response_urls: [],
    };
  }

  suggestion(user: string, view: View, block: string, action: string, value: string): Payload {
    return {
      ...this.#interaction(user, "block_suggestion"),
      action_id: action,
      block_id: block,
      value,
      container: { type: "view", view_id: view.id },
      view: this.#view(view),
    };
  }

  shortcut(user: string, callback: string): Payload {
    return {
      ...this.#interaction(user, "shortcut"),
      callback_id: callback,
      trigger_id: this.#tickets.trigger(user),
      action_ts: this.#world.ts(),
    };
  }

  messageShortcut(user: string, callback: string, seen: Seen): Payload {
    const channel = this.#world.channel(seen.channel);
    return {
      ...this.#interaction(user, "message_action"),
      callback_id: callback,
      trigger_id: this.#tickets.trigger(user),
      action_ts: this.#world.ts(),
      message_ts: seen.ts,
      channel: { id: channel.id, name: channel.name },
      message: json(messageBody(seen.message)),
      response_url: this.#tickets.address(user, channel.id, undefined, "actions"),
    };
  }

  event(event: Payload, user?: string): Payload {
    const at = this.#world.now();
    const team = user === undefined ? TEAM : this.#world.teamOf(user);
    const installed = { enterprise_id: this.#world.grid ? ENTERPRISE : null, team_id: this.#world.grid ? null : TEAM };
    return {
      token: TOKEN,
      team_id: team,
      ...(this.#world.grid && { enterprise_id: ENTERPRISE }),
      api_app_id: APP,
      event: { event_ts: this.#world.ts(), ...event },
      type: "event_callback",
      event_id: this.#world.id("Ev"),
      event_time: Math.floor(at / 1000),
      authorizations: [{ ...installed, user_id: BOT_USER, is_bot: true, is_enterprise_install: this.#world.grid }],
      is_ext_shared_channel: false,
      event_context: this.#world.id("4-"),
    };
  }

  #handle(user: string): string {
    return this.#world.member(user).name.toLowerCase().replaceAll(/\W+/g, ".");
  }

  #interaction(user: string, type: string): Payload {
    const handle = this.#handle(user);
    return {
      type,
      user: { id: user, username: handle, name: handle, team_id: this.#world.teamOf(user) },
      api_app_id: APP,
      token: TOKEN,
      team: {
        id: TEAM,
        domain: "example",
        ...(this.#world.grid && { enterprise_id: ENTERPRISE, enterprise_name: "Example" }),
      },
      enterprise: this.#world.grid ? { id: ENTERPRISE, name: "Example" } : null,
      is_enterprise_install: this.#world.grid,
    };
  }

  #view(view: View): Json {
    return json({ ...viewBody(this.#world, view), state: { values: valuesOf(view) } });
  }

  #action(pressed: { readonly button: SeenButton } | { readonly menu: SeenMenu; readonly value: string }): Json {
    const action_ts = this.#world.ts();
    if ("button" in pressed) {
      const { action, block, label, value, style } = pressed.button;
      const text = { type: "plain_text", text: label, emoji: true };
      return {
        type: "button",
        action_id: action,
        block_id: block,
        text,
        ...(value !== undefined && { value }),
        ...(style !== undefined && { style }),
        action_ts,
      };
    }
    const { menu, value } = pressed;
    const label = menu.options.find((option) => option.value === value)?.label ?? "";
    return {
      type: "static_select",
      action_id: menu.action,
      block_id: menu.block,
      selected_option: { text: { type: "plain_text", text: label, emoji: true }, value },
      action_ts,
    };
  }
}

function json(given: unknown): Json {
  return JSON.parse(JSON.stringify(given));
}
