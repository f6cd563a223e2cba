/**
 * What a command gets to see of the environment: enough to find programs and speak a language, and no secret.
 */

const PASSED_ON = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"];

/** The harmless part of an environment. */
export function minimalEnvironment(
  from: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const passed: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = from[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}
