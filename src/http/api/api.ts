/**
 * The HTTP API: one more face of the one door, for programs. Mounted at `/api/v1`.
 */
import type { MiddlewareHandler } from "hono";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { tokenOf } from "../bearer-token.ts";
import { langOf } from "../language.ts";
import {
  enableAgain,
  listDeliveries,
  listEndpoints,
  sendDeliveryAgain,
  showDelivery,
  showPlanDeliveries,
} from "./delivering.ts";
import { draftPlan } from "./drafting.ts";
import type { ApiEnv, ApiNeeds, Handler } from "./needs.ts";
import { openApiDocument } from "./openapi.ts";
import type { Operation, OperationId } from "./operations.ts";
import { OPERATIONS } from "./operations.ts";
import { apiProblem } from "./problems.ts";
import { limitBody } from "./read-body.ts";
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
    api.on(method, honoPath(path), mayAsk(right, needs), limitBody, (c) => handler(c, needs));
  }
  for (const path of new Set(OPERATIONS.map((operation) => operation.path))) {
    api.all(honoPath(path), () => apiProblem("wrong-method", { headers: { allow: methodsAt(path) } }));
  }
  api.all("*", () => apiProblem("not-found"));
  return new Hono().route("/", api);
}

const hardened = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  // Whoever ends TLS in front of gonogo decides for the whole host.
  strictTransportSecurity: false,
});

/** Plans are nobody's to keep a copy of, unless an answer says otherwise. */
const answersFresh: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
};

/** Lets in whoever has a token with this right; everybody where none is needed. */
function mayAsk(right: Operation["right"], { settings }: ApiNeeds): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (right === undefined) return next();
    const header = c.req.header("authorization");
    const token = tokenOf(header, settings.tokens);
    if (!token) {
      const challenge = header === undefined ? "Bearer" : 'Bearer error="invalid_token"';
      return apiProblem(header === undefined ? "token-needed" : "unknown-token", {
        headers: { "www-authenticate": challenge },
      });
    }
    if (!token.may.includes(right)) return apiProblem("no-right", { detail: `The token may not ${right}.` });
    c.set("asker", { token, lang: langOf(c.req.header("accept-language"), settings.lang) });
    return next();
  };
}

function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

function methodsAt(path: string): string {
  return OPERATIONS.flatMap((operation) => (operation.path === path ? [operation.method.toUpperCase()] : [])).join(
    ", ",
  );
}
