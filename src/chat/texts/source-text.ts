/**
 * Where a content comes from that nobody typed.
 */
import type { Source } from "../../plan/source.ts";
import type { Line } from "../card.ts";
import { oneLine } from "./markdown.ts";
import type { Reader } from "./reader.ts";
import { sayLine } from "./say.ts";
import { shortTime } from "./when.ts";

/** As long as people quote commits. */
const SHORT_COMMIT = 12;

export function sourceLine(source: Source, reader: Reader): Line {
  const { lang } = reader;
  switch (source.kind) {
    case "git":
      return sayLine(lang, "source.git", {
        commit: source.commit.slice(0, SHORT_COMMIT),
        path: oneLine(source.path),
        repository: oneLine(source.repository),
      });
    case "version":
      return sayLine(lang, "source.version", { version: source.version });
    case "zadig":
      return sayLine(lang, "source.zadig", { plan: oneLine(source.plan) });
    case "template": {
      const values = { template: oneLine(source.template), at: shortTime(source.at, reader) };
      return sayLine(lang, source.late ? "source.template-late" : "source.template", values);
    }
  }
}
