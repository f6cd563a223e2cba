/**
 * The binary frames of the long connection: protobuf (proto2, package pbbp2), written by hand, so that a mistake of the SDK's
 * codec is not made twice.
 *
 *   message Header { required string key=1; required string value=2; }
 *   message Frame  { required uint64 SeqID=1; required uint64 LogID=2; required int32 service=3; required int32 method=4;
 *                    repeated Header headers=5; optional string payload_encoding=6; optional string payload_type=7;
 *                    optional bytes payload=8; optional string LogIDNew=9; }
 */

export const CONTROL = 0;
export const DATA = 1;

export interface Frame {
  readonly seqId: number;
  readonly logId: number;
  readonly service: number;
  readonly method: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Buffer | undefined;
}

const VARINT = 0;
const BYTES = 2;
const REQUIRED = ["1", "2", "3", "4"];

export function encodeFrame({ seqId, logId, service, method, headers, payload }: Frame): Buffer {
  const head = [seqId, logId, service, method].map((value, index) => numberField(index + 1, value));
  const pairs = Object.entries(headers).map(([key, value]) =>
    bytesField(5, Buffer.concat([bytesField(1, Buffer.from(key)), bytesField(2, Buffer.from(value))])),
  );
  return Buffer.concat([...head, ...pairs, ...(payload ? [bytesField(8, payload)] : [])]);
}

/** Throws where a frame is not one: cut short, of an unknown field, or without one of the required four. */
export function decodeFrame(data: Buffer): Frame {
  const numbers: Record<string, number> = {};
  const headers: Record<string, string> = {};
  let payload: Buffer | undefined;
  for (const { field, value } of fieldsOf(data)) {
    if (field >= 1 && field <= 4 && typeof value === "number") numbers[field] = value;
    else if (field === 5 && typeof value !== "number") Object.assign(headers, headerOf(value));
    else if (field === 8 && typeof value !== "number") payload = value;
    else if (![6, 7, 9].includes(field)) throw new Error(`a frame has no field ${field}`);
  }
  const missing = REQUIRED.filter((field) => numbers[field] === undefined);
  if (missing.length > 0) throw new Error(`a frame lacks field ${missing.join(", ")}`);
  const [seqId = 0, logId = 0, service = 0, method = 0] = REQUIRED.map((field) => numbers[field] ?? 0);
  return { seqId, logId, service, method, headers, payload };
}

function headerOf(data: Buffer): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { field, value } of fieldsOf(data)) if (typeof value !== "number") texts[field] = value.toString("utf8");
  const { 1: key, 2: value } = texts;
  if (key === undefined || value === undefined) throw new Error("a header lacks its key or its value");
  return { [key]: value };
}

function* fieldsOf(data: Buffer): Generator<{ readonly field: number; readonly value: number | Buffer }> {
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = data[at++];
      if (byte === undefined || shift > 63n) throw new Error("a number is cut short");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < data.length) {
    const tag = varint();
    if ((tag & 7) === VARINT) yield { field: tag >> 3, value: varint() };
    else if ((tag & 7) === BYTES) {
      const length = varint();
      if (length < 0 || at + length > data.length) throw new Error("a field is cut short");
      yield { field: tag >> 3, value: data.subarray(at, at + length) };
      at += length;
    } else throw new Error(`a frame has no field of wire type ${tag & 7}`);
  }
}

function numberField(field: number, value: number): Buffer {
  return Buffer.concat([varintOf((field << 3) | VARINT), varintOf(value)]);
}

function bytesField(field: number, value: Buffer): Buffer {
  return Buffer.concat([varintOf((field << 3) | BYTES), varintOf(value.length), value]);
}

function varintOf(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
