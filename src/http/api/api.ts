/**
 * The HTTP API: one more face of the one door, for programs. Mounted at `/api/v1`.
 */
import { Hono } from "hono";
import {
  enableAgain,
  listDeliveries,
  listEndpoints,
  sendDeliveryAgain,
  showDelivery,
  showPlanDeliveries,
} from "./delivering.ts";
import { draftPlan } from "./drafting.ts";
import { fetchEvidence, giveEvidence } from "./evidence.ts";
import { answersFresh, hardened, mayAsk } from "./may-ask.ts";
import type { ApiEnv, ApiNeeds, Handler } from "./needs.ts";
import { openApiDocument } from "./openapi.ts";
import type { OperationId } from "./operations.ts";
import { OPERATIONS } from "./operations.ts";
import { apiProblem } from "./problems.ts";
import { limitBody, limitFile } from "./read-body.ts";
import { exportPlan, listPlans, showLog, showPlan } from "./reading.ts";
import { findRequirements, showRequirements, writeNotes } from "./requirements.ts";
import {
  beginFreeze,
  beginRecurring,
  changeRecurring,
  endFreeze,
  listFreezes,
  listRecurring,
  showCalendar,
} from "./timing.ts";
import { applyPlan, sendCommand } from "./writing.ts";

const HANDLERS: Readonly<Record<OperationId, Handler>> = {
  listPlans,
  applyPlan,
  draftPlan,
  showPlan,
  showLog,
  exportPlan,
  showRequirements,
  writeNotes,
  findRequirements,
  sendCommand,
  giveEvidence,
  fetchEvidence,
  listDeliveries,
  showPlanDeliveries,
  showDelivery,
  sendDeliveryAgain,
  listEndpoints,
  enableEndpoint: enableAgain,
  showCalendar,
  listFreezes,
  beginFreeze,
  endFreeze,
  listRecurring,
  beginRecurring,
  pauseRecurring: changeRecurring("pause"),
  resumeRecurring: changeRecurring("resume"),
  stopRecurring: changeRecurring("stop"),
  describeApi: async (c, { version }) => c.json(openApiDocument(version), 200, { "cache-control": "no-cache" }),
};

/** The API's routes. It answers everything below its path itself, so that whatever is mounted at `/` has no say in it. */
export function createApi(needs: ApiNeeds): Hono {
  const api = new Hono<ApiEnv>();
  api.use(hardened, answersFresh);
  for (const { id, method, path, right } of OPERATIONS) {
    const handler = HANDLERS[id];
    api.on(
      method,
      honoPath(path),
      mayAsk(right, needs),
      id === "giveEvidence" ? limitFile(needs.files.limits.most) : limitBody,
      (c) => handler(c, needs),
    );
  }
  for (const path of new Set(OPERATIONS.map((operation) => operation.path))) {
    api.all(honoPath(path), () => apiProblem("wrong-method", { headers: { allow: methodsAt(path) } }));
  }
  api.all("*", () => apiProblem("not-found"));
  return new Hono().route("/", api);
}

function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

function methodsAt(path: string): string {
  return OPERATIONS.flatMap((operation) => (operation.path === path ? [operation.method.toUpperCase()] : [])).join(
    ", ",
  );
}
