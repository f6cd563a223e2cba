import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Server } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ResolvedAddress } from "../../src/hooks/guarded-connect.ts";
import type { GuardedRequestOptions, OutgoingRequest } from "../../src/hooks/guarded-request.ts";
import { createGuardedRequest } from "../../src/hooks/guarded-request.ts";
import { RequestProblem } from "../../src/hooks/request-problem.ts";

/** Longer than anything here takes. */
const LONG = 20_000;

function requester(options: Partial<GuardedRequestOptions> = {}) {
  const made = createGuardedRequest({ allow: ["127.0.0.1"], timeout: LONG, now: () => 0, ...options });
  onTestFinished(() => made.close());
  return {
    ...made,
    post: (url: string, more: Partial<OutgoingRequest> = {}) =>
      made.request({ method: "POST", url, headers: {}, body: "{}", redirects: "same-method", ...more }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

interface Site {
  readonly url: string;
  readonly port: number;
  /** Connections that came about. */
  readonly connections: () => number;
}

async function site(listener: RequestListener = (_, response) => response.end("hello")): Promise<Site> {
  let connections = 0;
  const server = createServer(listener);
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = portOf(server);
  return { url: `http://127.0.0.1:${port}`, port, connections: () => connections };
}

/** A server that speaks no HTTP. */
async function rawSite(says: string): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(says));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${portOf(server)}`;
}

function redirecting(status: number, location: () => string): RequestListener {
  return (_, response) => response.writeHead(status, { location: location() }).end("elsewhere");
}

/** Answers with what it was asked, as JSON. */
async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, headers } = request;
  response.end(JSON.stringify({ method, url, headers, body: await text(request) }));
}

async function codeOf(result: Promise<unknown>): Promise<string> {
  const settled = await result;
  return settled instanceof RequestProblem ? settled.code : `answered ${JSON.stringify(settled)}`;
}

const leadsTo = (...addresses: readonly string[]) =>
  vi.fn(
    async (): Promise<readonly ResolvedAddress[]> =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
  );

describe("an answer", () => {
  it("is given with status, headers, body, latency and where it came from", async () => {
    const there = await site((_, response) => {
      response.writeHead(202, { "X-Request-Id": "7", "Set-Cookie": ["a=1", "b=2"] }).end("好的");
    });
    let time = 1_000;
    const { post } = requester({ now: () => (time += 25) });
    expect(await post(`${there.url}/hook?a=1`)).toEqual({
      status: 202,
      headers: expect.objectContaining({ "x-request-id": "7", "set-cookie": "a=1, b=2" }),
      body: "好的",
      latency: 25,
      url: `${there.url}/hook?a=1`,
    });
  });

  it("comes of the request as it was given", async () => {
    const there = await site(echo);
    const { request } = requester();
    const answer = await request({
      method: "PUT",
      url: `${there.url}/a%20b?c=d#e`,
      headers: { "X-One": "1", "content-type": "application/json" },
      body: "发布",
      redirects: "none",
    });
    expect(answer instanceof RequestProblem ? answer : JSON.parse(answer.body)).toMatchObject({
      method: "PUT",
      url: "/a%20b?c=d",
      body: "发布",
      headers: { "x-one": "1", "content-type": "application/json", "content-length": "6" },
    });
  });

  it.each([400, 404, 410, 429, 500, 503])("of status %i is an answer", async (status) => {
    const there = await site((_, response) => response.writeHead(status).end());
    expect(await requester().post(there.url)).toMatchObject({ status });
  });

  it("keeps its connection open for the next", async () => {
    const there = await site();
    const { post } = requester();
    for (let turn = 0; turn < 20; turn++) await post(there.url);
    // A second one comes about when a request follows on the heels of an answer.
    expect(there.connections()).toBeLessThanOrEqual(2);
  });

  it("takes no more connections to one origin than it may", async () => {
    const there = await site();
    const { post } = requester({ connections: 2 });
    await Promise.all(Array.from({ length: 20 }, () => post(there.url)));
    expect(there.connections()).toBe(2);
  });

  it("is cut at 64 KB, and not through a character", async () => {
    const there = await site((_, response) => response.end("发".repeat(100_000)));
    const answer = await requester().post(there.url);
    expect(answer).toMatchObject({ status: 200, body: "发".repeat(21_845) });
  });

  it("that never ends is cut at 64 KB", async () => {
    const there = await site((_, response) => {
      const chunk = "x".repeat(10_000);
      const more = () => void (response.destroyed || response.write(chunk, more));
      more();
    });
    expect(await requester().post(there.url)).toMatchObject({ status: 200, body: "x".repeat(65_536) });
  });
});

