/**
 * The directory over HTTP, within what the app may see: people by email, mobile or id, departments, groups of people.
 */
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import type { Route } from "./http-server.ts";
import { route } from "./http-server.ts";
import type { EmulatedPerson, World } from "./world.ts";
import { TENANT } from "./world.ts";

const idType = z.enum(["open_id", "union_id", "user_id"]).optional();
const MOST_IDS = 50;
const list = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const page = { page_size: z.string().regex(/^\d+$/u).optional(), page_token: z.string().optional() };

/** Of the app's own scope; a page holds few, so that paging is always met. */
const PAGE = 2;

export function contactRoutes(world: World): readonly Route[] {
  const visible = (): readonly EmulatedPerson[] =>
    [...world.people.values()].filter(({ hidden, tenant }) => !hidden && tenant === TENANT);
  return [
    route(
      "POST /open-apis/contact/v3/users/batch_get_id",
      /^\/open-apis\/contact\/v3\/users\/batch_get_id$/u,
      {
        query: z.strictObject({ user_id_type: idType }),
        body: z.strictObject({
          emails: z.array(z.string()).max(MOST_IDS).optional(),
          mobiles: z.array(z.string()).max(MOST_IDS).optional(),
          include_resigned: z.boolean().optional(),
        }),
      },
      ({ body }) => {
        const emails = (body.emails ?? []).map((email) => {
          const found = visible().find((person) => person.email === email && !person.resigned);
          return { ...(found && { user_id: found.openId }), email };
        });
        const mobiles = (body.mobiles ?? []).map((mobile) => {
          const found = visible().find((person) => person.mobile === mobile && !person.resigned);
          return { ...(found && { user_id: found.openId }), mobile };
        });
        return ok({ user_list: [...emails, ...mobiles] });
      },
    ),
    route(
      "GET /open-apis/contact/v3/users/batch",
      /^\/open-apis\/contact\/v3\/users\/batch$/u,
      { query: z.strictObject({ user_ids: list, user_id_type: idType, department_id_type: z.string().optional() }) },
      ({ query }) => {
        if (query.user_ids.length > MOST_IDS) throw new ApiError(40001, "param error");
        return ok({
          items: visible()
            .filter(({ openId }) => query.user_ids.includes(openId))
            .map(userJson),
        });
      },
    ),
    route(
      "GET /open-apis/contact/v3/users/find_by_department",
      /^\/open-apis\/contact\/v3\/users\/find_by_department$/u,
      {
        query: z.strictObject({
          department_id: z.string(),
          department_id_type: z.enum(["department_id", "open_department_id"]).optional(),
          user_id_type: idType,
          ...page,
        }),
      },
      ({ query }) => {
        known(world, query.department_id);
        const members = visible().filter(({ departments }) => departments.includes(query.department_id));
        const { slice, ...more } = paged(members, query);
        return ok({ items: slice.map(userJson), ...more });
      },
    ),
    route(
      "GET /open-apis/contact/v3/departments/:id/children",
      /^\/open-apis\/contact\/v3\/departments\/([\w-]+)\/children$/u,
      {
        query: z.strictObject({
          user_id_type: idType,
          department_id_type: z.enum(["department_id", "open_department_id"]).optional(),
          fetch_child: z.string().optional(),
          ...page,
        }),
      },
      ({ parts: [id = ""], query }) => {
        known(world, id);
        const below = (parent: string): readonly string[] =>
          [...world.departments].flatMap(([child, above]) => (above === parent ? [child, ...below(child)] : []));
        const { slice, ...more } = paged(below(id), query);
        return ok({ items: slice.map((child) => ({ open_department_id: child, name: child })), ...more });
      },
    ),
    route(
      "GET /open-apis/contact/v3/group/:id/member/simplelist",
      /^\/open-apis\/contact\/v3\/group\/([\w-]+)\/member\/simplelist$/u,
      {
        query: z.strictObject({
          member_id_type: z.enum(["open_id", "union_id", "user_id", "department_id"]).optional(),
          member_type: z.enum(["user", "department"]).optional(),
          ...page,
        }),
      },
      ({ parts: [id = ""], query }) => {
        const members = world.groups.get(id);
        if (!members) throw new ApiError(42008, "group id not exist");
        const { slice, ...more } = paged(
          members.filter(({ type }) => type === (query.member_type ?? "user")),
          query,
        );
        const memberlist = slice.map((member) => ({
          member_id: member.id,
          member_type: member.type,
          member_id_type: member.type === "user" ? "open_id" : "department_id",
        }));
        return ok({ memberlist, ...more, page_token: more.page_token ?? "" });
      },
    ),
  ];
}

function known(world: World, department: string): void {
  if (!world.departments.has(department)) throw new ApiError(40004, "no dept authority error", 403);
}

function paged<T>(all: readonly T[], query: { readonly page_token?: string | undefined }) {
  const from = Number(query.page_token ?? 0);
  const next = from + PAGE;
  const hasMore = next < all.length;
  return { slice: all.slice(from, next), has_more: hasMore, ...(hasMore && { page_token: String(next) }) };
}

function userJson(person: EmulatedPerson) {
  return {
    open_id: person.openId,
    union_id: person.unionId,
    name: person.name,
    en_name: person.enName,
    email: person.email,
    mobile: person.mobile,
    mobile_visible: true,
    gender: 0,
    avatar: { avatar_72: `https://avatars.example/${person.openId}.png` },
    status: { is_frozen: false, is_resigned: person.resigned, is_activated: true, is_exited: false, is_unjoin: false },
    department_ids: person.departments,
    ...(person.zone !== undefined && { time_zone: person.zone }),
    ...(person.language !== undefined && {
      notification_option: { channels: ["sms"], language: person.language },
    }),
  };
}

function ok(data: unknown) {
  return { code: 0, msg: "success", data };
}
