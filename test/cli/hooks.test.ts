import { expect, test } from "vitest";
import { startBot } from "../support/bot.ts";
import type { Folder } from "./call.ts";
import { folder } from "./call.ts";

const YAML = `sample: on
hooks:
  - { name: board, url: "http://127.0.0.1:1/in?key=hush", allow: [127.0.0.1], gates: true }
`;

/** A database in which plan 1 waits for an endpoint that could not be reached. */
async function unreached(): Promise<Folder> {
  const here = folder();
  here.write("gonogo.yaml", YAML);
  const bot = await startBot({ yaml: YAML, databaseUrl: `sqlite:${here.database}` });
  await bot.say("ada", "/plan new Release");
  await bot.say("ada", '/plan add 1 text "Announce" -- Tell everybody.');
  await bot.say("ada", "/plan finish 1");
  await bot.settle();
  return here;
}

interface Listed {
  readonly deliveries: readonly { readonly id: string; readonly state: string }[];
}

function listed(answer: { json(): unknown }): Listed {
  return JSON.parse(JSON.stringify(answer.json()));
}

test("what endpoints were told is listed, shown with each attempt, and sent again", async () => {
  const here = await unreached();
  const { deliveries } = listed(await here.gonogo(["hooks", "--json"]));
  expect(deliveries).toMatchObject([{ endpoint: "board", checkpoint: "finish_planning", state: "waiting" }]);
  const id = deliveries[0]?.id ?? "";
  expect((await here.gonogo(["hooks", "1", "--lang", "en"])).out).toMatch(/ENDPOINT.*\n.*board.*waiting.*connect/);
  const shown = (await here.gonogo(["hooks", "show", id])).out;
  expect(shown).toContain('"event_name":"finish_planning"');
  expect(shown).not.toContain("hush");
  expect(await here.gonogo(["hooks", "send-again", id])).toMatchObject({ exit: 0 });
  expect((await here.gonogo(["log", "1", "--json"])).out).toContain("hook-sent-again");
  expect(await here.gonogo(["hooks", "send-again", "msg_none"])).toMatchObject({ exit: 1 });
  expect((await here.gonogo(["hooks", "--state", "accepted"])).out).toBe("Nothing there\n");
});

test("endpoints are listed without what may be secret, and only known ones can be enabled", async () => {
  const here = await unreached();
  const { out } = await here.gonogo(["hooks", "endpoints"]);
  expect(out).toMatch(/board +http:\/\/127\.0\.0\.1:1\/in +finish_planning/);
  expect(out).not.toContain("hush");
  expect(await here.gonogo(["hooks", "enable", "nobody"])).toMatchObject({ exit: 1 });
  expect(await here.gonogo(["hooks", "enable", "board"])).toMatchObject({ exit: 0, out: "board was not disabled.\n" });
});
