/**
 * The `tree` parameter of Jenkins' remote access API: `jobs[name,property[x]]{0,100}` names the fields that are told.
 */

export interface Branch {
  readonly name: string;
  readonly fields: readonly Branch[];
  readonly range: readonly [number, number] | undefined;
}

/** The fields of a written tree. Throws when it isn't one. */
export function parseTree(written: string): readonly Branch[] {
  let at = 0;
  const accept = (text: string): boolean => {
    const here = written.startsWith(text, at);
    if (here) at += text.length;
    return here;
  };
  const take = (pattern: RegExp): string => {
    const found = pattern.exec(written.slice(at))?.[0];
    if (found === undefined) throw new Error(`tree: ${written.slice(at)}`);
    at += found.length;
    return found;
  };
  const fields = (): readonly Branch[] => {
    const all: Branch[] = [];
    do {
      const name = take(/^[A-Za-z_]+/);
      const inner = accept("[") ? fields() : [];
      if (inner.length > 0 && !accept("]")) throw new Error("tree: ] is missing");
      const range = accept("{") ? rangeOf(take(/^\d+,\d+\}/)) : undefined;
      all.push({ name, fields: inner, range });
    } while (accept(","));
    return all;
  };
  const tree = fields();
  if (at !== written.length) throw new Error(`tree: ${written.slice(at)}`);
  return tree;
}

/** The named part of a value. `_class` comes unasked; a field that is nowhere in it is told to `unknown`. */
export function pick(value: unknown, tree: readonly Branch[], unknown: (name: string) => void): unknown {
  if (Array.isArray(value)) return value.map((each) => pick(each, tree, unknown));
  if (typeof value !== "object" || value === null || tree.length === 0) return value;
  const record: Record<string, unknown> = { ...value };
  const picked: Record<string, unknown> = "_class" in record ? { _class: record._class } : {};
  for (const { name, fields, range } of tree) {
    if (!KNOWN.has(name)) unknown(name);
    if (!(name in record)) continue;
    const field = record[name];
    picked[name] = pick(range && Array.isArray(field) ? field.slice(...range) : field, fields, unknown);
  }
  return picked;
}

function rangeOf(written: string): readonly [number, number] {
  const [from = "0", to = "0"] = written.replace("}", "").split(",");
  return [Number(from), Number(to)];
}

/** Fields that jobs, builds, queue items and parameters of a real Jenkins export. */
const KNOWN = new Set(
  [
    "_class actions allBuilds buildable building builds cancelled causes choices color defaultParameterValue description",
    "displayName duration estimatedDuration executable fullName id inProgress inQueue items jobs name nextBuildNumber",
    "number parameterDefinitions parameters property queueId result stuck task timestamp type url value why",
  ]
    .join(" ")
    .split(" "),
);
