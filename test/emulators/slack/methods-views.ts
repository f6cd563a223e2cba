/**
 * views.*: modals and App Homes.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { viewProblems } from "./block-kit.ts";
import type { Answer, Method } from "./method.ts";
import { method, ok, refused } from "./method.ts";
import type { Json, View, World } from "./world.ts";
import { APP, BOT, TEAM } from "./world.ts";

const MOST_STACKED = 3;
const view = z.record(z.string(), z.json());
type Body = Readonly<Record<string, Json>>;

const open = method({
  scopes: [],
  args: z.strictObject({ trigger_id: z.string(), view }),
  run: ({ trigger_id: trigger, view: body }, { world, tickets }) => {
    const wrong = problemsOf(body, "modal");
    if (wrong) return wrong;
    const used = tickets.use(trigger);
    if ("error" in used) return refused(used.error);
    world.stacks.set(used.user, []);
    return ok({ view: viewBody(world, stack(world, used.user, body)) });
  },
});

const push = method({
  scopes: [],
  args: z.strictObject({ trigger_id: z.string(), view }),
  run: ({ trigger_id: trigger, view: body }, { world, tickets }) => {
    const wrong = problemsOf(body, "modal");
    if (wrong) return wrong;
    const used = tickets.use(trigger);
    if ("error" in used) return refused(used.error);
    if ((world.stacks.get(used.user) ?? []).length >= MOST_STACKED) return refused("push_limit_reached");
    return ok({ view: viewBody(world, stack(world, used.user, body)) });
  },
});

const update = method({
  scopes: [],
  args: z.strictObject({
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
    view,
  }),
  run: ({ view_id: id, hash, view: body }, { world }) => {
    const wrong = problemsOf(body, "modal");
    if (wrong) return wrong;
    const found = id === undefined ? undefined : world.views.get(id);
    const isOpen = found && (world.stacks.get(found.user) ?? []).includes(found.id);
    if (!found || !isOpen) return refused("not_found");
    if (hash !== undefined && hash !== found.hash) return refused("hash_conflict");
    replaceView(world, found, body);
    return ok({ view: viewBody(world, found) });
  },
});

const publish = method({
  scopes: [],
  args: z.strictObject({ user_id: z.string(), hash: z.string().optional(), view }),
  run: ({ user_id: user, view: body }, { world }) => {
    const wrong = problemsOf(body, "home");
    if (wrong) return wrong;
    if (!world.members.has(user)) return refused("user_not_found");
    world.homes.set(user, body);
    return ok({ view: { id: `V${user}`, type: "home", hash: hashOf(world), ...body } });
  },
});

function problemsOf(body: Body, surface: "modal" | "home"): Answer | undefined {
  const problems = viewProblems(body, surface);
  return problems.length === 0 ? undefined : refused("invalid_arguments", problems);
}

/** Opens a view on top of what the person has open. */
export function stack(world: World, user: string, body: Body): View {
  const opened: View = { id: world.id("V"), user, hash: hashOf(world), body, typed: new Map(), errors: {} };
  world.views.set(opened.id, opened);
  world.stacks.set(user, [...(world.stacks.get(user) ?? []), opened.id]);
  return opened;
}

/** What was typed stays where block and action are the same and of the same type; the rest starts anew. */
export function replaceView(world: World, shown: View, body: Body): void {
  const before = inputsOf(shown.body);
  const after = inputsOf(body);
  for (const key of shown.typed.keys()) {
    if (before.get(key) !== after.get(key)) shown.typed.delete(key);
  }
  shown.body = body;
  shown.hash = hashOf(world);
  shown.errors = {};
}

function inputsOf(body: Body): ReadonlyMap<string, unknown> {
  const blocks = z.array(
    z
      .looseObject({ block_id: z.string(), element: z.looseObject({ type: z.string(), action_id: z.string() }) })
      .catch({ block_id: "", element: { type: "", action_id: "" } }),
  );
  const parsed = blocks.safeParse(body.blocks);
  if (!parsed.success) return new Map();
  return new Map(parsed.data.map(({ block_id: block, element }) => [`${block} ${element.action_id}`, element.type]));
}

function hashOf(world: World): string {
  return `${Math.floor(world.now() / 1000)}.${createHash("sha1").update(String(world.next())).digest("hex").slice(0, 8)}`;
}

export function viewBody(world: World, shown: View): Readonly<Record<string, unknown>> {
  return {
    id: shown.id,
    team_id: world.teamOf(shown.user) || TEAM,
    app_id: APP,
    bot_id: BOT,
    hash: shown.hash,
    root_view_id: (world.stacks.get(shown.user) ?? [])[0] ?? shown.id,
    previous_view_id: null,
    private_metadata: "",
    callback_id: "",
    clear_on_close: false,
    notify_on_close: false,
    external_id: "",
    ...shown.body,
  };
}

export const VIEWS: Readonly<Record<string, Method>> = {
  "views.open": open,
  "views.push": push,
  "views.update": update,
  "views.publish": publish,
};
