/**
 * Names of jobs as plans write them, `folder/app/main`, and their places in Jenkins' URLs, `job/folder/job/app/job/main`.
 */

/** Deeper than folders are nested anywhere, and a bound on what a name can make of a URL. */
const MOST_SEGMENTS = 20;
const LONGEST = 500;
// `/` separates folders; Jenkins refuses the others itself. `%` stays: branches are named `feature%2Flogin`.
const SEGMENT = /^[^/\\?*<>|"\p{Cc}\p{Cf}]{1,200}$/u;

/** The folders and the job that a name consists of, or undefined when Jenkins could have no job of that name. */
export function segmentsOf(name: string): readonly string[] | undefined {
  const segments = name.split("/");
  const fine =
    name.length <= LONGEST &&
    segments.length <= MOST_SEGMENTS &&
    segments.every((segment) => SEGMENT.test(segment) && segment.trim() === segment && !/^\.{1,2}$/.test(segment));
  return fine ? segments : undefined;
}

/** Where a job is below Jenkins' own address; undefined for what is no name. */
export function pathOf(name: string): string | undefined {
  return segmentsOf(name)
    ?.map((segment) => `job/${encodeURIComponent(segment)}`)
    .join("/");
}

/** The name behind `job/folder/job/app/`, as Jenkins writes a job's address; undefined for any other address. */
export function nameOfPath(path: string): string | undefined {
  const parts = path.replace(/\/$/, "").split("/");
  const names = parts.filter((_, index) => index % 2 === 1);
  if (parts.length % 2 === 1 || parts.some((part, index) => index % 2 === 0 && part !== "job")) return undefined;
  try {
    const name = names.map(decodeURIComponent).join("/");
    return segmentsOf(name)?.length === names.length ? name : undefined;
  } catch {
    return undefined;
  }
}
