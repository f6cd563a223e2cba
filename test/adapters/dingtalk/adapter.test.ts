import { describe, expect, it, vi } from "vitest";
import { PDF, PNG } from "../../support/file-bytes.ts";
import { ID, openTeam, ROOM } from "./team.ts";

const PLAN = `/plan new
name: Release 2.4
window: 20 minutes ago - in 2 hours
approval:
  levels:
    - { name: QA, approvers: [bo, dana] }
items:
  - { name: Build, run: "command:build", owner: dana }
  - { name: Tell them, text: Post the notes, owner: bo }
`;
const WAIT = { timeout: 10_000, interval: 30 } as const;

async function drafted(options: Parameters<typeof openTeam>[0] = {}) {
  const team = await openTeam(options);
  await team.say(ID.ada, PLAN.replace("20 minutes ago - in 2 hours", openWindow()));
  await team.card(ID.ada, "Release 2.4", ROOM);
  return team;
}

function openWindow(): string {
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  return `${at(-20)}/${at(120)}`;
}

async function planOf(team: Awaited<ReturnType<typeof openTeam>>) {
  const plan = await team.gonogo().core.plans.byIndex(1);
  if (!plan) throw new Error("there is no plan 1");
  return plan;
}

describe("people in DingTalk", () => {
  it("mention somebody who never spoke to the bot, by a name with its space or without", async () => {
    const team = await drafted();
    const push = await team.dingtalk.says(ID.ada, "/plan handover 1 @陈晨\u2005", { room: ROOM, mentions: [ID.chen] });
    await push.acknowledged();
    await vi.waitFor(async () => expect((await planOf(team)).manager).toBe("chen"), WAIT);
  });

  it("mention somebody whose name the client has taken out of the text", async () => {
    const team = await drafted();
    await team.dingtalk.says(ID.ada, "/plan handover 1", { room: ROOM, mentions: [ID.bo] });
    await vi.waitFor(async () => expect((await planOf(team)).manager).toBe("bo"), WAIT);
  });

  it("send a plan as a file, and are told of one that can't be read", async () => {
    const team = await openTeam();
    const file = (content: string | Uint8Array) => ({ file: { name: "plan.yaml", content } });
    await team.dingtalk.says(ID.ada, "", file("name: From a file\nitems:\n  - { name: One, text: Do it }\n"));
    await team.card(ID.ada, "From a file", ROOM);
    await team.dingtalk.says(ID.ada, "", file(new Uint8Array([0xff, 0xfe, 0x00])));
    await team.heard(ID.ada, "is not UTF-8 text");
    await team.dingtalk.says(ID.ada, "", file("x".repeat(600_000)));
    await team.heard(ID.ada, "is too large");
  });

  it("show with a picture, or a file sent before, that an item is done", async () => {
    const team = await openTeam();
    await team.say(ID.ada, "/plan new\nname: Proof\nitems:\n  - { name: Tell them, text: Post the notes }\n");
    await team.card(ID.ada, "Proof", ROOM);
    await team.dingtalk.says(ID.ada, "/plan finish 1");
    await vi.waitFor(async () => expect((await planOf(team)).status).toBe("finish_planning"), WAIT);
    await team.dingtalk.says(ID.ada, "/plan start 1");
    await vi.waitFor(async () => expect((await planOf(team)).status).toBe("executing"), WAIT);
    await team.dingtalk.says(ID.ada, "", { file: { name: "report.pdf", content: PDF } });
    await team.heard(ID.ada, "Kept report");
    await team.dingtalk.says(ID.ada, "/plan attach 1.1");
    await team.dingtalk.says(ID.ada, "/plan done 1.1 Posted.", {
      msgtype: "richText",
      file: { name: "", content: PNG },
    });
    await vi.waitFor(
      async () =>
        expect((await planOf(team)).items.i1).toMatchObject({
          state: "done",
          files: [{ name: "report.pdf" }, { name: "picture.png" }],
        }),
      WAIT,
    );
  });

  it("are told of a picture that can't be fetched, and heard when they speak or write among pictures", async () => {
    const team = await openTeam();
    await team.dingtalk.says(ID.ada, "", { msgtype: "picture" });
    await team.heard(ID.ada, "could not be fetched");
    await team.dingtalk.says(ID.ada, "", { msgtype: "video" });
    await team.heard(ID.ada, "I can read text");
    await team.dingtalk.says(ID.bo, "/plan nonsense", { msgtype: "richText" });
    await team.heard(ID.bo, "nonsense");
    await team.dingtalk.says(ID.eve, "/plan lang zh", { msgtype: "audio" });
    await team.heard(ID.eve, "中文");
  });

  it("of another organisation are told so in the chat, and can do nothing", async () => {
    const team = await drafted();
    await team.dingtalk.says("stranger", "/plan submit 1", { room: ROOM });
    await vi.waitFor(() => {
      const texts = team.dingtalk.sees(ID.ada, ROOM).filter(({ by }) => by === "webhook");
      expect(texts.at(-1)?.text).toContain("for members of this team");
    }, WAIT);
    const { track, buttons } = await team.card(ID.ada, "Release 2.4", ROOM);
    await team.dingtalk.clicks("stranger", track, buttons[0]?.id ?? "", { corpId: "dingother" });
    expect((await planOf(team)).status).toBe("planning");
    expect(team.dingtalk.world.violations).toEqual([]);
  });

  it("click buttons whose id comes in any of its three places", async () => {
    const team = await drafted();
    const { track } = await team.card(ID.ada, "Release 2.4", ROOM);
    for (const [idIn, words] of [
      ["actionIds", "1"],
      ["params.id", "2"],
      ["params.action", "3"],
    ] as const) {
      const before = team.dingtalk.sees(ID.ada, ROOM).length;
      await team.dingtalk.clicks(ID.ada, track, "Log", { idIn });
      await vi.waitFor(() => expect(team.dingtalk.sees(ID.ada, ROOM).length, words).toBe(before + 1), WAIT);
      // The others see nothing of it.
      expect(team.dingtalk.sees(ID.bo, ROOM).length).toBeLessThan(team.dingtalk.sees(ID.ada, ROOM).length);
    }
  });

  it("are asked whether they mean it, by a card that only they see, and can say no", async () => {
    const team = await drafted();
    await team.click(ID.ada, "Release 2.4", "Submit for approval", ROOM);
    await team.click(ID.bo, "Approve 1", "Approve");
    await team.click(ID.bo, "Approve plan 1?", "Approve");
    await team.click(ID.dana, "1.1 · Build", "Run");
    await team.click(ID.dana, "Run 1.1?", "Back");
    const said = await vi.waitFor(async () => {
      const shown = await team.card(ID.dana, "Run 1.1?");
      expect(shown.buttons).toEqual([]);
      return shown.text;
    }, WAIT);
    expect(said).toContain("Nothing was changed.");
    expect((await planOf(team)).items.i1?.state).toBe("todo");
    await team.click(ID.dana, "1.1 · Build", "Run");
    await team.click(ID.dana, "Run 1.1?", "Run");
    await vi.waitFor(async () => expect((await planOf(team)).items.i1?.state).toBe("done"), WAIT);
    expect(team.dingtalk.world.violations).toEqual([]);
  });

  it("are told when a button is out of date", async () => {
    const team = await drafted();
    const { track } = await team.card(ID.ada, "Release 2.4", ROOM);
    await team.dingtalk.gateway.push("CALLBACK", "/v1.0/card/instances/callback", {
      type: "actionCallback",
      outTrackId: track,
      corpId: "dingcorp1",
      userId: ID.bo,
      content: JSON.stringify({ cardPrivateData: { actionIds: ["ffffffff"], params: {} } }),
    });
    await team.heard(ID.bo, "out of date");
  });
});

