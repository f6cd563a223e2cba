/** A browser without a screen: speaks HTTP to the console as one person, and follows the stream of events. */
import type { World } from "./world.ts";

export interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

export function posted(
  world: World,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${world.url}${path}`, {
    method: "POST",
    headers: { origin: world.url, "content-type": "application/json", "x-console-as": "ada", ...headers },
    body: JSON.stringify(body),
  });
}

export function got(world: World, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${world.url}${path}`, { headers: { "x-console-as": "ada", ...headers }, redirect: "manual" });
}

export interface Stream extends AsyncDisposable {
  /** The next event that fits, of those not yet taken. */
  next(fits: (event: StreamEvent) => boolean): Promise<StreamEvent>;
  /** Answers when the server has ended the stream. */
  readonly ended: Promise<void>;
  readonly taken: readonly StreamEvent[];
}

export async function follow(world: World, person: string, place: string, after?: string): Promise<Stream> {
  const stop = new AbortController();
  const response = await fetch(`${world.url}/console/events?${new URLSearchParams({ as: person, place })}`, {
    headers: after === undefined ? {} : { "last-event-id": after },
    signal: stop.signal,
  });
  if (!response.ok || !response.body) throw new Error(`no stream: ${response.status}`);
  const waiting: StreamEvent[] = [];
  const taken: StreamEvent[] = [];
  let rouse: () => void = () => undefined;
  const ended = read(response.body, (event) => {
    waiting.push(event);
    rouse();
  });
  const stream: Stream = {
    taken,
    ended,
    next: async (fits) => {
      for (;;) {
        const event = waiting.shift();
        if (event) taken.push(event);
        if (event && fits(event)) return event;
        if (!event) {
          await new Promise<void>((resolve) => {
            rouse = resolve;
          });
        }
      }
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await ended;
    },
  };
  await stream.next(({ event }) => event === "hello");
  return stream;
}

async function read(body: ReadableStream<Uint8Array>, take: (event: StreamEvent) => void): Promise<void> {
  let rest = "";
  try {
    const decoder = new TextDecoder();
    for await (const bytes of body) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) take(eventOf(part));
    }
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError") && !(error instanceof TypeError)) throw error;
  }
}

function eventOf(part: string): StreamEvent {
  const field = (name: string) =>
    part
      .split("\n")
      .filter((line) => line.startsWith(`${name}: `))
      .map((line) => line.slice(name.length + 2))
      .join("\n");
  return { id: field("id"), event: field("event"), data: field("data") };
}
