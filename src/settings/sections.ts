/**
 * The sections of `gonogo.yaml`, as people write them and with their defaults filled in.
 */
import { z } from "zod";
import { isRule } from "../people/calendar/recurrence.ts";
import { LIMITS, ruleSchema } from "../plan/content.ts";
import { STANDARD_POLICY } from "../plan/context.ts";
import { CUSTOM_TYPES } from "../plan/custom.ts";
import { millisecondsOf } from "./duration.ts";
import { allowed, gatesSchema, hooksSchema } from "./hooks.ts";
import { hoursSchema, messagesSchema } from "./messages.ts";
import { LANGS, zoneSchema } from "./names.ts";
import { PACE_KEYS } from "./pace.ts";

export const PLATFORMS = ["console", "feishu", "dingtalk", "slack"] as const;
export type PlatformName = (typeof PLATFORMS)[number];
export const ROLES = ["admin", "planner"] as const;
export const TOKEN_RIGHTS = ["read", "write", "calendar"] as const;

const DAY = 24 * 60 * 60_000;

const name = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(80, "is longer than 80 characters")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "has characters that cannot be seen");
/** What is typed after `@`, `group:` or in `announce`: no spaces, nothing that the grammar uses. */
const id = z
  .string()
  .max(64, "is longer than 64 characters")
  .regex(
    /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{M}\p{N}._-]*$/u,
    "must be lower-case letters, digits, and . _ - between them",
  );
/** A group that a platform keeps: `feishu:department:od-1`, `slack:usergroup:S1`. */
const platformGroup = z
  .string()
  .max(200, "is longer than 200 characters")
  .regex(/^(?:feishu|dingtalk|slack):[a-z]+:\S+$/u, "must be a directory name, or <platform>:<kind>:<id>");
/** Names of people have no colon. */
export function isPlatformGroup(member: string): boolean {
  return member.includes(":");
}
const email = z.email({ error: "is not an email" }).transform((value) => value.toLowerCase());
const mailFrom = z
  .string()
  .regex(/^(?:[^<>\p{Cc}]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u, "must be an email, or Name <email>");
const party = z.string().min(1, "is empty");
const parties = z.array(party).readonly();

function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `must be one of ${values.join(", ")}` });
}

export const personSchema = z
  .strictObject({
    name,
    email: email.optional(),
    mobile: z
      .string()
      .regex(/^\+?\d{6,15}$/, "must be digits, with + and the country's number in front of it abroad")
      .optional(),
    groups: z.array(id).readonly().default([]),
    roles: z.array(choice(ROLES)).readonly().default([]),
    zone: zoneSchema.optional(),
    lang: choice(LANGS).optional(),
    hours: hoursSchema.optional(),
    silent: z.boolean().default(false),
    accounts: z
      .strictObject({ feishu: name.optional(), dingtalk: name.optional(), slack: name.optional() })
      .readonly()
      .default({}),
  })
  .readonly();
export type PersonSettings = z.output<typeof personSchema>;

const titleSchema = z.union([
  name.transform((title) => ({ zh: title, en: title })),
  z.strictObject({ zh: name, en: name }),
]);
const place = z.templateLiteral([z.enum(PLATFORMS), ":room:", z.string().min(1)], {
  error: "must be <platform>:room:<id>, such as slack:room:C0123",
});
const roomSchema = z
  .strictObject({
    title: titleSchema.optional(),
    places: z.array(place).min(1, "needs one place at least").readonly().optional(),
    members: z.union([z.literal("everyone"), parties]).default("everyone"),
  })
  .readonly();

const policyLevels = z
  .array(
    z
      .strictObject({
        name,
        rule: ruleSchema.default("any"),
        approvers: z.array(party).min(1, "needs one approver at least").max(LIMITS.approvers).readonly(),
      })
      .readonly(),
  )
  .max(LIMITS.levels)
  .readonly();

/** As settings write lengths of time; `0m` means never late. */
const lateWithin = z
  .string()
  .transform((written) => millisecondsOf(written) ?? Number.NaN)
  .refine((length) => length <= DAY, "must be a length of time up to 1d, such as 30m")
  .default(STANDARD_POLICY.late.within);

