/**
 * What an item asks of whoever does it, how far that is, and what was given in the end.
 */
import type { Item, TextWork } from "../../plan/content.ts";
import type { Given } from "../../plan/evidence.ts";
import { waitsFor } from "../../plan/items.ts";
import type { ItemProgress, Plan } from "../../plan/plan.ts";
import type { Line } from "../card.ts";
import { askText, filesLine, shownWord } from "../texts/evidence-text.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { actorLine, joinLines, joinWords, personLine } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";

type Todo = Extract<ItemProgress, { state: "todo" }>;
type Done = Extract<ItemProgress, { state: "done" }>;
const LONGEST_EXCERPT = 160;

/** While it is to do: what is asked, the check list as it stands, and what was given so far. */
export function demandLines(plan: Plan, item: Item, progress: ItemProgress, reader: Reader): readonly Line[] {
  if (item.work.type !== "text" || progress.state !== "todo") return [];
  const { lang } = reader;
  const { asks = [], confirm } = item.work;
  const { said, files = [] } = progress;
  return [
    ...(asks.length > 0
      ? [
          [
            say(lang, "card.item.asks", {
              asks: joinWords(
                asks.map((ask) => askText(ask, reader)),
                reader,
              ),
            }),
          ],
        ]
      : []),
    ...checkLines(plan, item, item.work, progress, reader),
    ...(confirm && !said ? [[say(lang, "card.item.confirm-two")]] : []),
    ...(files.length > 0 ? [sayLine(lang, "card.item.files", { files: filesLine(files, plan, reader) })] : []),
    ...(said
      ? [
          sayLine(lang, "card.item.said", { person: personLine(said.by, reader), at: shortTime(said.at, reader) }),
          ...givenBlock(said, plan, reader),
        ]
      : []),
  ];
}

/** Point by point when it is the item's turn; before that, how many there are. */
function checkLines(plan: Plan, item: Item, { checks = [] }: TextWork, todo: Todo, reader: Reader): readonly Line[] {
  const { lang } = reader;
  const { ticked = {} } = todo;
  if (checks.length === 0) return [];
  const count: Line = [say(lang, "card.item.check-list", { done: Object.keys(ticked).length, total: checks.length })];
  if (plan.status !== "executing" || waitsFor(plan, item).length > 0) return [count];
  const points = checks.map((check, place) => {
    const tick = Object.hasOwn(ticked, place) ? ticked[place] : undefined;
    const words = { check: excerpt(oneLine(check), LONGEST_EXCERPT) };
    return tick
      ? sayLine(lang, "card.item.ticked", {
          ...words,
          person: personLine(tick.by, reader),
          at: shortTime(tick.at, reader),
        })
      : [say(lang, "card.item.unticked", words)];
  });
  return [count, ...points];
}

/** Who did it, and all that shows it. */
export function doneLines(plan: Plan, done: Done, reader: Reader): readonly Line[] {
  return [doneBy(done, reader), ...confirmedRemark(done, reader), ...givenBlock(done, plan, reader)];
}

function doneBy({ by, at, confirms }: Done, reader: Reader): Line {
  const { lang } = reader;
  const values = { who: actorLine(by, reader), at: shortTime(at, reader) };
  if (!confirms) return sayLine(lang, "card.item.by", values);
  const first = personLine(confirms.by, reader);
  return sayLine(lang, "card.item.confirmed-by", { ...values, first, firstAt: shortTime(confirms.at, reader) });
}

function confirmedRemark({ confirms }: Done, reader: Reader): readonly Line[] {
  return confirms?.remark === undefined ? [] : remarkLine(confirms.remark, reader);
}

function remarkLine(text: string, { lang }: Reader): readonly Line[] {
  const remark = excerpt(oneLine(text.trim()), LONGEST_EXCERPT);
  return remark === "" ? [] : [sayLine(lang, "card.item.remark", { remark })];
}

function givenBlock(
  { remark = "", evidence = [], answers = {}, files = [] }: Given,
  plan: Plan,
  reader: Reader,
): readonly Line[] {
  const { lang } = reader;
  const links = joinLines(
    evidence.map((text) => [shownWord(text)]),
    reader,
  );
  return [
    ...remarkLine(remark, reader),
    ...Object.entries(answers).map(([name, answer]) =>
      sayLine(lang, "card.item.answer", { name: oneLine(name), answer: [shownWord(answer)] }),
    ),
    ...(evidence.length > 0 ? [sayLine(lang, "card.item.evidence", { links })] : []),
    ...(files.length > 0 ? [sayLine(lang, "card.item.files", { files: filesLine(files, plan, reader) })] : []),
  ];
}
