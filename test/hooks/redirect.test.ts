import { expect, it } from "vitest";
import { redirectStep } from "../../src/hooks/redirect.ts";

const request = { method: "POST", headers: { "x-zadig-token": "hush", "X-Other": "1" } };
const from = (url: string, location: string) => redirectStep(new URL(url), location, request);

it("https never becomes http", () => {
  expect(from("https://a.example/", "http://a.example/")).toEqual({ refused: "downgrade" });
  expect(from("https://a.example/", "ftp://a.example/")).toEqual({ refused: "downgrade" });
  expect(from("https://a.example/", "//b.example/")).toMatchObject({ to: new URL("https://b.example/") });
  expect(from("http://a.example/", "https://a.example/")).toMatchObject({ to: new URL("https://a.example/") });
});

it("another scheme, host or port is another origin, and learns no secret", () => {
  const headers = (location: string) => {
    const step = from("http://a.example/hook", location);
    return "to" in step ? Object.keys(step.headers) : step;
  };
  expect(headers("https://a.example/hook")).toEqual(["X-Other"]);
  expect(headers("http://b.example/hook")).toEqual(["X-Other"]);
  expect(headers("http://a.example:8080/hook")).toEqual(["X-Other"]);
  expect(headers("other")).toEqual(["x-zadig-token", "X-Other"]);
  expect(headers("http://a.example:80/other")).toEqual(["x-zadig-token", "X-Other"]);
});