const policySchema = z
  .strictObject({
    selfApproval: z.boolean().default(STANDARD_POLICY.selfApproval),
    approverMayExecute: z.boolean().default(STANDARD_POLICY.approverMayExecute),
    secondPerson: z.boolean().default(STANDARD_POLICY.secondPerson),
    stepUp: z.boolean().default(false),
    readRequirements: z.boolean().default(false),
    ...PACE_KEYS,
    tags: z.array(name).readonly().default([]),
    levels: policyLevels.default([]),
    calendar: z.boolean().default(STANDARD_POLICY.calendar),
    late: z
      .strictObject({ within: lateWithin, otherwise: choice(["ask", "fail"]).default(STANDARD_POLICY.late.otherwise) })
      .readonly()
      .default(STANDARD_POLICY.late),
    emergency: z
      .strictObject({
        skipsCalendar: z.boolean().default(false),
        levels: policyLevels.refine((levels) => levels.length > 0, "needs one level at least").optional(),
        review: z.boolean().default(true),
      })
      .readonly()
      .optional(),
  })
  .readonly();

const option = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(200, "is longer than 200 characters")
  .regex(/^[^\p{Cc}\p{Cf},，、;；]*$/u, "has characters that cannot be seen, or commas");
const customFieldSchema = z
  .strictObject({
    title: titleSchema.optional(),
    type: choice(CUSTOM_TYPES).default("text"),
    options: z.array(option).max(100, "has more than 100 options").readonly().default([]),
    required: z.boolean().default(false),
  })
  .readonly();

const day = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$/;
const time = z.string().regex(day, "must be an ISO time, such as 2026-12-31T22:00 or 2026-12-31");
const concerning = {
  tags: z.array(name).readonly().default([]),
  environments: z.array(name).readonly().default([]),
};
const ruleEntrySchema = z
  .strictObject({
    name,
    from: time,
    until: time,
    repeat: z
      .string()
      .refine(isRule, "must be an RRULE that recurs daily or less often, such as FREQ=WEEKLY;BYDAY=FR")
      .optional(),
    zone: zoneSchema.optional(),
    ...concerning,
  })
  .readonly();
const SHORTEST_PAUSE = 60_000;
/** How often a feed is read. */
const feedPause = z
  .string()
  .transform((written) => millisecondsOf(written) ?? Number.NaN)
  .refine((pause) => pause >= SHORTEST_PAUSE && pause <= DAY, "must be a length of time from 1m to 1d, such as 15m")
  .default(15 * 60_000);
const calendarSchema = z
  .strictObject({
    name: id,
    url: z.union([z.url({ protocol: /^https?$/ }), z.string().regex(/^(env|file):.+$/)], {
      error: "must be an http or https address, env:<NAME> or file:<path>",
    }),
    kind: choice(["freeze", "window"]).default("freeze"),
    every: feedPause,
    allow: z.array(allowed).readonly().default([]),
    ...concerning,
  })
  .readonly();

const tokenSchema = z
  .strictObject({
    name: id,
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, "must be the SHA-256 of the token, 64 hexadecimal digits")
      .transform((value) => value.toLowerCase()),
    may: z.array(choice(TOKEN_RIGHTS)).min(1, "needs one right at least").readonly(),
  })
  .readonly();
export type TokenSettings = z.output<typeof tokenSchema>;

const onOff = z.union([z.boolean(), choice(["on", "off"]).transform((value) => value === "on")], {
  error: "must be on or off",
});

const noticesSchema = z
  .strictObject({ zadig: z.strictObject({ deciders: parties.default([]) }).optional() })
  .readonly();

/** Schemas of sections that belong to others: local commands, and engines by name. */
export interface PartSchemas<Commands, Engines> {
  readonly commands: z.ZodType<Commands>;
  readonly engines: z.ZodType<Engines>;
}

/** The whole file. */
export function fileSchema<Commands, Engines>({ commands, engines }: PartSchemas<Commands, Engines>) {
  return z
    .strictObject({
      people: z.record(id, personSchema).optional(),
      groups: z.record(id, z.array(z.union([id, platformGroup])).readonly()).optional(),
      rooms: z.record(id, roomSchema).optional(),
      policies: z.record(id, policySchema).optional(),
      custom: z.record(id, customFieldSchema).optional(),
      defaults: z.strictObject({ announce: z.array(id).readonly().optional(), policy: id.optional() }).optional(),
      freezes: z.array(ruleEntrySchema).readonly().optional(),
      windows: z.array(ruleEntrySchema).readonly().optional(),
      calendars: z.array(calendarSchema).readonly().optional(),
      messages: messagesSchema.optional(),
      mail: z.strictObject({ from: mailFrom.optional() }).readonly().optional(),
      hooks: hooksSchema.optional(),
      gates: gatesSchema.optional(),
      notices: noticesSchema.optional(),
      commands: commands.optional(),
      engines: engines.optional(),
      planners: choice(["everyone", "listed"]).optional(),
      sample: onOff.optional(),
      tokens: z.array(tokenSchema).readonly().optional(),
    })
    .readonly();
}
export type FileSections<Commands = unknown, Engines = unknown> = z.output<
  ReturnType<typeof fileSchema<Commands, Engines>>
>;
