import { expect, test } from "vitest";
import { folder, PLAN } from "./call.ts";

test("serve says where it is ready, answers there, makes the sample plan once, and stops when told", async () => {
  const here = folder();
  const first = await here.serve();
  expect(first.ready).toBe(`gonogo is ready: ${first.url} (sample mode: no sign-in, this machine only)`);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  expect((await here.gonogo(["list", "all", "--json"])).json()).toMatchObject({ total: 1 });
  expect(await first.stop("SIGTERM")).toBe(0);
  const entries = (await first.log)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(entries.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(["starting", "made the sample plan", "stopping", "stopped"]),
  );
  const second = await here.serve();
  expect((await here.gonogo(["list", "all", "--json"])).json()).toMatchObject({ total: 1 });
  expect(await second.stop("SIGINT")).toBe(0);
  expect((await here.gonogo(["verify"])).exit).toBe(0);
});

test("a plan applied on the command line while a server runs is one more plan of that server", async () => {
  const here = folder();
  const { stop } = await here.serve();
  expect((await here.gonogo(["apply", "-"], { input: PLAN })).out).toBe("Plan 2 “Shop 2.4” created\n");
  expect(await stop("SIGTERM")).toBe(0);
});

test("an address in use is said so", async () => {
  const here = folder();
  const { url, stop } = await here.serve();
  const answer = await here.gonogo(["serve"], {
    env: { GONOGO_PORT: new URL(url).port, DATABASE_URL: "sqlite:./other.db" },
  });
  expect(answer).toMatchObject({ exit: 1, out: "" });
  expect(answer.err).toContain("is in use");
  await stop("SIGTERM");
});

test("warnings of the settings are in the log at start", async () => {
  const { stop, log } = await folder().serve({ env: { GONOGO_QUITE_UNKNOWN: "x" } });
  await stop("SIGTERM");
  expect(await log).toContain("GONOGO_QUITE_UNKNOWN is not a name gonogo knows");
});

test("a login link signs its person in at the running server, once", async () => {
  const here = folder();
  here.write("gonogo.yaml", "sample: off\npeople:\n  ada: { name: Ada, email: ada@example.com }\n");
  const { url, stop } = await here.serve();
  const link = await here.gonogo(["login", "ada@example.com"], { env: { GONOGO_PORT: new URL(url).port } });
  expect(link.exit).toBe(0);
  expect(link.out).toMatch(/^http:\S+\n$/);
  const address = new URL(link.out.trim());
  expect(address.origin).toBe(url);
  const redeem = () =>
    fetch(new URL(address.pathname, url), {
      method: "POST",
      redirect: "manual",
      headers: { origin: url },
      body: new URLSearchParams({ token: address.searchParams.get("token") ?? "" }),
    });
  const signedIn = await redeem();
  expect(signedIn.status).toBe(303);
  expect(signedIn.headers.get("set-cookie")).toContain("HttpOnly");
  expect((await redeem()).status).toBe(410);
  expect(await here.gonogo(["login", "nobody"])).toMatchObject({ exit: 1, out: "" });
  await stop("SIGTERM");
});
