import { expect, test } from "vitest";
import { s3Shelf } from "../../../adapters/s3/shelf.ts";
import { hashOf } from "../../../src/files/keep-file.ts";
import { openS3, S3_KEYS } from "../../emulators/s3.ts";
import { PDF, PNG } from "../../support/file-bytes.ts";

async function shelfOf(change: Partial<Parameters<typeof s3Shelf>[0]> = {}) {
  const s3 = await openS3("evidence");
  const settings = { endpoint: s3.url, region: s3.region, bucket: "evidence", prefix: "shop/", ...S3_KEYS };
  return { s3, shelf: s3Shelf({ ...settings, ...change }) };
}

test("files go to an object store and come back, with signed requests alone", async () => {
  const { s3, shelf } = await shelfOf();
  const files = [PNG, PDF, Buffer.from("one"), Buffer.from("two"), Buffer.from("three")];
  for (const bytes of files) await shelf.put(hashOf(bytes), bytes);
  s3.objects.set("shop/readme", { bytes: PNG, at: 0 });
  expect(Buffer.from((await shelf.get(hashOf(PNG))) ?? [])).toEqual(PNG);
  const listed = await Array.fromAsync(shelf.list());
  expect(listed.map(({ hash }) => hash).toSorted()).toEqual(files.map(hashOf).toSorted());
  await shelf.remove(hashOf(PNG));
  expect(await shelf.get(hashOf(PNG))).toBeUndefined();
  expect(s3.refused).toEqual([]);
});

test("a store that is busy is asked again, and one that refuses is an error that names why", async () => {
  const { s3, shelf } = await shelfOf();
  s3.fail(503, 500);
  await shelf.put(hashOf(PNG), PNG);
  expect(s3.objects.size).toBe(1);
  const stranger = await shelfOf({ secretKey: "wrong" });
  await expect(stranger.shelf.put(hashOf(PNG), PNG)).rejects.toThrow("403 SignatureDoesNotMatch");
  const lost = await shelfOf({ bucket: "nothing" });
  await expect(lost.shelf.put(hashOf(PNG), PNG)).rejects.toThrow("no bucket nothing");
  await expect(Array.fromAsync(lost.shelf.list())).rejects.toThrow("no bucket nothing");
});
