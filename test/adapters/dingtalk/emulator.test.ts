/** The emulator refuses what DingTalk refuses; an adapter that is right before it is not right by luck. */
import { describe, expect, it, onTestFinished } from "vitest";
import type { Dingtalk } from "../../emulators/dingtalk/dingtalk.ts";
import { openDingtalk } from "../../emulators/dingtalk/dingtalk.ts";
import { ROOM } from "./team.ts";

const TEMPLATE = "1366a1eb-bc54-4859-ac88-517c56a9acb1.schema";

async function open() {
  const people = [{ userId: "ada", name: "Ada" }];
  const dingtalk = await openDingtalk({ people, rooms: [{ id: ROOM, title: "R", members: ["ada"] }] });
  onTestFinished(() => dingtalk.close());
  const token = await post(dingtalk, "/v1.0/oauth2/accessToken", {
    appKey: dingtalk.clientId,
    appSecret: dingtalk.clientSecret,
  });
  const call = (path: string, body: unknown, method = "POST") =>
    post(dingtalk, path, body, { method, token: String(token.json.accessToken) });
  return { dingtalk, call };
}

async function post(
  { url }: Dingtalk,
  path: string,
  body: unknown,
  { method = "POST", token = "" }: { readonly method?: string; readonly token?: string } = {},
) {
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    "x-acs-dingtalk-access-token": token,
  };
  const response = await fetch(new URL(path, url), { method, headers, body: JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as Readonly<Record<string, unknown>> };
}

function card(clientId: string, change: Readonly<Record<string, unknown>> = {}) {
  return {
    cardTemplateId: TEMPLATE,
    outTrackId: "track-1",
    callbackType: "STREAM",
    cardData: { cardParamMap: { title: "T", markdown: "M", tips: "", sys_full_json_obj: '{"msgButtons":[]}' } },
    openSpaceId: `dtv1.card//IM_GROUP.${ROOM}`,
    imGroupOpenSpaceModel: { supportForward: true },
    imGroupOpenDeliverModel: { robotCode: clientId },
    userIdType: 1,
    ...change,
  };
}

const param = (cardParamMap: unknown) => ({ cardData: { cardParamMap } });

describe("the emulated DingTalk", () => {
  it("shows a card to the people of its room", async () => {
    const { dingtalk, call } = await open();
    expect((await call("/v1.0/card/instances/createAndDeliver", card(dingtalk.clientId))).status).toBe(200);
    expect(dingtalk.sees("ada", ROOM).at(-1)?.card).toMatchObject({ title: "T" });
    expect(dingtalk.world.violations).toEqual([]);
  });

  it.each([
    ["a value that is not a string", param({ title: 1 }), "MissingStringValue"],
    ["a value over 1 KB", param({ title: "字".repeat(342) }), "1024 bytes"],
    ["a name over 100 bytes", param({ ["x".repeat(101)]: "" }), ""],
    ["a field that it does not know", { color: "red" }, "invalidParameter"],
    ["a field of another type", { userIdType: "1" }, "invalidParameter"],
    ["a template that is not there", { cardTemplateId: "nobody.schema" }, "notExist"],
  ])("refuses a card with %s", async (_what, change, words) => {
    const { dingtalk, call } = await open();
    const { status, json } = await call("/v1.0/card/instances/createAndDeliver", card(dingtalk.clientId, change));
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toContain(words);
    expect(dingtalk.sees("ada", ROOM)).toEqual([]);
  });

  it.each([
    ["no way of delivering", { imGroupOpenDeliverModel: undefined }],
    ["a room that is not there", { openSpaceId: "dtv1.card//IM_GROUP.nowhere" }],
    ["another robot", { imGroupOpenDeliverModel: { robotCode: "other" } }],
  ])("answers 200 to a card with %s, and delivers nothing", async (_what, change) => {
    const { dingtalk, call } = await open();
    const { status, json } = await call("/v1.0/card/instances/createAndDeliver", card(dingtalk.clientId, change));
    expect(status).toBe(200);
    expect(json).toMatchObject({ result: { deliverResults: [{ success: false }] } });
    expect(dingtalk.sees("ada", ROOM)).toEqual([]);
  });

  it("takes no call without a token, and no more than twenty a second", async () => {
    const { dingtalk, call } = await open();
    expect((await post(dingtalk, "/v1.0/card/instances", {}, { method: "PUT" })).status).toBe(401);
    const body = { outTrackId: "track-1", cardData: { cardParamMap: { tips: "new" } } };
    await call("/v1.0/card/instances/createAndDeliver", card(dingtalk.clientId));
    const answers = await Promise.all(Array.from({ length: 30 }, () => call("/v1.0/card/instances", body, "PUT")));
    expect(answers.filter(({ status }) => status === 403).length).toBeGreaterThan(0);
  });
});
