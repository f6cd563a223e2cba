/**
 * Every kind of card there is, with names as people write them and names as nobody should: what each platform must show.
 */

import type { Card } from "../../src/chat/card.ts";
import type { Series } from "../../src/chat/series.ts";
import { approvalCard } from "../../src/chat/views/approval-card.ts";
import { exportCard, templatesCard } from "../../src/chat/views/file-cards.ts";
import { helpCard, welcomeCard } from "../../src/chat/views/help-card.ts";
import { homeCard } from "../../src/chat/views/home-card.ts";
import { hooksCard } from "../../src/chat/views/hooks-card.ts";
import { itemCard } from "../../src/chat/views/item-card.ts";
import { listCard, waitingCard } from "../../src/chat/views/list-cards.ts";
import { logCard } from "../../src/chat/views/log-card.ts";
import { planCard } from "../../src/chat/views/plan-card.ts";
import { STATUSES } from "../../src/plan/plan.ts";
import type { Lang } from "../chat/views/reader.ts";
import { readerOf } from "../chat/views/reader.ts";
import { ada, bo, build, chen, dana, dee, level, MINUTE, OPENS, tell } from "./cast.ts";
import type { Given } from "./given.ts";
import { executing, keyOf, submitted } from "./given.ts";
import { requirementCards } from "./requirement-cards.ts";
import { inEachStatus } from "./statuses.ts";

/** Markup, mentions and tags of every platform: as text, they are nothing but text. */
export const HOSTILE =
  "*b* _i_ `c` ~s~ [l](https://evil.example) <at id=all></at> <!channel> <@U1> @所有人 <b>x</b> | # \\ {{v}} $(id) &lt;";

const SERIES: readonly Series[] = [
  {
    number: 3,
    template: "hotfix",
    repeat: "FREQ=WEEKLY;BYDAY=TU,TH",
    from: OPENS,
    zone: "Asia/Shanghai",
    fields: {},
    values: {},
    next: OPENS,
  },
];

export function everyCard(lang: Lang): Readonly<Record<string, Card>> {
  const each = inEachStatus();
  const plans = STATUSES.map((status) => each[status].plan);
  const waiting = each.wait_for_approval;
  const reader = readerOf(waiting, lang);
  const log = waiting.log.map((event) => ({ event })).toReversed();
  return {
    ...Object.fromEntries(
      STATUSES.map((status) => [`plan-${status}`, planCard(each[status].plan, readerOf(each[status], lang))]),
    ),
    "plan-at-work": shown(atWork(), lang),
    "plan-with-many-items": shown(crowded(), lang),
    "plan-in-a-freeze": shown(frozen(), lang),
    "plan-with-hostile-names": shown(hostile(), lang),
    "approval-open": approvalCard(waiting.plan, { round: 1, level: 0, person: bo }, reader),
    "approval-decided": approvalCard(
      each.executing.plan,
      { round: 1, level: 0, person: bo },
      readerOf(each.executing, lang),
    ),
    ...itemCards(lang),
    "list-of-all": listCard({ plans, total: 30, pages: 3 }, { do: "list", scope: "all", words: "", page: 2 }, reader),
    "list-of-none": listCard(
      { plans: [], total: 0, pages: 1 },
      { do: "list", scope: "open", words: "x", page: 1 },
      reader,
    ),
    home: homeCard(plans.slice(0, 5), { waiting: 7, mine: 2, open: 9, done: 4 }, bo, reader),
    waiting: waitingCard(plans.slice(0, 5), bo, reader),
    log: logCard(waiting.plan, log, reader),
    hooks: hooksCard(waiting.plan, { deliveries: [], callbacks: [] }, reader),
    export: exportCard(waiting.plan, "name: Release 2.4\nitems:\n  - { name: Tell, text: '`code` <b>' }\n", reader),
    templates: templatesCard([{ name: "hotfix", by: ada, at: OPENS }], SERIES, reader),
    help: helpCard(undefined, reader),
    "help-about-a-verb": helpCard("approve", reader),
    welcome: welcomeCard("Ada", reader),
    ...requirementCards(lang, HOSTILE),
  };
}

function shown(story: Given, lang: Lang): Card {
  return planCard(story.plan, readerOf(story, lang));
}

function itemCards(lang: Lang): Readonly<Record<string, Card>> {
  const story = atWork();
  const code = story.plan.instanceCode;
  const at = (item: string) => itemCard(story.plan, { code, item, person: dana }, readerOf(story, lang));
  return { "item-running": at("i1"), "item-to-do": at("i3"), "item-done": at("i2") };
}

function atWork(): Given {
  const story = executing({
    items: [build("i1", { name: "Build" }), tell("i2", { name: "Tell" }), tell("i3", { name: "Write", after: [] })],
  });
  const running = story.after(
    [{ type: "run", item: "i1" }, ada],
    [{ type: "done", item: "i2", remark: "Posted." }, dana],
  );
  const progress = { stage: "Compile", job: "api", percent: 42, link: "https://ci.example/7", tail: "line 1\nline 2" };
  return running.after([
    { type: "run-progressed", key: keyOf(running, "i1"), progress },
    { kind: "system", part: "engine" },
  ]);
}

function crowded(): Given {
  const items = Array.from({ length: 100 }, (_, place) => tell(`i${place + 1}`, { name: `Step ${place + 1}` }));
  return executing({ items, description: "Long. ".repeat(2_000) });
}

function frozen(): Given {
  const freezes = [{ name: "Year end", from: OPENS - MINUTE, until: OPENS + 60 * MINUTE }];
  return executing({ items: [build("i1"), tell("i2")] }, { freezes });
}

function hostile(): Given {
  const approval = {
    via: "card",
    levels: [level([bo, chen, "group:qa"], "any", HOSTILE), level([dee], "all", "质量")],
  };
  const items = [
    tell("i1", { name: HOSTILE, work: { type: "text", content: `${HOSTILE}\n\n- ${HOSTILE}` } }),
    build("i2", { name: "构建商城".repeat(20) }),
  ];
  return submitted({ name: HOSTILE, description: `# ${HOSTILE}\n\n${HOSTILE}`, approval, items, tags: [HOSTILE] });
}
