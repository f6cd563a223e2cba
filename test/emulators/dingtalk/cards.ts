/**
 * Interactive cards: created and delivered, updated by key or as a whole, clicked, and answered.
 */
import { z } from "zod";
import type { Told } from "./answers.ts";
import { bodyOf, bytes, ok, refuse } from "./answers.ts";
import type { CardTemplate, Shown } from "./card-templates.ts";
import { builtInTemplate, MARKDOWN_WITH_BUTTONS } from "./card-templates.ts";
import type { Fault } from "./faults.ts";
import type { Gateway, Push } from "./gateway.ts";
import type { Route } from "./server.ts";
import type { World } from "./world.ts";

const CARD_TOPIC = "/v1.0/card/instances/callback";
/** As the reference has it: keys to 100 bytes, values to 1 KB. */
const paramMap = z.record(bytes(100), bytes(1_024));
const data = z.strictObject({ cardParamMap: paramMap });
const i18n = z.partialRecord(z.enum(["ZH_CN", "ZH_TW", "EN_US", "JA_JP", "VI_VN", "TH_TH"]), z.string());
const space = z.strictObject({
  supportForward: z.boolean(),
  lastMessageI18n: i18n.optional(),
  searchSupport: z
    .strictObject({ searchIcon: z.string(), searchTypeName: z.string(), searchDesc: z.string() })
    .optional(),
  notification: z.strictObject({ alertContent: z.string(), notificationOff: z.boolean().optional() }).optional(),
});
const createSchema = z.strictObject({
  userId: z.string().optional(),
  cardTemplateId: z.string(),
  outTrackId: bytes(100),
  callbackType: z.enum(["STREAM", "HTTP"]).optional(),
  cardData: data,
  privateData: z.record(bytes(100), data).optional(),
  openSpaceId: z.string().regex(/^dtv1\.card\/\/(?:IM_GROUP|IM_ROBOT)\.[^;]+$/u),
  imGroupOpenSpaceModel: space.optional(),
  imGroupOpenDeliverModel: z
    .strictObject({
      robotCode: z.string(),
      atUserIds: z.record(z.string(), z.string()).optional(),
      recipients: z.array(z.string()).optional(),
      extension: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  imRobotOpenSpaceModel: space.optional(),
  imRobotOpenDeliverModel: z
    .strictObject({
      spaceType: z.literal("IM_ROBOT"),
      robotCode: z.string().optional(),
      extension: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  userIdType: z.literal(1).optional(),
});
const options = z.strictObject({
  updateCardDataByKey: z.boolean().optional(),
  updatePrivateDataByKey: z.boolean().optional(),
});
const updateSchema = z.strictObject({
  outTrackId: z.string(),
  cardData: data.optional(),
  privateData: z.record(bytes(100), data).optional(),
  userIdType: z.literal(1).optional(),
  cardUpdateOptions: options.optional(),
});
const answerSchema = z.strictObject({
  response: z.strictObject({
    cardUpdateOptions: options.optional(),
    cardData: data.optional(),
    userPrivateData: data.optional(),
  }),
});

interface CardInstance {
  readonly track: string;
  readonly template: string;
  readonly stream: boolean;
  params: Readonly<Record<string, string>>;
  readonly own: Map<string, Readonly<Record<string, string>>>;
}

/** Where a template of today puts the id of a clicked button. */
export type IdPlace = "actionIds" | "params.id" | "params.action";

export interface Cards {
  readonly routes: readonly Route[];
  readonly templates: Map<string, CardTemplate>;
  /** How often cards were changed by a call. */
  updates(track: string): number;
  /** What somebody sees of a card. */
  shown(track: string, viewer: string): Shown;
  /** Clicks as a person does, and applies the answer; rejects when there is none within the platform's limit. */
  click(track: string, viewer: string, button: string, click?: ClickOptions): Promise<Push>;
  forget(track: string): void;
}

export interface ClickOptions {
  readonly idIn?: IdPlace;
  readonly corpId?: string;
  readonly typed?: Readonly<Record<string, string>>;
}

/** The card shows that something went wrong when it has no answer by then. */
const ANSWER_WITHIN = 3_000;

export function createCards(world: World, gateway: Gateway): Cards {
  const templates = new Map<string, CardTemplate>([[MARKDOWN_WITH_BUTTONS, builtInTemplate]]);
  const cards = new Map<string, CardInstance>();
  const changes = new Map<string, number>();

  function templateOf(id: string): CardTemplate {
    const template = templates.get(id);
    if (!template) throw refuse(400, "param.cardTemplateId.notExist", "卡片模板不存在");
    return template;
  }

  function check(template: CardTemplate, params: Readonly<Record<string, string>>): void {
    const wrong = template.check(params);
    // The real one shows a broken card instead of saying so.
    if (wrong.length > 0) world.violations.push(`a card that shows wrong: ${wrong.join("; ")}`);
  }

  function deliver(body: z.output<typeof createSchema>, fault: Fault | undefined): string | undefined {
    const [, kind, id = ""] = /^dtv1\.card\/\/(IM_GROUP|IM_ROBOT)\.(.+)$/u.exec(body.openSpaceId) ?? [];
    if (fault?.kind === "undelivered") return fault.why;
    if (kind === "IM_GROUP") {
      if (!body.imGroupOpenSpaceModel || !body.imGroupOpenDeliverModel) return "group deliver model is missing";
      if (body.imGroupOpenDeliverModel.robotCode !== world.clientId) return "robot not exist";
      if (!world.rooms.has(id)) return "conversation not exist";
    } else {
      if (!body.imRobotOpenSpaceModel || !body.imRobotOpenDeliverModel) return "robot deliver model is missing";
      if (!world.people.has(id)) return "user not exist";
    }
    world.messages.push({
      id: world.nextId("msg"),
      chat: { kind: kind === "IM_GROUP" ? "room" : "single", id },
      from: "bot",
      recipients: body.imGroupOpenDeliverModel?.recipients,
      body: { kind: "card", track: body.outTrackId },
      by: "api",
    });
    return undefined;
  }

  const create: Route["answer"] = (asked, fault): Told => {
    const body = bodyOf(asked, createSchema);
    const template = templateOf(body.cardTemplateId);
    const { outTrackId: track, cardData, callbackType } = body;
    const result = (errorMsg: string | undefined) => {
      const [, spaceType, spaceId] = /\/\/(\w+)\.(.+)$/u.exec(body.openSpaceId) ?? [];
      const delivered = { spaceType, spaceId, success: errorMsg === undefined, errorMsg, carrierId: track };
      return ok({ success: true, result: { outTrackId: track, deliverResults: [delivered] } });
    };
    // One id is one card: what is new about it would not take effect.
    if (cards.has(track)) return result(undefined);
    check(template, cardData.cardParamMap);
    const failed = deliver(body, fault);
    if (failed === undefined) {
      const own = Object.entries(body.privateData ?? {}).map(([who, { cardParamMap }]) => [who, cardParamMap] as const);
      const stream = callbackType === "STREAM";
      const params = cardData.cardParamMap;
      cards.set(track, { track, template: body.cardTemplateId, stream, params, own: new Map(own) });
    }
    return result(failed);
  };

  function apply(
    card: CardInstance,
    change: { readonly cardData?: z.output<typeof data> | undefined; readonly byKey: boolean | undefined },
  ): void {
    if (!change.cardData) return;
    const { cardParamMap } = change.cardData;
    card.params = change.byKey === true ? { ...card.params, ...cardParamMap } : cardParamMap;
    check(templateOf(card.template), card.params);
  }

  const update: Route["answer"] = (asked): Told => {
    const { outTrackId, cardData, cardUpdateOptions } = bodyOf(asked, updateSchema);
    const card = cards.get(outTrackId);
    if (!card) throw refuse(400, "param.outTrackId.notExist", "卡片不存在");
    apply(card, { cardData, byKey: cardUpdateOptions?.updateCardDataByKey });
    changes.set(outTrackId, (changes.get(outTrackId) ?? 0) + 1);
    return ok({ success: true, result: true });
  };

  function cardAt(track: string): CardInstance {
    const card = cards.get(track);
    if (!card) throw new Error(`there is no card ${track}`);
    return card;
  }

  function shown(track: string, viewer: string): Shown {
    const card = cardAt(track);
    return templateOf(card.template).show({ ...card.params, ...card.own.get(viewer) });
  }

  return {
    routes: [
      { method: "POST", path: "/v1.0/card/instances/createAndDeliver", answer: create },
      { method: "PUT", path: "/v1.0/card/instances", answer: update },
    ],
    templates,
    updates: (track) => changes.get(track) ?? 0,
    shown,
    async click(track, viewer, name, { idIn = "actionIds", corpId = world.corpId, typed = {} } = {}) {
      const card = cardAt(track);
      const { buttons } = shown(track, viewer);
      const button = buttons.find(({ id, text }) => id === name || text === name);
      if (!button) throw new Error(`the card has no ${name}, but ${buttons.map(({ text }) => text).join(", ")}`);
      if (!card.stream) throw new Error("the card was not made for the stream: nobody hears the click");
      const given = Object.entries(button.params).map(([key, value]) => [
        key,
        value.startsWith("input:") ? (typed[value.slice(6)] ?? "") : value,
      ]);
      const extra = idIn === "actionIds" ? {} : { [idIn.slice("params.".length)]: button.id };
      const params = { ...Object.fromEntries(given), ...extra };
      const actionIds = idIn === "actionIds" ? [button.id] : ["button"];
      const content = { cardPrivateData: { actionIds, params } };
      const push = await gateway.push("CALLBACK", CARD_TOPIC, {
        type: "actionCallback",
        outTrackId: track,
        corpId,
        userId: viewer,
        userIdType: 1,
        spaceType: "im",
        extension: "{}",
        content: JSON.stringify(content),
        value: JSON.stringify(content),
      });
      const answer = answerSchema.safeParse(await push.acknowledged(ANSWER_WITHIN));
      if (!answer.success) {
        world.violations.push(`an answer to a click that is none: ${z.prettifyError(answer.error)}`);
        return push;
      }
      const { cardData, userPrivateData, cardUpdateOptions } = answer.data.response;
      apply(card, { cardData, byKey: cardUpdateOptions?.updateCardDataByKey });
      if (userPrivateData) card.own.set(viewer, { ...card.own.get(viewer), ...userPrivateData.cardParamMap });
      return push;
    },
    forget: (track) => void cards.delete(track),
  };
}
