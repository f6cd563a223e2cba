/**
 * What is wrong with a plan file, one line each, the way compilers say it.
 */
import type { Located } from "../chat/plan-file/apply.ts";
import type { PlanFileProblem } from "../chat/plan-file/problem.ts";
import { fileFault, resolveFault } from "../chat/texts/file-problems-text.ts";
import type { Reader } from "../chat/texts/reader.ts";
import { EXIT, Failure } from "./failure.ts";
import { plainText } from "./plain.ts";

/** Ends the command: the file says what no plan file may say. */
export function fileFailure(problems: readonly PlanFileProblem[], file: string, reader: Reader): Failure {
  return failure(problems, file, (problem) => fileFault(problem, reader));
}

/** Ends the command: the file names somebody or some time that there isn't. */
export function resolveFailure(problems: readonly Located[], file: string, reader: Reader): Failure {
  return failure(problems, file, (problem) => resolveFault(problem, reader));
}

interface Placed {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** `plan.yaml:3:9: items[0].owner: …` */
function failure<P extends Placed>(problems: readonly P[], file: string, words: (problem: P) => string): Failure {
  const lines = problems.map((problem) => {
    const { path, line, column } = problem;
    const place = `${file === "-" ? "stdin" : file}:${line}:${column}`;
    return `${place}: ${path === "" ? "" : `${path}: `}${plainText(words(problem))}`;
  });
  return new Failure(EXIT.refused, { code: "bad-plan-file", message: lines.join("\n"), problems });
}