describe("a form as a conversation", () => {
  it("goes on after a restart, back and forth, and is handed in once", async () => {
    const team = await drafted();
    await team.click(ID.ada, "Release 2.4", "Submit for approval", ROOM);
    await team.click(ID.bo, "Approve", "Reject");
    await team.heard(ID.bo, "required");
    await team.restart();
    await team.say(ID.bo, "skip");
    await team.heard(ID.bo, "This one is needed.");
    const push = await team.dingtalk.says(ID.bo, "The notes are <b>not</b> ready");
    await vi.waitFor(async () => expect((await planOf(team)).status).toBe("denied"), WAIT);
    await team.heard(ID.bo, "rejected");
    const before = team.told(ID.bo).length;
    await (await team.dingtalk.gateway.again(push)).acknowledged();
    await team.restart();
    expect(team.told(ID.bo)).toHaveLength(before);
    expect((await planOf(team)).round?.votes.at(-1)).toMatchObject({ comment: "The notes are <b>not</b> ready" });
  });

  it("is asked in the single chat even when it was wanted in a group, and can be given up", async () => {
    const team = await drafted();
    await team.click(ID.ada, "Release 2.4", "Cancel plan", ROOM);
    await team.heard(ID.ada, "Reason");
    await team.say(ID.ada, "cancel");
    await team.heard(ID.ada, "Gave up");
    expect((await planOf(team)).status).toBe("planning");
    // Afterwards what is typed is a command again.
    await team.say(ID.ada, "hello");
    await team.card(ID.ada, "Ada");
  });

  it("lets commands through, and goes on afterwards", async () => {
    const team = await drafted();
    await team.click(ID.ada, "Release 2.4", "Cancel plan", ROOM);
    await team.heard(ID.ada, "Reason");
    await team.say(ID.ada, "/plan comment 1 still thinking");
    await team.heard(ID.ada, "Your comment is in the log");
    await team.say(ID.ada, "No time");
    await vi.waitFor(async () => expect((await planOf(team)).status).toBe("cancel"), WAIT);
  });
});