describe("an address that must not be requested", () => {
  it.each([
    "http://127.0.0.1:PORT/",
    "http://127.1:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://2130706433:PORT/",
    "http://017700000001:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://0x7f000001:PORT/",
    "http://0x7F.0.0.0x1:PORT/",
    "http://127。0。0。1:PORT/",
    "http://127.0.0.1:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    "http://0:PORT/",
    "http://0.0.0.0:PORT/",
    "http://[::1]:PORT/",
    "http://[::]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[64:ff9b::127.0.0.1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://localhost:PORT/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://10.0.0.1/",
    "https://192.168.1.1/",
  ])("is refused, also written as %s", async (url) => {
    const there = await site();
    const { post } = requester({ allow: [] });
    expect(await codeOf(post(url.replace("PORT", String(there.port))))).toBe("forbidden-address");
    expect(there.connections()).toBe(0);
  });

  it("is not reached by its name with the root's dot, which not every machine can look up", async () => {
    const there = await site();
    const { post } = requester({ allow: [] });
    expect(["dns", "forbidden-address"]).toContain(await codeOf(post(`http://LOCALHOST.:${there.port}/`)));
    expect(there.connections()).toBe(0);
  });

  it("is refused when a name leads to it", async () => {
    const { post } = requester({ allow: [], resolve: leadsTo("10.0.0.7") });
    const problem = await post("http://ci.example/hook");
    expect(problem).toMatchObject({
      code: "forbidden-address",
      message: "ci.example leads to 10.0.0.7, which is private and not allowed",
    });
  });

  it("is refused when it is but one of several that a name leads to", async () => {
    const there = await site();
    for (const addresses of [
      ["127.0.0.1", "10.0.0.7"],
      ["10.0.0.7", "127.0.0.1"],
      ["127.0.0.1", "::ffff:10.0.0.7"],
    ]) {
      const { post } = requester({ resolve: leadsTo(...addresses) });
      expect(await codeOf(post(`http://ci.example:${there.port}/`))).toBe("forbidden-address");
    }
    expect(there.connections()).toBe(0);
  });

  it("is refused when a name leads to it the second time only, and each connection is looked up once", async () => {
    const there = await site((_, response) => response.writeHead(200, { connection: "close" }).end());
    const resolve = leadsTo("127.0.0.2").mockResolvedValueOnce([{ address: "127.0.0.1", family: 4 }]);
    const { post } = requester({ resolve });
    const url = `http://rebinding.example:${there.port}/`;
    expect(await post(url)).toMatchObject({ status: 200 });
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(await codeOf(post(url))).toBe("forbidden-address");
    expect(resolve).toHaveBeenCalledTimes(2);
    expect(there.connections()).toBe(1);
  });

  it("may be requested when it, its range or its name is listed", async () => {
    const there = await site();
    for (const allow of [["127.0.0.1"], ["127.0.0.0/8"], ["ci.example"]]) {
      const { post } = requester({ allow, resolve: leadsTo("127.0.0.1") });
      expect(await post(`http://ci.example:${there.port}/`)).toMatchObject({ status: 200 });
    }
  });

  it.each(["file:///etc/passwd", "ftp://127.0.0.1/", "unix:/run/docker.sock", "/hook", "", "http://", "http://a b/"])(
    "is the URL %j",
    async (url) => expect(await codeOf(requester().post(url))).toBe("forbidden-address"),
  );

  it("is a URL that holds a password", async () => {
    const there = await site();
    expect(await codeOf(requester().post(there.url.replace("//", "//ada:hush@")))).toBe("forbidden-address");
    expect(there.connections()).toBe(0);
  });
});

