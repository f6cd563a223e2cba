import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { allowedBy, forbiddenRange, isAllowEntry } from "../../src/hooks/address-guard.ts";

/** Ranges as the IANA registries write them, with the address that embeds nothing. */
const FORBIDDEN_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "255.255.255.255/32",
  "168.63.129.16/32",
];
const FORBIDDEN_IPV6 = [
  "::/128",
  "::1/128",
  "::/96",
  "::ffff:0:0:0/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/32",
  "2001:2::/48",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "4000::/3",
  "5f00::/16",
  "8000::/1",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
];

/** Any address of a range: its network, and chance for the rest of the bits. */
function within(range: string): fc.Arbitrary<string> {
  const [network, bits] = ipaddr.parseCIDR(range);
  const bytes = network.toByteArray();
  return fc.uint8Array({ minLength: bytes.length, maxLength: bytes.length }).map((noise) =>
    ipaddr
      .fromByteArray(
        bytes.map((byte, at) => {
          const free = Math.max(0, Math.min(8, at * 8 + 8 - bits));
          const mask = (1 << free) - 1;
          return (byte & ~mask) | ((noise[at] ?? 0) & mask);
        }),
      )
      .toString(),
  );
}

const numberOf = (address: string) => ipaddr.IPv4.parse(address).octets.reduce((sum, octet) => sum * 256 + octet, 0);

/** Whether a range holds an address, by arithmetic of the test's own. */
function holds(range: string, address: string): boolean {
  const [network = "", bits = ""] = range.split("/");
  const size = 2 ** (32 - Number(bits));
  const offset = numberOf(address) - numberOf(network);
  return offset >= 0 && offset < size;
}

const AS112_AND_AMT = ["192.175.48.0/24", "192.31.196.0/24", "192.52.193.0/24"];
const publicIPv4 = fc
  .ipV4()
  .filter((address) => ![...FORBIDDEN_IPV4, ...AS112_AND_AMT].some((range) => holds(range, address)));
const forbiddenIPv4 = fc.oneof(...FORBIDDEN_IPV4.map(within));

function inIPv6(prefix: string, ipv4: string): string {
  const bytes = [...ipaddr.IPv6.parse(prefix).toByteArray().slice(0, 12), ...ipaddr.IPv4.parse(ipv4).octets];
  return ipaddr.fromByteArray(bytes).toString();
}

describe("the ranges that must not be requested", () => {
  it.each(FORBIDDEN_IPV4.concat(FORBIDDEN_IPV6))("every address of %s is refused", (range) => {
    fc.assert(fc.property(within(range), (address) => forbiddenRange(address) !== undefined));
  });

  it("an IPv4 address outside of them is allowed", () => {
    fc.assert(fc.property(publicIPv4, (address) => forbiddenRange(address) === undefined));
  });

  it("a forbidden IPv4 address stays forbidden in every IPv6 form", () => {
    const prefixes = fc.constantFrom("::ffff:0:0", "::", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::");
    fc.assert(
      fc.property(forbiddenIPv4, prefixes, (address, prefix) => forbiddenRange(inIPv6(prefix, address)) !== undefined),
    );
    fc.assert(
      fc.property(forbiddenIPv4, (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(address).octets;
        return (
          forbiddenRange(new ipaddr.IPv6([0x2002, a * 256 + b, c * 256 + d, 0, 0, 0, 0, 1]).toString()) !== undefined
        );
      }),
    );
  });

  it("a public IPv4 address is allowed behind NAT64 and mapped into IPv6", () => {
    const prefixes = fc.constantFrom("::ffff:0:0", "64:ff9b::");
    fc.assert(
      fc.property(publicIPv4, prefixes, (address, prefix) => forbiddenRange(inIPv6(prefix, address)) === undefined),
    );
  });

  it.each(["2606:4700:4700::1111", "2001:4860:4860::8888", "2400:3200::1", "8.8.8.8", "223.5.5.5"])(
    "the public %s is allowed",
    (address) => expect(forbiddenRange(address)).toBeUndefined(),
  );

  it.each([
    ["127.0.0.1", "loopback"],
    ["::1", "loopback"],
    ["10.1.2.3", "private"],
    ["fd12::1", "unique-local"],
    ["169.254.1.1", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["0.0.0.0", "unspecified"],
    ["224.0.0.1", "multicast"],
    ["255.255.255.255", "broadcast"],
    ["100.64.0.1", "carrier-grade-nat"],
    ["198.18.0.1", "reserved"],
    ["::ffff:10.0.0.1", "private"],
    ["64:ff9b::a00:1", "private"],
    ["::7f00:1", "ipv4-compatible"],
    ["169.254.169.254", "metadata"],
    ["::ffff:169.254.169.254", "metadata"],
    ["100.100.100.200", "metadata"],
    ["fd00:ec2::254", "metadata"],
    ["FD00:0EC2:0:0::254", "metadata"],
    ["168.63.129.16", "metadata"],
    ["example.com", "not-an-address"],
    ["2130706433", "not-an-address"],
    ["0177.0.0.1", "not-an-address"],
    ["", "not-an-address"],
  ])("%s is %s", (address, range) => expect(forbiddenRange(address)).toBe(range));

  it("anything at all gets an answer", () => {
    fc.assert(fc.property(fc.string(), (text) => typeof (forbiddenRange(text) ?? "") === "string"));
  });
});

describe("the list of what is allowed", () => {
  it.each([
    ["10.1.2.3", "ci.internal", ["10.0.0.0/8"]],
    ["10.1.2.3", "ci.internal", ["10.1.2.3"]],
    ["10.1.2.3", "CI.internal.", ["ci.Internal"]],
    ["::ffff:10.1.2.3", "ci.internal", ["10.0.0.0/8"]],
    ["::1", "::1", ["[::1]"]],
    ["fd12::5", "ci.internal", ["fd12::/16"]],
    ["127.0.0.1", "localhost", ["example.com", "localhost"]],
  ])("lets %s of %s pass by %j", (address, hostname, allow) => {
    expect(allowedBy(address, hostname, allow)).toBe(true);
  });

  it.each([
    ["10.1.2.3", "ci.internal", []],
    ["11.1.2.3", "ci.internal", ["10.0.0.0/8"]],
    ["10.1.2.3", "evil.ci.internal", ["ci.internal"]],
    ["10.1.2.3", "ci.internal.evil.example", ["ci.internal"]],
    ["10.1.2.3", "ci.internal", ["fd12::/16", "::/0"]],
    ["64:ff9b::a01:203", "ci.internal", ["10.0.0.0/8"]],
    ["nonsense", "ci.internal", ["10.0.0.0/8"]],
    ["10.1.2.3", "ci.internal", ["", "10", "10/8/8", "10.0.0.0/99"]],
  ])("keeps %s of %s from passing by %j", (address, hostname, allow) => {
    expect(allowedBy(address, hostname, allow)).toBe(false);
  });

  it("says which entries can mean something", () => {
    const good = [
      "ci.internal",
      "localhost",
      "10.0.0.0/8",
      "127.0.0.1",
      "[::1]",
      "fd12::/16",
      "a_b.example",
      "Zadig.corp.",
    ];
    const bad = [
      "",
      "10.0.0.0/99",
      "http://ci.internal",
      "*.internal",
      "ci.internal:80",
      "-a",
      "0x7f.1",
      "10.1",
      "a b",
    ];
    expect(good.filter((entry) => !isAllowEntry(entry))).toEqual([]);
    expect(bad.filter((entry) => isAllowEntry(entry))).toEqual([]);
  });
});
