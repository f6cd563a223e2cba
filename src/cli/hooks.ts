/**
 * `gonogo hooks`: what endpoints were told, each attempt, and telling them again.
 */
import type { Delivery } from "../chat/deliveries.ts";
import { nearTime } from "../chat/texts/when.ts";
import type { Core } from "../core.ts";
import { allDeliveries, oneDelivery, planDeliveries, sendAgainOf } from "../hooks/delivery-log.ts";
import type { Actor } from "../plan/plan.ts";
import { disabledEndpoints, enableEndpoint } from "../store/endpoint-states.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job, Settings } from "./job.ts";
import { readerAt, withCore, withDatabase } from "./job.ts";
import { table } from "./table.ts";
import { TEXTS } from "./texts.ts";

const MOST_ROWS = 100;
/** Whoever may use the command line may read the database as well; the log says that it was done there. */
const COMMAND_LINE: Actor = { kind: "token", name: "cli" };

export interface HooksOptions {
  readonly plan?: number | undefined;
  readonly state?: Delivery["state"] | undefined;
  readonly endpoint?: string | undefined;
}

/** Deliveries of one plan or of all, newest first. */
export async function hooksList(job: Job, { plan, state, endpoint }: HooksOptions): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const found =
      plan === undefined
        ? await allDeliveries(core.store.read, { state, endpoint, limit: MOST_ROWS })
        : (await planDeliveries(core.store.read, await planId(plan, core, job))).deliveries;
    const deliveries = found.filter((each) => matches(each, state, endpoint));
    job.answer(await listText(deliveries, core, settings, job), { deliveries });
  });
}

function matches(delivery: Delivery, state: string | undefined, endpoint: string | undefined): boolean {
  return (
    (state === undefined || delivery.state === state) && (endpoint === undefined || delivery.endpoint === endpoint)
  );
}

async function planId(index: number, { plans }: Core, { lang }: Job): Promise<string> {
  const plan = await plans.byIndex(index);
  if (plan) return plan.id;
  throw new Failure(EXIT.refused, { code: "no-such-plan", message: TEXTS[lang].noPlan(index), index });
}

async function listText(deliveries: readonly Delivery[], core: Core, settings: Settings, job: Job): Promise<string> {
  const texts = TEXTS[job.lang];
  if (deliveries.length === 0) return texts.outboxEmpty;
  const reader = readerAt(job, core, settings);
  const { id, plan, endpoint, event, state, tries, at, last } = texts.deliveryColumns;
  const rows = deliveries.map(async (delivery) => [
    delivery.id,
    String((await core.plans.byId(delivery.plan))?.index ?? "?"),
    delivery.endpoint,
    delivery.checkpoint,
    texts.deliveryStates[delivery.state],
    String(delivery.attempts.length),
    nearTime(delivery.at, reader),
    lastText(delivery),
  ]);
  return table([id, plan, endpoint, event, state, tries, at, last], await Promise.all(rows));
}

function lastText({ attempts }: Delivery): string {
  const last = attempts.at(-1);
  return last === undefined ? "" : (last.problem ?? `${last.status ?? ""} ${last.latency} ms`).trim();
}

/** One delivery with every attempt and what is sent. */
export async function hooksShow(job: Job, id: string): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const delivery = await oneDelivery(core.store.read, id);
    if (!delivery) throw noDelivery(id, job);
    const reader = readerAt(job, core, settings);
    const attempts = delivery.attempts.map(({ number, at, url, latency, status, problem, next }) =>
      [
        `${number}. ${nearTime(at, reader)}`,
        url,
        status === undefined ? "" : String(status),
        `${latency} ms`,
        problem ?? "",
        next === undefined ? "" : `→ ${nearTime(next, reader)}`,
      ]
        .filter((part) => part !== "")
        .join("  "),
    );
    const head = await listText([delivery], core, settings, job);
    job.answer([head, "", ...attempts, "", delivery.body].join("\n"), delivery);
  });
}

/** Makes it due now; whoever serves sends it. */
export async function hooksSendAgain(job: Job, id: string): Promise<void> {
  await withCore(job, async ({ store, door }) => {
    const again = await sendAgainOf(store.read, id);
    if (!again) throw noDelivery(id, job);
    const outcome = await door.submit({ actor: COMMAND_LINE, request: again });
    if (!outcome.taken) {
      const message = TEXTS[job.lang].wouldRefuse(outcome.refusal.code);
      throw new Failure(EXIT.refused, { code: outcome.refusal.code, message });
    }
    job.answer(TEXTS[job.lang].sentAgain(1), { sent: [id] });
  });
}

/** The endpoints of the settings, and which of them asked to be left alone. */
export async function hooksEndpoints(job: Job): Promise<void> {
  await withDatabase(job, async ({ store }, settings) => {
    const texts = TEXTS[job.lang];
    const disabled = await disabledEndpoints(store.read);
    const endpoints = settings.hooks.map(({ name, url, events, gates, plans }) => ({
      name,
      url: url === undefined ? undefined : new URL(url).origin + new URL(url).pathname,
      events,
      gates,
      plans,
      disabled: disabled.find(({ endpoint }) => endpoint === name)?.reason,
    }));
    const { endpoint, url, events, gates, state } = texts.endpointColumns;
    const rows = endpoints.map((each) => [
      each.name,
      each.url ?? "–",
      each.events.join(" "),
      each.gates.join(" "),
      each.disabled === undefined ? "" : texts.endpointDisabled,
    ]);
    job.answer(rows.length === 0 ? texts.outboxEmpty : table([endpoint, url, events, gates, state], rows), {
      endpoints,
    });
  });
}

/** Sends to an endpoint again that asked to be left alone. */
export async function hooksEnable(job: Job, name: string): Promise<void> {
  await withCore(job, async ({ store }, settings) => {
    const texts = TEXTS[job.lang];
    if (!settings.hooks.some((endpoint) => endpoint.name === name)) {
      throw new Failure(EXIT.refused, { code: "no-such-endpoint", message: texts.noEndpoint(name), name });
    }
    const enabled = await store.write((tx) => enableEndpoint(tx, name));
    job.answer(enabled ? texts.endpointEnabled(name) : texts.endpointWasEnabled(name), { enabled });
  });
}

function noDelivery(id: string, { lang }: Job): Failure {
  return new Failure(EXIT.refused, { code: "no-such-delivery", message: TEXTS[lang].noDelivery(id), id });
}
