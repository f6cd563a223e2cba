import { expect, onTestFinished, test } from "vitest";
import type { Account } from "../../src/chat/ports.ts";
import { createDirectory } from "../../src/people/directory.ts";
import { createFollowing } from "../../src/people/follow-platforms.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { quietAdapter } from "../support/quiet-chat.ts";
import { settingsOf } from "../support/settings.ts";

const TEAM = `
people:
  ada: { name: Ada, email: ada@example.com }
  bo: { name: Bo, email: bo@example.com }
groups:
  qa: [ada, "slack:usergroup:S1"]
rooms:
  quality: { members: ["group:qa"] }
`;
const ADA: Account = { platform: "slack", id: "U1", name: "Ada", email: "ada@example.com" };
const FEI: Account = { platform: "slack", id: "U9", name: "Fei", email: "fei@example.com" };

/** A team on Slack, where `accounts` are, and the group S1 with the `members` it has at the time. */
async function world(accounts: readonly Account[] = [ADA]) {
  const store = await openStore("sqlite::memory:");
  onTestFinished(() => store.close());
  await migrate(store);
  const settings = settingsOf(TEAM, { SLACK_BOT_TOKEN: "xoxb", SLACK_APP_TOKEN: "xapp" });
  const clock = { now: 0 };
  const now = () => clock.now;
  const directory = await createDirectory({ settings, store, now });
  const slack = {
    members: [FEI] as readonly Account[] | undefined,
    down: false,
    asked: 0,
    away: new Map<string, number | undefined>(),
  };
  const changed: (readonly string[])[] = [];
  const errors: string[] = [];
  const follow = createFollowing({
    settings,
    directory,
    platforms: [
      quietAdapter({
        platform: "slack",
        find: async (query) => {
          slack.asked++;
          if (slack.down) throw new Error("Slack is down");
          return accounts.find(({ email }) => "email" in query && email === query.email);
        },
        members: async () => {
          if (slack.down) throw new Error("Slack is down");
          return slack.members;
        },
        away: async (asked) => new Map([...slack.away].filter(([account]) => asked.includes(account))),
      }),
    ],
    now,
    onAway: async (people) => void changed.push(people),
    onError: (error) => errors.push(String(error)),
  });
  return { directory, slack, changed, follow, errors, clock, again: () => createDirectory({ settings, store, now }) };
}

test("an account is found by the email of somebody who never spoke there", async () => {
  const { directory, follow } = await world();
  await follow();
  expect(directory.accountsOf("ada")).toContainEqual({ platform: "slack", account: "U1" });
});

test("somebody the platform does not know is asked for again only hours later", async () => {
  const { slack, follow, clock } = await world();
  await follow();
  await follow();
  expect(slack.asked).toBe(2);
  clock.now += 6 * 60 * 60_000;
  await follow();
  expect(slack.asked).toBe(3);
});

test("a group has the members of the settings and those the platform says, met for the first time", async () => {
  const { directory, follow, again } = await world();
  await follow();
  expect(directory.groups().qa).toEqual(["ada", "fei"]);
  expect(directory.roomsOf("fei")).toEqual(["quality"]);
  expect((await again()).groups().qa).toEqual(["ada", "fei"]);
});

test("who leaves the platform's group leaves ours", async () => {
  const { directory, follow, slack } = await world();
  await follow();
  slack.members = [];
  await follow();
  expect(directory.groups().qa).toEqual(["ada"]);
});

test("a platform that cannot be asked changes nothing, and that is said", async () => {
  const { directory, follow, slack, errors } = await world();
  await follow();
  slack.down = true;
  await follow();
  expect([directory.groups().qa, errors]).toEqual([["ada", "fei"], ["Error: Slack is down"]]);
});

test("a group that the platform does not have is named", async () => {
  const { follow, slack, errors } = await world();
  slack.members = undefined;
  await follow();
  expect(errors).toEqual(["Error: the group qa follows slack:usergroup:S1, which is not there"]);
});

test("who is out of office by the platform's status is away until it ends, and said once", async () => {
  const { directory, slack, changed, follow, clock } = await world();
  await follow();
  slack.away.set("U1", 60_000);
  await follow();
  await follow();
  expect(changed).toEqual([["ada"]]);
  expect(directory.view(clock.now).away).toEqual(["ada"]);
  expect(directory.awayUntil("ada", clock.now)).toBe(60_000);
  expect(directory.view(60_000).away).toEqual([]);
  slack.away.clear();
  await follow();
  expect(changed).toEqual([["ada"], ["ada"]]);
  expect(directory.view(clock.now).away).toEqual([]);
});
