/**
 * Every operation of the API, said once: its routes, its rights and its documentation are made of this.
 */
import { z } from "zod";
import type { TokenSettings } from "../../settings/sections.ts";
import { calendarQuerySchema } from "./calendar-schema.ts";
import { deliveryQuerySchema } from "./delivery-schema.ts";
import { findQuerySchema, notesQuerySchema } from "./requirement-schema.ts";

export type OperationId =
  | "listPlans"
  | "applyPlan"
  | "draftPlan"
  | "showPlan"
  | "showLog"
  | "exportPlan"
  | "showRequirements"
  | "findRequirements"
  | "writeNotes"
  | "sendCommand"
  | "giveEvidence"
  | "fetchEvidence"
  | "listDeliveries"
  | "showPlanDeliveries"
  | "showDelivery"
  | "sendDeliveryAgain"
  | "listEndpoints"
  | "enableEndpoint"
  | "showCalendar"
  | "listFreezes"
  | "beginFreeze"
  | "endFreeze"
  | "listRecurring"
  | "beginRecurring"
  | "pauseRecurring"
  | "resumeRecurring"
  | "stopRecurring"
  | "describeApi";

type Answer = { readonly description: string; readonly schema?: string; readonly media?: string };

export interface Operation {
  readonly id: OperationId;
  readonly method: "get" | "post" | "delete";
  readonly path: string;
  /** Undefined where no token is needed. */
  readonly right?: TokenSettings["may"][number] | undefined;
  readonly summary: string;
  readonly query?: z.ZodObject | undefined;
  readonly headers?: readonly { readonly name: string; readonly description: string }[] | undefined;
  /** Schemas by media type. */
  readonly bodies?: Readonly<Record<string, string | undefined>> | undefined;
  readonly answers: Readonly<Record<number, Answer>>;
}

/** Deeper than anybody turns pages. */
const LAST_PAGE = 10_000;
const page = z.coerce.number<string>().int().min(1).max(LAST_PAGE).default(1);

export const listQuerySchema = z.strictObject({
  scope: z.enum(["open", "done", "all"]).default("all").describe("Plans that go on, plans that have ended, or both."),
  words: z.string().max(200).default("").describe("All of these occur in the name, tags, requirements or items."),
  page: page.describe("From 1."),
});
export const logQuerySchema = z.strictObject({
  before: z.coerce.number<string>().int().min(1).max(1e9).optional().describe("Only entries before this one."),
});

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  description: "The same request with the same key counts once and gets the same answer.",
};
const IF_MATCH = { name: "If-Match", description: "The plan's ETag; the command is refused when it has changed." };
const taken: Answer = { description: "It counts.", schema: "Outcome" };

