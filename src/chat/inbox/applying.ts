/**
 * Who makes a plan of a draft in chat, and what its names are looked up in.
 */
import type { Applier, ApplyNeeds } from "../plan-file/apply.ts";
import type { ChatNeeds } from "./needs.ts";
import { personMatch } from "./parties.ts";
import type { Talk } from "./talk.ts";

export function applierOf({ person, key, lang, reader, place }: Talk, { roomAt, defaults }: ChatNeeds): Applier {
  const room = roomAt(place);
  return {
    actor: { kind: "person", id: person.id },
    lang,
    zone: reader.zone,
    key,
    manager: person.id,
    announce: room === undefined ? defaults.announce : [room],
    policy: defaults.policy,
  };
}

export async function applyNeeds(talk: Talk, needs: ChatNeeds): Promise<ApplyNeeds> {
  const { submit, plans, directory, rooms, engines, custom, now } = needs;
  return {
    submit: ({ key, ...envelope }) => submit({ key: key ?? talk.key, ...envelope }),
    byKey: plans.byKey,
    resolvePerson: (name) => personMatch(name, talk, needs),
    groups: Object.keys(directory.groups()),
    rooms,
    engines: await engines(),
    custom,
    now: now(),
  };
}
