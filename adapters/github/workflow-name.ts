/**
 * How plans and settings name a workflow of GitHub Actions: by its repository and file, `shop/web/deploy.yml`, and with
 * `@` on another branch or tag than the default one, `shop/web/deploy.yml@release/2.4`.
 */

export interface RepoName {
  readonly owner: string;
  readonly repo: string;
}

export interface WorkflowName extends RepoName {
  /** The file below `.github/workflows`. */
  readonly file: string;
  /** A branch or tag; the repository's default branch without. */
  readonly ref?: string | undefined;
}

/** What the settings allow: one workflow, or all of a repository's that can be run. */
export interface Allowed extends RepoName {
  readonly file?: string | undefined;
  readonly ref?: string | undefined;
}

const LONGEST = 300;
const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$/;
const REPO = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;
const FILE = /^[A-Za-z0-9_-][A-Za-z0-9._-]*\.ya?ml$/;
/** The characters of `git check-ref-format` that need no quoting anywhere. */
const REF = /^[A-Za-z0-9_][A-Za-z0-9_./+#=%~-]*$/;
const NO_REF = /\.\.|\/\/|\/\.|[./]$|\.lock(?:$|\/)|~/;

/** The parts of a workflow's name; undefined when it is no such name. */
export function parseWorkflow(name: string): WorkflowName | undefined {
  const parts = parseAllowed(name);
  return parts?.file === undefined ? undefined : { ...parts, file: parts.file };
}

/** The parts of what the settings list; undefined when it is neither a repository nor a workflow. */
export function parseAllowed(name: string): Allowed | undefined {
  if (name.length > LONGEST) return undefined;
  const at = name.indexOf("@");
  const [owner = "", repo = "", file, ...more] = (at < 0 ? name : name.slice(0, at)).split("/");
  const ref = at < 0 ? undefined : name.slice(at + 1);
  if (more.length > 0 || !isRepo({ owner, repo })) return undefined;
  if ((file !== undefined && !isFile(file)) || (ref !== undefined && !isRef(ref))) return undefined;
  return { owner, repo, ...(file !== undefined && { file }), ...(ref !== undefined && { ref }) };
}

/** The name of a workflow, as a plan would write it. */
export function nameOf({ owner, repo, file, ref }: WorkflowName): string {
  return `${owner}/${repo}/${file}${ref === undefined ? "" : `@${ref}`}`;
}

export function isRepo({ owner, repo }: RepoName): boolean {
  return OWNER.test(owner) && REPO.test(repo);
}

export function isFile(file: string): boolean {
  return FILE.test(file);
}

/** Whether plans may name this workflow. GitHub makes no difference between upper and lower case in owners and repositories. */
export function isAllowed(allowed: readonly Allowed[], name: WorkflowName): boolean {
  return allowed.some(
    (each) => isSameRepo(each, name) && each.ref === name.ref && (each.file === undefined || each.file === name.file),
  );
}

export function isSameRepo(one: RepoName, other: RepoName): boolean {
  return one.owner.toLowerCase() === other.owner.toLowerCase() && one.repo.toLowerCase() === other.repo.toLowerCase();
}

function isRef(ref: string): boolean {
  return REF.test(ref) && !NO_REF.test(ref);
}