describe("what goes wrong with DingTalk", () => {
  it("a card that was not delivered is posted again, although the answer was 200", async () => {
    const team = await openTeam();
    team.dingtalk.faults.next("createAndDeliver", { kind: "undelivered", why: "send too fast" }, 2);
    await team.say(ID.ada, "/plan new Careful");
    await team.card(ID.ada, "Careful", ROOM);
    expect(team.dingtalk.sees(ID.ada, ROOM).filter(({ card }) => card?.title.includes("Careful"))).toHaveLength(1);
  });

  it("a card whose answer was lost is there once", async () => {
    const team = await openTeam();
    team.dingtalk.faults.next("createAndDeliver", { kind: "cut", done: true }, 4);
    await team.say(ID.ada, "/plan new Careful");
    await team.card(ID.ada, "Careful", ROOM);
    await vi.waitFor(() => expect(team.dingtalk.sent("createAndDeliver").length).toBeGreaterThan(4), WAIT);
    expect(team.dingtalk.sees(ID.ada, ROOM).filter(({ card }) => card?.title.includes("Careful"))).toHaveLength(1);
  });

  it("a token that is taken no more is replaced by another", async () => {
    const team = await openTeam();
    team.dingtalk.faults.next("createAndDeliver", { kind: "token" });
    await team.say(ID.ada, "/plan new Careful");
    await team.card(ID.ada, "Careful", ROOM);
    expect(team.dingtalk.sent("/v1.0/oauth2/accessToken")).toHaveLength(2);
  });

  it("replies still come when the organisation's calls are used up, and cards when there are more", async () => {
    const team = await drafted();
    team.dingtalk.faults.quota(true);
    await team.say(ID.ada, "/plan comment 1 in between");
    await team.heard(ID.ada, "Your comment is in the log");
    await vi.waitFor(async () => {
      const answer = await fetch(`${team.gonogo().url}/readyz`);
      expect(answer.status).toBe(503);
    }, WAIT);
  });

  it("what was delivered before a restart is not done again after it", async () => {
    const team = await openTeam();
    const push = await team.dingtalk.says(ID.ada, "/plan new Once");
    await push.acknowledged();
    await team.card(ID.ada, "Once", ROOM);
    await team.restart();
    await (await team.dingtalk.gateway.again(push)).acknowledged();
    await team.say(ID.ada, "/plan new Twice");
    await team.card(ID.ada, "Twice", ROOM);
    expect(await team.gonogo().core.plans.byIndex(3)).toBeUndefined();
  });

  it("a message that came while nobody could keep it comes to effect when it comes again", async () => {
    const team = await openTeam();
    await team.gonogo().stop();
    const lost = team.dingtalk.says(ID.ada, "/plan new Later");
    await team.restart();
    const push = await lost;
    await team.dingtalk.gateway.again(push);
    await team.card(ID.ada, "Later", ROOM);
  });
});
