/**
 * The inbox that every chat adapter is given, connected to the door, the plans and the directory.
 */
import { createInbox } from "./chat/inbox/inbox.ts";
import type { FactorDesk } from "./chat/inbox/needs.ts";
import type { Inbox } from "./chat/ports.ts";
import { connectCalendarDesk } from "./connect-calendar.ts";
import { connectDraftModel } from "./connect-draft-model.ts";
import { connectDrafts } from "./connect-drafts.ts";
import { connectSeriesDesk, removeWithSeries } from "./connect-series.ts";
import { connectZadigDesk } from "./connect-zadig.ts";
import type { Core, Process } from "./core.ts";
import { privatePlace } from "./flow/card-names.ts";
import { hurryReads } from "./flow/hurry-reads.ts";
import { showCard } from "./flow/reconcile.ts";
import { planDeliveries, sendAgainOf } from "./hooks/delivery-log.ts";
import { namedEndpoints } from "./hooks/endpoints.ts";
import { createFactors } from "./people/factors.ts";
import { roomAt } from "./people/rooms.ts";
import { createSignIn } from "./people/sign-in.ts";
import { baseUrl, signInUrl } from "./people/sign-in-link.ts";
import { beginEditing, endEditing } from "./store/editing.ts";
import type { TemplateRow } from "./store/templates.ts";
import { findTemplate, listTemplates, saveTemplate } from "./store/templates.ts";

/** A form that nobody saves or draws anew for so long (ms) is taken for closed: platforms don't say when one is. */
const EDITING_LASTS = 20 * 60_000;

export function connectInbox(core: Core, parts: Process): Inbox {
  const { store, directory, door, plans, catalogue } = core;
  const { settings, now } = parts;
  return createInbox({
    submit: (envelope) => door.submit(envelope),
    plans,
    show: (plan, { place, account }, key) => showCard(store, plan, privatePlace(place, account.id), key, now()),
    templates: {
      list: async () => (await listTemplates(store.read)).map(templateOf),
      find: async (name) => {
        const row = await findTemplate(store.read, name);
        return row && templateOf(row);
      },
      remove: (name) => removeWithSeries(core, name, now()),
      save: ({ name, draft, by, at }) => store.write((tx) => saveTemplate(tx, { name, draft, by_person: by, at })),
    },
    drafts: connectDrafts(store, now),
    draftModel: connectDraftModel(settings, (err) => parts.log.warn({ err }, "the model for drafts gave no answer")),
    hooks: {
      ofPlan: (plan) => planDeliveries(store.read, plan),
      again: async (plan, delivery) => {
        const found = await sendAgainOf(store.read, delivery);
        return found?.plan === plan ? found.command : undefined;
      },
    },
    series: connectSeriesDesk(core, parts),
    calendar: connectCalendarDesk(core, parts),
    files: core.files,
    zadig: connectZadigDesk(core, parts),
    editors: {
      begin: async (plan_id, section, person) => {
        const since = now();
        const row = { plan_id, section, person, since, until: since + EDITING_LASTS };
        return store.write((tx) => beginEditing(tx, row));
      },
      end: (plan_id, section, person) => store.write((tx) => endEditing(tx, { plan_id, section, person })),
    },
    directory,
    approvalChanged: async (desk, ref) => {
      await hurryReads(store, { port: desk, kind: "read-round", refs: [ref] }, now());
    },
    lang: settings.lang,
    now,
    engines: () => catalogue.engines(),
    findRequirements: core.requirements.find,
    custom: settings.custom,
    hookNames: namedEndpoints(settings.hooks),
    policies: settings.policies,
    freezes: core.calendar.freezes,
    rooms: Object.keys(settings.rooms),
    desks: core.desks,
    roomAt: (place) => roomAt(settings, place),
    defaults: settings.defaults,
    factors: factorDesk(core, parts),
    loginLink: async (person) => {
      if (settings.sample) return undefined;
      const { secret, expiresAt } = await createSignIn({ store, now }).createLoginLink(person);
      return { url: signInUrl(settings, secret), expiresAt };
    },
  });
}

function templateOf({ name, draft, by_person: by, at }: TemplateRow) {
  return { name, draft, by, at };
}

/** Codes are asked of whoever decides where a policy wants it; without a key there is nothing to ask. */
function factorDesk({ store }: Core, { settings, now }: Process): FactorDesk | undefined {
  if (settings.secret === undefined) return undefined;
  const factors = createFactors(store, settings.secret, now);
  return {
    verify: factors.verify,
    setUp: async (person) => {
      if ((await factors.has(person)) && !(await factors.provenLately(person))) return "has-one";
      const { secret, expiresAt } = await createSignIn({ store, now }).createLoginLink(person);
      return { url: `${baseUrl(settings)}/factor/${encodeURIComponent(secret)}`, expiresAt };
    },
  };
}