describe("a redirect", () => {
  const secrets = {
    "X-Zadig-Token": "hush",
    Authorization: "Bearer hush",
    Cookie: "hush",
    "X-Zadig-Event": "all_job_done",
  };

  it.each([307, 308])("of status %i asks the same of another, without what is secret", async (status) => {
    const other = await site(echo);
    const there = await site(redirecting(status, () => `${other.url}/new?a=1`));
    const answer = await requester().post(there.url, { headers: secrets, body: "the body" });
    expect(answer).toMatchObject({ status: 200, url: `${other.url}/new?a=1` });
    const asked = answer instanceof RequestProblem ? answer : JSON.parse(answer.body);
    expect(asked).toMatchObject({ method: "POST", body: "the body", headers: { "x-zadig-event": "all_job_done" } });
    expect(JSON.stringify(asked)).not.toContain("hush");
  });

  it("within one origin keeps what is secret", async () => {
    const there = await site((request, response) => {
      if (request.url === "/new") return void echo(request, response);
      redirecting(307, () => "/new")(request, Object.assign(response, { req: request }));
    });
    const answer = await requester().post(there.url, { headers: secrets });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"x-zadig-token":"hush"') });
  });

  it.each([301, 302, 303])("of status %i is the answer to a POST, and followed by a GET", async (status) => {
    const other = await site();
    const there = await site(redirecting(status, () => other.url));
    const { post, request } = requester();
    expect(await post(there.url)).toMatchObject({ status, body: "elsewhere" });
    expect(other.connections()).toBe(0);
    const got = await request({ method: "GET", url: there.url, headers: {}, redirects: "same-method" });
    expect(got).toMatchObject({ status: 200, body: "hello" });
  });

  it("is the answer where none is to be followed, or it leads nowhere", async () => {
    const there = await site(redirecting(307, () => "http://127.0.0.1:1/"));
    expect(await requester().post(there.url, { redirects: "none" })).toMatchObject({ status: 307 });
    const nowhere = await site((_, response) => response.writeHead(307).end());
    expect(await requester().post(nowhere.url)).toMatchObject({ status: 307 });
  });

  it.each([
    "http://127.0.0.2:PORT/",
    "http://[::1]:PORT/",
    "http://2130706434:PORT/",
    "http://169.254.169.254/",
    "file:///etc/passwd",
  ])("to %s is refused as the address itself is", async (location) => {
    const there: Site = await site(redirecting(307, () => location.replace("PORT", String(there.port))));
    expect(await codeOf(requester().post(there.url))).toBe("forbidden-address");
    expect(there.connections()).toBe(1);
  });

  it("is followed three times and no more", async () => {
    const steps = (most: number) =>
      site((request, response) => {
        const step = Number(request.url?.slice(1));
        if (step === most) response.end("there");
        else redirecting(307, () => `/${step + 1}`)(request, Object.assign(response, { req: request }));
      });
    expect(await requester().post(`${(await steps(3)).url}/0`)).toMatchObject({ status: 200 });
    expect(await codeOf(requester().post(`${(await steps(4)).url}/0`))).toBe("redirect");
  });

  it("to what is no URL is a problem", async () => {
    const there = await site(redirecting(307, () => "http://[/"));
    expect(await codeOf(requester().post(there.url))).toBe("redirect");
  });
});

