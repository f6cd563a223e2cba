/**
 * Contacts, by the older API: people, departments and roles.
 */
import { z } from "zod";
import type { Asked, Told } from "./answers.ts";
import { okOld, refuseOld } from "./answers.ts";
import type { Route } from "./server.ts";
import type { Person, World } from "./world.ts";

const language = z.enum(["zh_CN", "en_US"]).optional();
const userSchema = z.strictObject({ userid: z.string().min(1), language });
const mobileSchema = z.strictObject({
  mobile: z.string().min(1),
  support_exclusive_account_search: z.boolean().optional(),
});
const listSchema = z.strictObject({
  dept_id: z.number().int(),
  cursor: z.number().int(),
  size: z.number().int().min(1).max(100),
  language,
});
const departmentSchema = z.strictObject({ dept_id: z.number().int() });
const roleSchema = z.strictObject({
  role_id: z.number().int(),
  offset: z.number().int(),
  size: z.number().int().min(1).max(200),
});

function take<S extends z.ZodType>(world: World, asked: Asked, schema: S): z.output<S> {
  const parsed = schema.safeParse(asked.body);
  if (parsed.success) return parsed.data;
  world.violations.push(`${asked.path} with ${JSON.stringify(asked.body)}`);
  throw refuseOld(400_002, "参数错误");
}

export function contactRoutes(world: World): readonly Route[] {
  const members = () => [...world.people.values()].filter(({ outside }) => outside !== true);
  const user: Route["answer"] = (asked): Told => {
    const { userid } = take(world, asked, userSchema);
    const person = members().find(({ userId }) => userId === userid);
    if (!person) throw refuseOld(60_121, "找不到该用户");
    return okOld(bean(person));
  };
  const byMobile: Route["answer"] = (asked): Told => {
    const { mobile } = take(world, asked, mobileSchema);
    const person = members().find((each) => each.mobile === mobile);
    if (!person) throw refuseOld(60_121, "找不到该用户");
    return okOld({ userid: person.userId, exclusive_account_userid_list: [] });
  };
  const inDepartment: Route["answer"] = (asked): Told => {
    const { dept_id, cursor, size } = take(world, asked, listSchema);
    mustExist(world, dept_id);
    const all = members().filter(({ departments = [1] }) => departments.includes(dept_id));
    const next = cursor + size;
    const page = { list: all.slice(cursor, next).map(bean), has_more: next < all.length };
    return okOld(page.has_more ? { ...page, next_cursor: next } : page);
  };
  const below: Route["answer"] = (asked): Told => {
    const { dept_id } = take(world, asked, departmentSchema);
    mustExist(world, dept_id);
    const children = [...world.departments.values()].filter(({ parent }) => parent === dept_id);
    return okOld({ dept_id_list: children.map(({ id }) => id) });
  };
  const inRole: Route["answer"] = (asked): Told => {
    const { role_id, offset, size } = take(world, asked, roleSchema);
    const all = members().filter(({ roles = [] }) => roles.includes(role_id));
    if (all.length === 0) throw refuseOld(60_011, "no such role");
    const list = all.slice(offset, offset + size).map(({ userId, name }) => ({ userid: userId, name }));
    const next = offset + size;
    return okOld(next < all.length ? { list, hasMore: true, nextCursor: next } : { list, hasMore: false });
  };
  return [
    { method: "POST", path: "/topapi/v2/user/get", answer: user },
    { method: "POST", path: "/topapi/v2/user/getbymobile", answer: byMobile },
    { method: "POST", path: "/topapi/v2/user/list", answer: inDepartment },
    { method: "POST", path: "/topapi/v2/department/listsubid", answer: below },
    { method: "POST", path: "/topapi/role/simplelist", answer: inRole },
  ];
}

function mustExist(world: World, department: number): void {
  if (!world.departments.has(department)) throw refuseOld(60_003, "部门不存在");
}

function bean({ userId, name, mobile, email, orgEmail, departments = [1] }: Person) {
  return {
    userid: userId,
    unionid: `union-${userId}`,
    name,
    ...(mobile !== undefined && { mobile }),
    ...(email !== undefined && { email }),
    ...(orgEmail !== undefined && { org_email: orgEmail }),
    dept_id_list: departments,
    active: true,
  };
}