export const OPERATIONS: readonly Operation[] = [
  {
    id: "listPlans",
    method: "get",
    path: "/plans",
    right: "read",
    summary: "Plans, newest first",
    query: listQuerySchema,
    answers: { 200: { description: "One page.", schema: "PlanPage" } },
  },
  {
    id: "applyPlan",
    method: "post",
    path: "/plans",
    right: "write",
    summary: "Makes a plan of a plan file, or brings the plan of the same key to it",
    headers: [IDEMPOTENCY_KEY],
    bodies: { "application/json": "PlanFile", "application/yaml": "PlanFile", "text/markdown": undefined },
    answers: { 200: { ...taken, description: "The plan of this key is as the file says." }, 201: taken },
  },
  {
    id: "draftPlan",
    method: "post",
    path: "/drafts",
    right: "write",
    summary: "What a message in plain language comes to as a plan file; makes nothing",
    bodies: { "text/plain": undefined },
    answers: { 200: { description: "To be shown, and sent to /plans when it is confirmed.", schema: "Draft" } },
  },
  {
    id: "showPlan",
    method: "get",
    path: "/plans/{index}",
    right: "read",
    summary: "One plan",
    headers: [{ name: "If-None-Match", description: "The ETag already known." }],
    answers: {
      200: { description: "The plan; its ETag changes whenever it does.", schema: "Plan" },
      304: { description: "It has not changed." },
    },
  },
  {
    id: "showLog",
    method: "get",
    path: "/plans/{index}/log",
    right: "read",
    summary: "What happened to a plan, newest first",
    query: logQuerySchema,
    answers: { 200: { description: "One page.", schema: "LogPage" } },
  },
  {
    id: "exportPlan",
    method: "get",
    path: "/plans/{index}/export",
    right: "read",
    summary: "The plan as a file that makes the same plan again",
    answers: { 200: { description: "A plan file.", schema: "PlanFile", media: "application/yaml" } },
  },
  {
    id: "showRequirements",
    method: "get",
    path: "/plans/{index}/requirements",
    right: "read",
    summary: "What a plan is released for, as it was read last, and as it was approved",
    answers: { 200: { description: "The requirements.", schema: "Requirements" } },
  },
  {
    id: "writeNotes",
    method: "get",
    path: "/plans/{index}/notes",
    right: "read",
    summary: "Release notes, in the language asked for",
    query: notesQuerySchema,
    answers: { 200: { description: "Markdown.", media: "text/markdown" } },
  },
  {
    id: "findRequirements",
    method: "get",
    path: "/requirements",
    right: "read",
    summary: "Looks for boards, the sprints of a board, the issues of a sprint, or issues by words",
    query: findQuerySchema,
    answers: { 200: { description: "One page.", schema: "FoundRequirements" } },
  },
  {
    id: "sendCommand",
    method: "post",
    path: "/plans/{index}/commands",
    right: "write",
    summary: "Sends a command to a plan",
    headers: [IDEMPOTENCY_KEY, IF_MATCH],
    bodies: { "application/json": "Command" },
    answers: { 200: taken },
  },
  {
    id: "giveEvidence",
    method: "post",
    path: "/plans/{index}/items/{item}/evidence",
    right: "write",
    summary: "Gives a file for an item that a person does, by its place or id",
    headers: [IDEMPOTENCY_KEY],
    bodies: { "multipart/form-data": "EvidenceForm" },
    answers: { 200: taken },
  },
  {
    id: "fetchEvidence",
    method: "get",
    path: "/plans/{index}/files/{hash}",
    right: "read",
    summary: "A file that was given for the plan, by its digest",
    answers: { 200: { description: "The file, to be saved.", media: "application/octet-stream" } },
  },
  {
    id: "showPlanDeliveries",
    method: "get",
    path: "/plans/{index}/deliveries",
    right: "read",
    summary: "What hook endpoints were told of a plan, and what they answered",
    answers: { 200: { description: "Newest first.", schema: "PlanDeliveries" } },
  },
  {
    id: "listDeliveries",
    method: "get",
    path: "/deliveries",
    right: "read",
    summary: "What hook endpoints were told, newest first",
    query: deliveryQuerySchema,
    answers: { 200: { description: "As many as asked for.", schema: "Deliveries" } },
  },
  {
    id: "showDelivery",
    method: "get",
    path: "/deliveries/{delivery}",
    right: "read",
    summary: "One delivery with its attempts",
    answers: { 200: { description: "The delivery.", schema: "Delivery" } },
  },
  {
    id: "sendDeliveryAgain",
    method: "post",
    path: "/deliveries/{delivery}/send-again",
    right: "write",
    summary: "Sends a delivery again, now, under its own id",
    headers: [IDEMPOTENCY_KEY],
    answers: { 200: taken },
  },
  {
    id: "listEndpoints",
    method: "get",
    path: "/endpoints",
    right: "read",
    summary: "The hook endpoints of the settings",
    answers: { 200: { description: "All of them.", schema: "Endpoints" } },
  },
  {
    id: "enableEndpoint",
    method: "post",
    path: "/endpoints/{endpoint}/enable",
    right: "write",
    summary: "Sends to an endpoint again that asked to be left alone",
    answers: { 200: { description: "`enabled` is false when it was not disabled." } },
  },
  {
    id: "showCalendar",
    method: "get",
    path: "/calendar",
    right: "read",
    summary: "Freezes and release windows of a time, and how calendar feeds were read last",
    query: calendarQuerySchema,
    answers: { 200: { description: "The calendar.", schema: "Calendar" } },
  },
  {
    id: "listFreezes",
    method: "get",
    path: "/freezes",
    right: "read",
    summary: "Freezes that were begun by command and not ended",
    answers: { 200: { description: "All of them.", schema: "Freezes" } },
  },
  {
    id: "beginFreeze",
    method: "post",
    path: "/freezes",
    right: "calendar",
    summary: "Begins a freeze, in which nothing is carried out",
    headers: [IDEMPOTENCY_KEY],
    bodies: { "application/json": "NewFreeze" },
    answers: { 201: { description: "It holds.", schema: "Freeze" } },
  },
  {
    id: "endFreeze",
    method: "delete",
    path: "/freezes/{number}",
    right: "calendar",
    summary: "Ends a freeze",
    answers: { 200: { description: "It has ended.", schema: "Freeze" } },
  },
  {
    id: "listRecurring",
    method: "get",
    path: "/recurring",
    right: "read",
    summary: "Templates of which plans are made again and again",
    answers: { 200: { description: "All of them.", schema: "RecurringList" } },
  },
  {
    id: "beginRecurring",
    method: "post",
    path: "/recurring",
    right: "write",
    summary: "Has a plan made of a template again and again; whoever saved the template is its manager",
    headers: [IDEMPOTENCY_KEY],
    bodies: { "application/json": "NewRecurring" },
    answers: { 201: { description: "It recurs.", schema: "Recurring" } },
  },
  {
    id: "pauseRecurring",
    method: "post",
    path: "/recurring/{number}/pause",
    right: "write",
    summary: "Makes no plans until it is resumed",
    answers: { 200: { description: "It is paused.", schema: "Recurring" } },
  },
  {
    id: "resumeRecurring",
    method: "post",
    path: "/recurring/{number}/resume",
    right: "write",
    summary: "Makes plans again from now on",
    answers: { 200: { description: "It goes on.", schema: "Recurring" } },
  },
  {
    id: "stopRecurring",
    method: "delete",
    path: "/recurring/{number}",
    right: "write",
    summary: "Makes no more plans; those that it made stay",
    answers: { 200: { description: "It has ended.", schema: "Recurring" } },
  },
  {
    id: "describeApi",
    method: "get",
    path: "/openapi.json",
    summary: "This document",
    answers: { 200: { description: "OpenAPI 3.1." } },
  },
];
