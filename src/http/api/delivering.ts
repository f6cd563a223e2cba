/**
 * Hooks over HTTP: what endpoints were told, and telling them again.
 */
import { allDeliveries, oneDelivery, planDeliveries, sendAgainOf } from "../../hooks/delivery-log.ts";
import { disabledEndpoints, enableEndpoint } from "../../store/endpoint-states.ts";
import type { EndpointsAnswer } from "./delivery-schema.ts";
import { deliveryQuerySchema } from "./delivery-schema.ts";
import { once } from "./idempotency.ts";
import type { ApiContext, ApiNeeds } from "./needs.ts";
import { outcomeResponse } from "./outcome-response.ts";
import { apiProblem } from "./problems.ts";
import { planNamed, queryOf } from "./reading.ts";

export async function listDeliveries(c: ApiContext, { store }: ApiNeeds): Promise<Response> {
  const query = queryOf(c, deliveryQuerySchema);
  if (query instanceof Response) return query;
  return c.json({ deliveries: await allDeliveries(store.read, query) });
}

export async function showPlanDeliveries(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const found = await planNamed(c, needs);
  return found instanceof Response ? found : c.json(await planDeliveries(needs.store.read, found.plan.id));
}

/** Without what is sent: it holds the instance code, by which a gate is answered. */
export async function showDelivery(c: ApiContext, { store }: ApiNeeds): Promise<Response> {
  const found = await oneDelivery(store.read, c.req.param("delivery") ?? "");
  if (!found) return apiProblem("not-found");
  const { body: _, ...delivery } = found;
  return c.json(delivery);
}

export async function sendDeliveryAgain(c: ApiContext, needs: ApiNeeds): Promise<Response> {
  const id = c.req.param("delivery") ?? "";
  const again = await sendAgainOf(needs.store.read, id);
  if (!again) return apiProblem("not-found");
  const answer = await once(c, id, needs, (submit) => submit({ request: again }));
  return outcomeResponse(answer, c, needs);
}

export async function listEndpoints(c: ApiContext, { store, settings }: ApiNeeds): Promise<Response> {
  const disabled = await disabledEndpoints(store.read);
  const endpoints = settings.hooks.map(({ name, url, events, gates, plans }) => {
    const state = disabled.find(({ endpoint }) => endpoint === name);
    return {
      name,
      url: url === undefined ? undefined : withoutQuery(url),
      events,
      gates,
      plans,
      disabled: state && { at: state.disabled_at, reason: state.reason },
    };
  });
  const answer: EndpointsAnswer = { endpoints };
  return c.json(answer);
}

export async function enableAgain(c: ApiContext, { store, settings }: ApiNeeds): Promise<Response> {
  const name = c.req.param("endpoint") ?? "";
  if (!settings.hooks.some((endpoint) => endpoint.name === name)) return apiProblem("not-found");
  return c.json({ enabled: await store.write((tx) => enableEndpoint(tx, name)) });
}

/** An address may carry a secret there. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
