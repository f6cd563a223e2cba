import { describe, expect, it } from "vitest";
import { examine } from "../../../adapters/slack/examine.ts";
import type { SlackOptions } from "../../emulators/slack/slack.ts";
import { SCOPES } from "../../emulators/slack/slack.ts";
import { credentialsFor, openWorkspace, ROOM } from "./stage.ts";

async function world(options: SlackOptions = {}) {
  const slack = await openWorkspace(options);
  const credentials = credentialsFor(slack, "socket");
  const rooms = { releases: { places: [`slack:room:${slack.world.channel(ROOM).id}`] } };
  const bad = async (more = {}, around = {}) => {
    const findings = await examine({ ...credentials, ...more }, { rooms, ...around });
    return findings.filter(({ state }) => state === "bad").map(({ what }) => what.en);
  };
  return { slack, credentials, rooms, bad };
}

describe("the doctor", () => {
  it("finds nothing wrong where everything is set up, and says what it cannot know", async () => {
    const { bad, credentials, rooms } = await world();
    expect(await bad()).toEqual([]);
    const findings = await examine(credentials, { rooms });
    expect(findings.map(({ state }) => state)).toEqual(["good", "good", "good", "good", "unsure"]);
    for (const { what, remedy } of findings) {
      expect(Object.values({ ...what, ...remedy }).every((text) => text !== "")).toBe(true);
    }
  });

  it("finds a bot token that is none, and asks no further", async () => {
    const { slack, credentials } = await world();
    const findings = await examine({ ...credentials, botToken: "xoxb-another" }, { rooms: {} });
    expect(findings).toMatchObject([{ state: "bad", what: { en: expect.stringContaining("invalid_auth") } }]);
    expect(slack.calls.map(({ method }) => method)).toEqual(["auth.test"]);
  });

  it("finds an app token that is none", async () => {
    const { bad } = await world();
    expect(await bad({ appToken: "xapp-another" })).toEqual(["Socket Mode cannot connect: invalid_auth"]);
    expect(await bad({ appToken: credentialsToken })).toEqual(["Socket Mode cannot connect: not_allowed_token_type"]);
  });

  it("names the permissions that are missing", async () => {
    const { bad } = await world({
      scopes: SCOPES.filter((scope) => scope !== "files:read" && scope !== "links:write"),
    });
    expect(await bad()).toEqual(["The bot lacks permissions: files:read, links:write"]);
  });

  it("wants an https address in http mode", async () => {
    const { bad, credentials } = await world();
    expect(await bad({ mode: "http" })).toEqual([expect.stringContaining("GONOGO_PUBLIC_URL")]);
    const findings = await examine(
      { ...credentials, mode: "http" },
      { rooms: {}, publicUrl: "https://gonogo.example" },
    );
    expect(findings.map(({ what }) => what.en)).toContainEqual(
      "Slack's requests are expected at https://gonogo.example/slack/events",
    );
  });

  it("finds channels that are not there, archived, or without the bot", async () => {
    const { slack, credentials } = await world();
    slack.channel("open", []);
    slack.channel("old", []).archived = true;
    slack.channel("secret", [], { private: true });
    const places = ["open", "old", "secret"].map((name) => `slack:room:${slack.world.channel(name).id}`);
    const findings = await examine(credentials, { rooms: { all: { places: [...places, "slack:room:C0NONE"] } } });
    expect(findings.slice(3, -1).map(({ state }) => state)).toEqual(["unsure", "bad", "bad", "bad"]);
  });
});

/** A bot's token where an app's belongs. */
const credentialsToken = "xoxb-1111-2222-gonogo";
