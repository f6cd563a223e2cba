/**
 * 飞书审批 as a desk: approvals are asked there, read there, and taken back there. It never decides in a person's name.
 */
import { z } from "zod";
import type { ApprovalDesk } from "../../../src/flow/approval-desk.ts";
import type { FeishuClient } from "../client.ts";
import { codeOf } from "../failure.ts";
import { idOf } from "../ids.ts";
import type { FeishuNeeds } from "../needs.ts";
import type { Pace } from "../pace.ts";
import { PLATFORM } from "../refs.ts";
import { createDefinitions } from "./definition.ts";
import { deskErrorOf } from "./failure.ts";
import { instanceBody, instanceUuid } from "./request.ts";
import type { Instance } from "./state.ts";
import { deskStateOf, instanceSchema } from "./state.ts";

const UUID_TAKEN = 60012;
const NOT_THERE = 1390003;
const OPEN = "PENDING";
const createdSchema = z.object({ instance_code: z.string(), instance_link: z.string().optional() });
/** Where a person sees an instance in Feishu's own approval app. */
const APPROVAL_APP = "cli_9cb844403dbb9108";

export function createDesk(needs: FeishuNeeds, client: FeishuClient, pace: Pace): ApprovalDesk {
  const { options, memory, log } = needs;
  const definitions = createDefinitions({ client, memory, code: options.approvalCode });

  const guarded = async <T>(acting: boolean, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw deskErrorOf(error, needs.lang, acting);
    }
  };

  /** By its code, or by the uuid that it was made with. */
  const instanceOf = async (id: string): Promise<Instance> => {
    const data = await client.call((sdk) =>
      sdk.approval.v4.instance.get({
        path: { instance_id: idOf("approval", id) },
        params: { user_id_type: "open_id" },
      }),
    );
    return instanceSchema.parse(data ?? {});
  };

  /** A copy that could not be sent is not worth asking all over again. */
  const copy = async (approval: string, instance: string, by: string, copies: readonly string[]): Promise<void> => {
    if (copies.length === 0) return;
    try {
      await client.call((sdk) =>
        sdk.approval.v4.instance.cc({
          params: { user_id_type: "open_id" },
          data: {
            approval_code: approval,
            instance_code: instance,
            user_id: idOf("person", by),
            cc_user_ids: copies.map((account) => idOf("person", account)),
          },
        }),
      );
    } catch (error) {
      log.warn("nobody could be copied in on an approval", { why: error instanceof Error ? error.message : error });
    }
  };

  return {
    name: PLATFORM,

    open: (round) =>
      guarded(true, async () => {
        const definition = await guarded(false, () => definitions.forRound(round));
        const data = instanceBody(round, definition, options.appId);
        await pace.wait(`approval:${round.key}`, ["api:approval"]);
        try {
          const made = createdSchema.parse(await client.call((sdk) => sdk.approval.v4.instance.create({ data })));
          if (made.instance_link) await memory.put(linkName(made.instance_code), made.instance_link);
          await copy(definition.code, made.instance_code, round.originator, round.copies);
          return made.instance_code;
        } catch (error) {
          if (codeOf(error) !== UUID_TAKEN) throw error;
          return (await instanceOf(data.uuid)).instance_code;
        }
      }),

    find: (key) =>
      guarded(false, async () => {
        try {
          const { instance_code: ref } = await instanceOf(instanceUuid(key, options.appId));
          return ref === "" ? { found: "unknown", why: "Feishu told no code" } : { found: "round", ref };
        } catch (error) {
          if (codeOf(error) === NOT_THERE) return { found: "none" };
          throw error;
        }
      }),

    read: (ref) =>
      guarded(false, async () => {
        const instance = await instanceOf(ref);
        const { nodes } = await definitions.read(instance.approval_code);
        return {
          ...deskStateOf(instance, nodes),
          link: (await memory.get(linkName(ref))) ?? linkTo(ref, options.domain),
        };
      }),

    withdraw: (ref, originator) =>
      guarded(false, async () => {
        const instance = await instanceOf(ref);
        if (instance.status !== OPEN) return "ended";
        try {
          await client.call((sdk) =>
            sdk.approval.v4.instance.cancel({
              params: { user_id_type: "open_id" },
              data: {
                approval_code: instance.approval_code,
                instance_code: idOf("approval", ref),
                user_id: idOf("person", originator),
              },
            }),
          );
          return "withdrawn";
        } catch (error) {
          // It may have been taken back although the answer was lost, or have ended in between.
          const after = await instanceOf(ref).catch(() => undefined);
          if (after?.status === "CANCELED") return "withdrawn";
          if (after && after.status !== OPEN) return "ended";
          throw error;
        }
      }),
  };
}

function linkName(instance: string): string {
  return `approval-link:${instance}`;
}

/** Only Feishu's own approval app is known by its id; Lark has another. */
function linkTo(instance: string, domain: string): string | undefined {
  if (!URL.parse(domain)?.hostname.endsWith("feishu.cn")) return undefined;
  const path = `pc/pages/in-process/index?enableTrusteeship=true&instanceId=${instance}`;
  const query = new URLSearchParams({ appId: APPROVAL_APP, mode: "appCenter", path });
  return `https://applink.feishu.cn/client/mini_program/open?${query}`;
}
