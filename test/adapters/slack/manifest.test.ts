import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { SCOPES } from "../../../adapters/slack/scopes.ts";
import { SCOPES as EMULATED } from "../../emulators/slack/slack.ts";
import { manifestSchema } from "./manifest-schema.ts";

function manifest(mode: "socket" | "http"): unknown {
  return parse(readFileSync(join(import.meta.dirname, `../../../examples/slack/manifest-${mode}.yaml`), "utf8"));
}

const ADDRESS = "https://gonogo.example.com/slack/events";

describe.each(["socket", "http"] as const)("the app's manifest in %s mode", (mode) => {
  const read = manifestSchema.parse(manifest(mode));

  it("is what Slack's schema takes, and would not be with an unknown key or a text too long", () => {
    expect(manifestSchema.safeParse({ ...read, more: 1 }).success).toBe(false);
    const name = "x".repeat(36);
    expect(manifestSchema.safeParse({ ...read, display_information: { name } }).success).toBe(false);
  });

  it("asks for exactly the permissions that the bot needs", () => {
    expect(read.oauth_config?.scopes?.bot?.toSorted()).toEqual([...SCOPES].toSorted());
  });

  it("asks for what the bot listens to, and escapes what people type", () => {
    expect(read.settings?.event_subscriptions?.bot_events).toEqual([
      "app_home_opened",
      "app_mention",
      "link_shared",
      "member_joined_channel",
      "message.im",
      "user_change",
    ]);
    expect(read.features?.slash_commands).toMatchObject([{ command: "/plan", should_escape: true }]);
    expect(read.features?.shortcuts?.map(({ callback_id: id }) => id)).toEqual(["new_plan", "plan_from_message"]);
  });

  it(mode === "http" ? "names where Slack's requests go" : "needs no address", () => {
    const addresses = [
      read.features?.slash_commands?.[0]?.url,
      read.settings?.event_subscriptions?.request_url,
      read.settings?.interactivity?.request_url,
      read.settings?.interactivity?.message_menu_options_url,
    ];
    expect(addresses).toEqual(addresses.map(() => (mode === "http" ? ADDRESS : undefined)));
    expect(read.settings?.socket_mode_enabled).toBe(mode === "socket");
  });
});

it("the emulated app has no permission that the manifest does not ask for", () => {
  expect(EMULATED.filter((scope) => !SCOPES.some((needed) => needed === scope))).toEqual([]);
});
