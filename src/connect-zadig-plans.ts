/**
 * Zadig's plans for the command line, with the credentials of its engine.
 */
import type { ZadigPlans } from "./hooks/wire/zadig-plan.ts";
import type { Settings } from "./settings/settings.ts";

const PATIENCE = 30_000;

/** Undefined where Zadig has no credentials. */
export async function connectZadigPlans(
  { platforms: { zadig } }: Pick<Settings, "platforms">,
  now: () => number,
): Promise<ZadigPlans | undefined> {
  if (!zadig) return undefined;
  const { createReleasePlans } = await import("../adapters/zadig/release-plans.ts");
  return createReleasePlans({ ...zadig, timeout: PATIENCE, now });
}
