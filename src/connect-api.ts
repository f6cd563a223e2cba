/**
 * What the HTTP API works with.
 */
import { connectCalendarDesk } from "./connect-calendar.ts";
import { connectSeriesDesk } from "./connect-series.ts";
import type { Core, Process } from "./core.ts";
import type { ApiNeeds } from "./http/api/needs.ts";

export function apiNeeds(core: Core, parts: Process): ApiNeeds {
  const { settings, now, version } = parts;
  return {
    ...core,
    settings,
    now,
    version,
    calendar: connectCalendarDesk(core, parts),
    series: connectSeriesDesk(core, parts),
    engines: () => core.catalogue.engines(),
  };
}
