import { expect, it } from "vitest";
import { refusalProblem } from "../../src/http/api/refusal-problem.ts";
import type { Refusal } from "../../src/plan/refusal.ts";
import { MORNING } from "../support/cast.ts";

const reader = { lang: "en", zone: "UTC", now: MORNING, name: (person: string) => person } as const;

it.each<[number, Refusal, string]>([
  [503, { code: "engine-silent", engine: "jenkins" }, "The engine jenkins doesn’t answer now"],
  [422, { code: "unknown-hook", name: "audti", known: ["audit"] }, "no external system called “audti”"],
  [409, { code: "not-asked", checkpoint: "start_execute", endpoint: "audit" }, "does not ask audit"],
])("answers %i with the refusal's code, data and words", async (status, refusal, words) => {
  const response = refusalProblem(refusal, reader);
  expect(response.status).toBe(status);
  const problem = await response.json();
  expect(problem).toMatchObject({ status, code: refusal.code, refusal });
  expect(problem.detail).toContain(words);
});

it("says when to ask again what a silent engine may know then, and of nothing else", () => {
  const later = refusalProblem({ code: "engine-silent", engine: "jenkins" }, reader);
  expect(later.headers.get("retry-after")).toBe("10");
  expect(refusalProblem({ code: "no-items" }, reader).headers.get("retry-after")).toBeNull();
});
