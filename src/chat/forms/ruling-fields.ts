/**
 * What rules a plan and who else has to do with it: who may edit it, its policy, where it is announced and asked about, and
 * whether it can't wait. Each is there where there is something to choose.
 */
import type { Content } from "../../plan/content.ts";
import { CARD, LIMITS } from "../../plan/content.ts";
import type { FormField } from "../card.ts";
import { deskName } from "../texts/names.ts";
import { say } from "../texts/say.ts";
import { choiceField, partiesField, severalField, textField } from "./field.ts";
import type { FormSources, Option, Ruling } from "./sources.ts";

/** `content` is undefined for a plan that begins with nothing. */
export function rulingFields(content: Content | undefined, sources: FormSources): readonly FormField[] {
  const { ruling } = sources;
  if (!ruling) return [];
  return [
    editorsField(content?.editors ?? [], sources),
    ...announceFields(content?.announce ?? ruling.begins.announce, ruling, sources),
    ...policyFields(content?.policy ?? ruling.begins.policy, ruling, sources),
    ...viaFields(content?.approval?.via ?? CARD, ruling, sources),
    ...emergencyFields(content?.emergency ?? "", ruling, sources),
  ];
}

function editorsField(editors: readonly string[], sources: FormSources): FormField {
  const { lang } = sources.reader;
  const said = { name: "editors", label: say(lang, "form.field.editors"), hint: say(lang, "form.hint.editors") };
  return partiesField(said, editors, sources);
}

function announceFields(
  rooms: readonly string[],
  { rooms: known }: Ruling,
  { reader: { lang } }: FormSources,
): readonly FormField[] {
  if (known.length === 0 && rooms.length === 0) return [];
  const said = { name: "announce", label: say(lang, "form.field.announce"), hint: say(lang, "form.hint.announce") };
  return [severalField(said, rooms, optionsOf(known))];
}

function policyFields(policy: string, { policies }: Ruling, { reader: { lang } }: FormSources): readonly FormField[] {
  if (policies.length < 2) return [];
  const said = { name: "policy", label: say(lang, "form.field.policy"), required: true };
  return [choiceField(said, policy, optionsOf(policies))];
}

function viaFields(via: string, { desks }: Ruling, { reader }: FormSources): readonly FormField[] {
  if (desks.length < 2 && via === CARD) return [];
  const { lang } = reader;
  const options = desks.map((value) => ({
    value,
    label: value === CARD ? say(lang, "form.via.card") : deskName(value, reader),
  }));
  const said = { name: "via", label: say(lang, "form.field.via"), hint: say(lang, "form.hint.via"), required: true };
  return [choiceField(said, via, options)];
}

function emergencyFields(
  emergency: string,
  { emergencies }: Ruling,
  { reader: { lang } }: FormSources,
): readonly FormField[] {
  if (!emergencies && emergency === "") return [];
  const said = { name: "emergency", label: say(lang, "form.field.emergency"), hint: say(lang, "form.hint.emergency") };
  return [textField(said, { max: LIMITS.reason, lines: 2 }, emergency)];
}

function optionsOf(words: readonly string[]): readonly Option[] {
  return words.map((value) => ({ value, label: value }));
}
