/**
 * What a plan calls a pipeline: the project's path, and `@` with a branch or tag unless it is the default branch's,
 * `shop/backend@release/2.4`. Names are checked before any of them goes into an address.
 */

export interface WorkflowName {
  readonly project: string;
  /** A branch or tag; the project's default branch without. */
  readonly ref?: string | undefined;
}

const LONGEST = 200;
/** A group or a project: GitLab has no names that begin or end otherwise, and none that end as these do. */
const SEGMENT = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;
const RESERVED_END = /\.(?:git|atom)$/i;
/** The characters of `git check-ref-format` that need no quoting anywhere. */
const REF = /^[A-Za-z0-9_][A-Za-z0-9_./+#=%~-]*$/;
const NO_REF = /\.\.|\/\/|\/\.|[./]$|\.lock(?:$|\/)|~/;

/** The parts of a name; undefined when it is no such name. */
export function parseWorkflow(workflow: string): WorkflowName | undefined {
  if (workflow.length > LONGEST) return undefined;
  const at = workflow.indexOf("@");
  const project = at < 0 ? workflow : workflow.slice(0, at);
  if (!isProject(project)) return undefined;
  if (at < 0) return { project };
  const ref = workflow.slice(at + 1);
  return isRef(ref) ? { project, ref } : undefined;
}

/** Whether this is the path of a project: a group, groups in it perhaps, and the project. */
export function isProject(path: string): boolean {
  const segments = path.split("/");
  return segments.length >= 2 && segments.length <= 21 && segments.every(isSegment);
}

function isSegment(segment: string): boolean {
  return SEGMENT.test(segment) && !RESERVED_END.test(segment);
}

function isRef(ref: string): boolean {
  return REF.test(ref) && !NO_REF.test(ref);
}
