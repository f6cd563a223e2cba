/**
 * What words of somebody on one platform can name, by the directory and the settings.
 */
import type { Directory } from "../../people/directory.ts";
import { GROUP_PREFIX } from "../../plan/content.ts";
import type { DraftModel } from "../ports.ts";
import type { Known, Meant } from "./known.ts";
import { namesOf } from "./known.ts";
import { completed } from "./model-draft.ts";
import type { Sketch } from "./question.ts";
import { sketchOf } from "./sketch.ts";

export interface Team extends Omit<Known, "meant" | "names"> {
  readonly directory: Pick<Directory, "everybody" | "groups" | "resolve">;
  /** Where it was written: a mention may be the platform's own id of somebody. */
  readonly platform: string;
}

export function knownIn({ directory, platform, ...rest }: Team): Known {
  const meant = (name: string): Meant => {
    const found = directory.resolve(name, platform);
    switch (found.kind) {
      case "person":
        return { kind: "party", party: found.person.id };
      case "group":
        return { kind: "party", party: `${GROUP_PREFIX}${found.name}` };
      case "ambiguous":
        return { kind: "ambiguous", people: found.people.map(({ id }) => id) };
      case "unknown":
        return { kind: "nobody", nearest: found.nearest };
    }
  };
  return { ...rest, meant, names: namesOf(directory.everybody(), Object.keys(directory.groups())) };
}

/** By the rules, and by the model where there is one. Undefined where the message says nothing. */
export async function draftFrom(
  message: string,
  known: Known,
  model: DraftModel | undefined,
): Promise<Sketch | undefined> {
  const sketch = sketchOf(message, known);
  return sketch && model ? completed(message, sketch, known, model) : sketch;
}
