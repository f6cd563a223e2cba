/**
 * One connection to DingTalk's stream, through its SDK, with what the SDK (2.1.5) leaves undone: its reconnecting storms, its
 * timers and sockets leak, and a frame it does not like ends the process. So each connection is a client of its own that
 * never reconnects by itself, the socket is ours, and nothing that arrives can throw.
 */
import type { DWClientDownStream } from "dingtalk-stream";
import { DWClient, TOPIC_CARD, TOPIC_ROBOT } from "dingtalk-stream";
import { WebSocket } from "ws";

/** How long the handshake may take (ms). */
const HANDSHAKE_MS = 10_000;
/** The largest frame that is read: a message with a whole plan is a fraction of it. */
const LARGEST_FRAME = 4 * 1024 * 1024;

export const TOPICS: readonly { readonly type: string; readonly topic: string }[] = [
  { type: "EVENT", topic: "*" },
  { type: "CALLBACK", topic: TOPIC_ROBOT },
  { type: "CALLBACK", topic: TOPIC_CARD },
];

/** A frame whose data could be read. */
export interface Frame {
  readonly messageId: string;
  readonly data: unknown;
}

export interface EventFrame extends Frame {
  readonly eventId: string;
  readonly eventType: string;
}

/** Who handles what arrives. Rejecting leaves it unacknowledged, so that DingTalk delivers it again. */
export interface Listener {
  message(frame: Frame): Promise<void>;
  /** Answers what the card shows from now on. */
  card(frame: Frame): Promise<object>;
  event(frame: EventFrame): Promise<void>;
}

export interface LineNeeds {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly listener: Listener;
  /** Something came in, whatever it was. */
  readonly heard: () => void;
  /** DingTalk is about to close this connection. */
  readonly expiring: () => void;
  readonly closed: () => void;
  readonly report: (error: unknown) => void;
}

export class Line extends DWClient {
  readonly #needs: LineNeeds;
  #socket: WebSocket | undefined;

  constructor(needs: LineNeeds) {
    const { clientId, clientSecret } = needs;
    // The SDK's own default of subscriptions is one array that all clients share.
    const options = {
      clientId,
      clientSecret,
      keepAlive: false,
      debug: false,
      autoReconnect: false,
      subscriptions: [...TOPICS],
    };
    super(options);
    this.#needs = needs;
    this.registerCallbackListener(TOPIC_ROBOT, (frame) => void this.#message(frame));
    this.registerCallbackListener(TOPIC_CARD, (frame) => void this.#card(frame));
  }

  /** Opens the socket; answers when it is open, and rejects when it does not come to that. */
  open(address: URL): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address, { handshakeTimeout: HANDSHAKE_MS, maxPayload: LARGEST_FRAME });
      this.#socket = socket;
      // The SDK sends its acknowledgements through this one.
      Object.assign(this, { socket });
      let opened = false;
      socket.on("open", () => {
        opened = true;
        this.connected = true;
        resolve();
      });
      socket.on("message", (data) => this.onDownStream(String(data)));
      socket.on("pong", () => this.#needs.heard());
      socket.on("error", (error) => (opened ? this.#needs.report(error) : reject(error)));
      socket.on("close", () => {
        this.connected = false;
        if (opened) this.#needs.closed();
        else reject(new Error("the connection was closed before it was open"));
        socket.removeAllListeners();
        // What comes late on a closed socket is nobody's.
        socket.on("error", () => undefined);
      });
    });
  }

  /** Asks for a sign of life; it is heard like anything else. */
  ping(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  /** Ends the connection at once. */
  end(): void {
    this.#socket?.terminate();
    this.removeAllListeners();
  }

  override onDownStream(data: string): void {
    this.#needs.heard();
    try {
      super.onDownStream(data);
    } catch (error) {
      this.#needs.report(new Error("DingTalk sent a frame that can't be read", { cause: error }));
    }
  }

  override onSystem(frame: DWClientDownStream): void {
    super.onSystem(frame);
    if (frame.headers.topic === "disconnect") this.#needs.expiring();
  }

  override onEvent(frame: DWClientDownStream): void {
    void this.#event(frame);
  }

  /** The SDK acknowledges an event with what its handler answers at once; ours has to be durable first. */
  async #event(frame: DWClientDownStream): Promise<void> {
    const { messageId, eventId = messageId, eventType = "" } = frame.headers;
    const kept = await this.#settled(() =>
      this.#needs.listener.event({ messageId, eventId, eventType, data: dataOf(frame) }),
    );
    const ack = kept ? { status: "SUCCESS" } : { status: "LATER", message: "try again later" };
    this.#acknowledge(messageId, ack);
  }

  async #message(frame: DWClientDownStream): Promise<void> {
    const { messageId } = frame.headers;
    const kept = await this.#settled(() => this.#needs.listener.message({ messageId, data: dataOf(frame) }));
    if (kept) this.#acknowledge(messageId, { response: null });
  }

  async #card(frame: DWClientDownStream): Promise<void> {
    const { messageId } = frame.headers;
    let response: object | undefined;
    const kept = await this.#settled(async () => {
      response = await this.#needs.listener.card({ messageId, data: dataOf(frame) });
    });
    if (kept) this.#acknowledge(messageId, { response: response ?? {} });
  }

  async #settled(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#needs.report(error);
      return false;
    }
  }

  #acknowledge(messageId: string, data: object): void {
    try {
      // A frame without an id of its own expects nothing.
      if (messageId && this.#socket?.readyState === WebSocket.OPEN) this.send(messageId, data);
    } catch (error) {
      this.#needs.report(error);
    }
  }
}

/** Throws for what is no JSON; that is the handler's failure like any other. */
function dataOf({ data }: DWClientDownStream): unknown {
  return JSON.parse(data);
}