describe("a request without an answer", () => {
  it("names why", async () => {
    const { post } = requester({ allow: ["127.0.0.1", "silent.example"] });
    const refused = await site();
    expect(await codeOf(post("http://127.0.0.1:1/"))).toBe("connect");
    expect(await codeOf(post(`https://127.0.0.1:${refused.port}/`))).toBe("tls");
    expect(await codeOf(post(`http://${await rawSite("I speak no HTTP\r\n\r\n")}/`))).toBe("connect");
    expect(await codeOf(post(`http://${await rawSite("")}/`))).toBe("connect");
    const large = `HTTP/1.1 200 OK\r\nx: ${"x".repeat(100_000)}\r\n\r\n`;
    expect(await codeOf(post(`http://${await rawSite(large)}/`))).toBe("too-large");
    const short = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbut no more";
    expect(await codeOf(post(`http://${await rawSite(short)}/`))).toBe("connect");
  });

  it("has a name that leads nowhere", async () => {
    const url = "http://nowhere.example/";
    expect(await codeOf(requester({ resolve: leadsTo() }).post(url))).toBe("dns");
    const resolve = () => Promise.reject(Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }));
    expect(await codeOf(requester({ resolve }).post(url))).toBe("dns");
  });

  it.each<[string, RequestListener]>([
    ["never comes", () => undefined],
    ["never ends", (_, response) => void response.writeHead(200).write("x")],
    [
      "comes a byte at a time",
      (_, response) => {
        const drip = setInterval(() => response.write("x"), 5);
        response.on("close", () => clearInterval(drip));
      },
    ],
  ])("is given up when the answer %s", async (_, listener) => {
    const there = await site(listener);
    expect(await codeOf(requester({ timeout: 100 }).post(there.url))).toBe("timeout");
  });

  it("is given up in time also while it waits for a connection, or for a name", async () => {
    const there = await site(() => undefined);
    const { post } = requester({ timeout: 100, connections: 1 });
    const results = [post(there.url), post(there.url), post(there.url)];
    expect(await Promise.all(results.map(codeOf))).toEqual(["timeout", "timeout", "timeout"]);
    const never = requester({ timeout: 100, resolve: () => new Promise(() => undefined) });
    expect(await codeOf(never.post("http://slow.example/"))).toBe("timeout");
  });

  it("was called off", async () => {
    const control = new AbortController();
    const there = await site(() => control.abort());
    expect(await codeOf(requester().post(there.url, { signal: control.signal }))).toBe("aborted");
  });

  it("makes no connection when it was called off before", async () => {
    const there = await site();
    expect(await codeOf(requester().post(there.url, { signal: AbortSignal.abort() }))).toBe("aborted");
    expect(there.connections()).toBe(0);
  });

  it("came after the end", async () => {
    const there = await site();
    const { post, close } = requester();
    await post(there.url);
    await close();
    expect(await codeOf(post(there.url))).toBe("aborted");
  });

  it("tells how long it took and for what, and no secret in its words", async () => {
    let time = 0;
    const { post } = requester({ allow: [], timeout: 100, now: () => (time += 40), resolve: leadsTo("10.0.0.1") });
    const path = "/hush?token=hush";
    for (const host of ["http://127.0.0.1", "http://ci.example", "ftp://ci.example", "http://hush:hush@ci.example"]) {
      const problem = await post(`${host}${path}`, { headers: { "X-Zadig-Token": "hush" }, body: "hush" });
      if (!(problem instanceof RequestProblem)) throw new Error("an answer");
      expect(problem).toMatchObject({ latency: 40, url: `${host}${path}` });
      expect(problem.message).not.toContain("hush");
    }
    const there = await site((request) => request.socket.destroy());
    const open = requester();
    for (const url of [there.url, "http://127.0.0.1:1"]) {
      const problem = await open.post(`${url}${path}`, { headers: { "X-Bad": "hush\n" }, body: "hush" });
      expect(problem instanceof RequestProblem ? problem.message : "an answer").not.toMatch(/hush|an answer/);
    }
  });
});
