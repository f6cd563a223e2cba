import { describe, expect, it } from "vitest";
import { Signatures } from "../../../adapters/slack/signature.ts";
import { signature } from "../../emulators/slack/http-carrier.ts";
import { SIGNING_SECRET } from "../../emulators/slack/world.ts";
import { handClock } from "../../support/hand-clock.ts";

const MINUTE = 60_000;
const START = 1_796_000_000_000;
const BODY = '{"type":"event_callback"}';

function world() {
  const clock = handClock(START);
  const signatures = new Signatures(SIGNING_SECRET, clock.now);
  const check = (at: number, body = BODY, signed = signature(String(at / 1000), body)) =>
    signatures.check({ timestamp: String(at / 1000), signature: signed, body: Buffer.from(body) });
  return { clock, signatures, check };
}

describe("a signed request", () => {
  it("is taken within five minutes of its time, either way", () => {
    for (const [offset, verdict] of [
      [0, "genuine"],
      [-5 * MINUTE, "genuine"],
      [5 * MINUTE, "genuine"],
      [-5 * MINUTE - 1000, "old"],
      [5 * MINUTE + 1000, "old"],
      [60 * MINUTE, "old"],
    ] as const) {
      expect(world().check(START + offset), String(offset)).toBe(verdict);
    }
  });

  it("is taken once", () => {
    const { check, clock } = world();
    expect(check(START)).toBe("genuine");
    expect(check(START)).toBe("replayed");
    clock.advance(4 * MINUTE);
    expect(check(START)).toBe("replayed");
    clock.advance(20 * MINUTE);
    expect(check(START)).toBe("old");
  });

  it("is taken again that was not handled the first time", () => {
    const { check, signatures } = world();
    check(START);
    signatures.release(signature(String(START / 1000), BODY));
    expect(check(START)).toBe("genuine");
  });

  it("of another secret, another body, another time or no known shape is none", () => {
    const { check, signatures } = world();
    const time = String(START / 1000);
    expect(check(START, BODY, signature(time, BODY, "another"))).toBe("forged");
    expect(check(START, BODY, signature(time, `${BODY} `))).toBe("forged");
    expect(check(START, BODY, signature(String(START / 1000 + 1), BODY))).toBe("forged");
    expect(check(START, BODY, "")).toBe("forged");
    expect(check(START, BODY, "v1=00")).toBe("forged");
    const body = Buffer.from(BODY);
    expect(signatures.check({ timestamp: undefined, signature: "v0=1", body })).toBe("unsigned");
    expect(signatures.check({ timestamp: "soon", signature: "v0=1", body })).toBe("unsigned");
    expect(signatures.check({ timestamp: "NaN", signature: signature("NaN", BODY), body })).toBe("unsigned");
  });
});
