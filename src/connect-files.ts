/**
 * Where files are kept, as the settings say.
 */
import { s3Shelf } from "../adapters/s3/shelf.ts";
import type { FileDesk } from "./files/desk.ts";
import { openFileDesk } from "./files/desk.ts";
import { folderShelf } from "./files/shelf.ts";
import { baseUrl } from "./people/sign-in-link.ts";
import type { Settings } from "./settings/settings.ts";
import type { Store } from "./store/store.ts";

export function connectFiles(settings: Settings, store: Store, now: () => number): Promise<FileDesk> {
  const { most, types, store: place } = settings.files;
  const shelf = place.kind === "folder" ? folderShelf(place.path) : s3Shelf(place);
  return openFileDesk({ store, shelf, limits: { most, types }, base: baseUrl(settings), now });
}
