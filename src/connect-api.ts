/**
 * What the HTTP API works with.
 */
import { connectCalendarDesk } from "./connect-calendar.ts";
import { connectDraftModel } from "./connect-draft-model.ts";
import { connectSeriesDesk } from "./connect-series.ts";
import type { Core, Process } from "./core.ts";
import type { ApiNeeds } from "./http/api/needs.ts";

export function apiNeeds(core: Core, parts: Process): ApiNeeds {
  const { settings, now, version, log } = parts;
  return {
    ...core,
    settings,
    now,
    version,
    calendar: connectCalendarDesk(core, parts),
    series: connectSeriesDesk(core, parts),
    engines: () => core.catalogue.engines(),
    draftModel: connectDraftModel(settings, (err) => log.warn({ err }, "the model for drafts gave no answer")),
  };
}
