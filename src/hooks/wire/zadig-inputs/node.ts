/**
 * Looking into JSON of Zadig's without trusting its shape: what is missing, `null` or of another kind reads as empty.
 */

/** An object of a workflow; the ones here are copies, made to be filled in. */
export type Node = Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects in a list; Zadig writes `null` for an empty one. */
export function nodesOf(parent: Node, key: string): readonly Node[] {
  const list = parent[key];
  return Array.isArray(list) ? list.filter(isNode) : [];
}

export function nodeOf(parent: Node, key: string): Node {
  const value = parent[key];
  return isNode(value) ? value : {};
}

export function textOf(parent: Node, key: string): string {
  const value = parent[key];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

export function textsOf(parent: Node, key: string): readonly string[] {
  const list = parent[key];
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}

/** The parts of a list that people write with commas. */
export function splitList(written: string): readonly string[] {
  return written
    .split(/[,，]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
