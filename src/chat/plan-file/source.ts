/**
 * What a file says before it is checked: plain values under canonical keys, and where in the source each stands.
 */
import type { Fault, Path, PlanFileProblem, Position } from "./problem.ts";
import { pathText } from "./problem.ts";

/** A plan is refused with this many problems shown; more help nobody. */
const MOST_PROBLEMS = 20;

export class Source {
  readonly problems: PlanFileProblem[] = [];
  readonly #places = new Map<string, number>();
  readonly #lineStarts: readonly number[];

  constructor(text: string) {
    this.#lineStarts = lineStarts(text);
  }

  /** Remembers where the value at a path begins. */
  place(path: Path, offset: number): void {
    this.#places.set(pathText(path), offset);
  }

  /** Reports what is wrong at an offset of the source. */
  reportAt(path: Path, offset: number, fault: Fault): void {
    if (this.problems.length < MOST_PROBLEMS)
      this.problems.push({ ...fault, path: pathText(path), ...this.position(offset) });
  }

  /** Reports what is wrong with the value at a path, at the nearest place that is known. */
  report(path: Path, fault: Fault): void {
    this.reportAt(path, this.#nearest(path), fault);
  }

  /** Where the value at a path (`items[0].owner`) stands, or the nearest thing around it. */
  where(path: string): Position {
    return this.position(
      this.#nearest(
        path
          .split(/[.[\]]+/u)
          .filter((step) => step !== "")
          .map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
      ),
    );
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  #nearest(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const place = this.#places.get(pathText(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return this.#places.get("") ?? 0;
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}
