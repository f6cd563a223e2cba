/**
 * A draft that a program sends: applied in the name of the token it came with.
 */
import { personMatch } from "../../chat/inbox/parties.ts";
import type { Applied, ApplyNeeds } from "../../chat/plan-file/apply.ts";
import { applyDraft } from "../../chat/plan-file/apply.ts";
import type { PlanDraft } from "../../chat/plan-file/draft.ts";
import type { Submit } from "./idempotency.ts";
import type { ApiContext, ApiNeeds } from "./needs.ts";
import { readerOf } from "./outcome-response.ts";

/** People, groups, rooms and workflows are those of this moment; `held` says which plan the draft is held against, and how. */
export async function applyAsToken(
  draft: PlanDraft,
  held: Pick<ApplyNeeds, "byKey" | "onto">,
  c: ApiContext,
  needs: ApiNeeds,
  submit: Submit,
): Promise<Applied> {
  const { settings, directory, engines } = needs;
  const { name } = c.get("asker").token;
  const { lang, now } = readerOf(c, needs);
  return applyDraft(
    draft,
    { actor: { kind: "token", name }, lang, zone: settings.zone, ...settings.defaults },
    {
      submit: ({ request }) => submit({ request }),
      ...held,
      resolvePerson: (person) => personMatch(person, { account: { platform: "api", id: name } }, { directory }),
      groups: Object.keys(directory.groups()),
      rooms: Object.keys(settings.rooms),
      engines: await engines(),
      custom: settings.custom,
      now,
    },
  );
}
