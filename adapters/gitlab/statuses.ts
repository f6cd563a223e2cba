/**
 * What GitLab's words for the state of pipelines and jobs mean. A word that is not known here, such as one that a newer
 * GitLab brings, is taken for work under way: it is looked at again.
 */

const OVER: ReadonlySet<string> = new Set(["success", "failed", "canceled", "skipped"]);
/** Nothing goes on before somebody acts, or before a delay is over. */
const RESTING: ReadonlySet<string> = new Set(["manual", "scheduled"]);

/** Whether it has come to its end. */
export function isOver(status: string): boolean {
  return OVER.has(status);
}

/** Whether a job runs, or will without anybody doing anything. */
export function isActive(status: string): boolean {
  return !(OVER.has(status) || RESTING.has(status));
}
