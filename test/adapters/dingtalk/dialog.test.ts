import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dialog, Step } from "../../../adapters/dingtalk/dialog.ts";
import {
  beginDialog,
  continueDialog,
  correctDialog,
  dialogSchema,
  reformDialog,
} from "../../../adapters/dingtalk/dialog.ts";
import { TEXTS } from "../../../adapters/dingtalk/texts.ts";
import type { Form, FormField } from "../../../src/chat/card.ts";

const FIELDS: readonly FormField[] = [
  { type: "text", name: "name", label: "Name", required: true, value: "", lines: 1, max: 20 },
  { type: "text", name: "window", label: "Window", required: false, value: "tonight", lines: 1, max: 50 },
  {
    type: "choice",
    name: "rule",
    label: "Rule",
    required: true,
    value: "any",
    reshapes: true,
    options: [
      { value: "any", label: "Any of them" },
      { value: "all", label: "All of them" },
    ],
  },
  {
    type: "people",
    name: "owners",
    label: "Owners",
    required: false,
    many: true,
    value: [],
    options: [
      { value: "bo", label: "Bo" },
      { value: "bob", label: "Bob" },
      { value: "chen", label: "陈晨" },
    ],
  },
  { type: "check", name: "urgent", label: "Urgent", required: false, value: false },
];

function formOf(fields = FIELDS): Form {
  return {
    title: "A plan",
    fields,
    submit: "Create",
    back: "Back",
    style: "primary",
    action: { do: "form", form: "new" },
  };
}

const en = TEXTS.en.dialog;
let keys = 0;

/** What a person's messages lead to, one after the other. */
function told(form: Form, ...messages: readonly string[]): Step {
  let step = beginDialog(form, "dingtalk:room:cid", `k${++keys}`, en);
  for (const message of messages) step = continueDialog(step.dialog, message, `k${++keys}`, en);
  return step;
}

describe("a form as a conversation", () => {
  it("asks for each field, and hands in what was answered after it was checked", () => {
    const step = told(formOf(), "Release 2.4", "tomorrow 8pm", "2", "Bo, 陈", "yes");
    expect(step.say).toContain("please check");
    expect(step.say).toContain("**Owners** Bo, 陈晨");
    const sent = continueDialog(step.dialog, "submit", "k", en);
    expect(sent.submit).toBe(true);
    expect(sent.dialog.values).toEqual({
      name: "Release 2.4",
      window: "tomorrow 8pm",
      rule: "all",
      owners: ["bo", "chen"],
      urgent: true,
    });
  });

  it("of one field is handed in with the answer", () => {
    const step = told(formOf(FIELDS.slice(0, 1)), "Because");
    expect(step).toMatchObject({ submit: true, dialog: { values: { name: "Because" } } });
  });

  it("keeps what is skipped, empties what is cleared, and insists on what is needed", () => {
    expect(told(formOf(), "skip").say).toContain("This one is needed.");
    expect(told(formOf(), "clear").say).toContain("This one is needed.");
    expect(told(formOf(), "x", "skip").dialog.values.window).toBe("tonight");
    expect(told(formOf(), "x", "clear").dialog.values.window).toBe("");
    expect(told(formOf(), "x", "清空", "skip", "Bob", "是").dialog.values).toMatchObject({
      window: "",
      owners: ["bob"],
    });
  });

  it("goes back, and leaves the rest as it is when it is sent early", () => {
    expect(told(formOf(), "one", "back", "two").dialog.values.name).toBe("two");
    const early = told(formOf(), "one", "submit");
    expect(early.say).toContain("please check");
    expect(told(formOf(), "submit").say).toContain("This one is needed.");
  });

  it("takes an option by number, value, name, or what only one has; and asks again otherwise", () => {
    expect(told(formOf(), "x", "skip", "ALL OF THEM").dialog.values.rule).toBe("all");
    expect(told(formOf(), "x", "skip", "7").say).toContain("not among them");
    expect(told(formOf(), "x", "skip", "of them").say).toContain("several");
    expect(told(formOf(), "x", "skip", "1", "@bo").dialog.values.owners).toEqual(["bo"]);
    expect(told(formOf(), "x", "skip", "1", "nobody").say).toContain("not among them");
    expect(told(formOf(), "y".repeat(21)).say).toContain("20 characters");
  });

  it("is given up with one word, in either language", () => {
    for (const word of ["cancel", "取消", " Cancel "]) expect(told(formOf(), "x", word)).toMatchObject({ over: true });
  });

  it("asks for the form anew when an answer decides which fields there are", () => {
    const step = told(formOf(), "x", "skip", "2");
    expect(step.reform).toBe(true);
    const anew = formOf([
      ...FIELDS.slice(0, 3),
      { type: "text", name: "extra", label: "Extra", required: true, value: "", lines: 1, max: 9 },
    ]);
    const on = reformDialog(step.dialog, anew, "k", en);
    expect(on.say).toContain("**Extra** required");
    expect(told(formOf(), "x", "skip", "1").reform).toBe(false);
  });

  it("says the same again to a message that comes again, and takes it once", () => {
    const first = beginDialog(formOf(), "dingtalk:direct:bo", "a", en);
    const second = continueDialog(first.dialog, "Release", "b", en);
    const again = continueDialog(second.dialog, "Release", "b", en);
    expect(again).toMatchObject({ say: second.say, dialog: second.dialog });
  });

  it("asks for what the core has not taken", () => {
    const { dialog } = told(formOf(), "x", "skip", "1", "skip", "no", "submit");
    const step = correctDialog(dialog, { kind: "wrong", problem: "No.", fields: { window: "Is over." } }, "k", en);
    expect(step.say).toContain("Window: Is over.");
    expect(step.dialog.step).toBe(1);
  });

  it("survives any message, and being written down", () => {
    const word = fc.oneof(fc.constantFrom("skip", "back", "clear", "submit", "1", "2", "yes", "否", "Bo"), fc.string());
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (messages) => {
        let dialog: Dialog = beginDialog(formOf(), "dingtalk:direct:bo", "start", en).dialog;
        for (const [place, message] of messages.entries()) {
          const step = continueDialog(dialog, message, `m${place}`, en);
          if (step.over) return;
          expect(step.submit || step.say.length > 0).toBe(true);
          dialog = dialogSchema.parse(JSON.parse(JSON.stringify(step.dialog)));
        }
      }),
    );
  });
});

describe("a list of 5,000", () => {
  const options = Array.from({ length: 5_000 }, (_, place) => ({
    value: `b${place + 1}`,
    label: `feature-${place + 1}`,
  }));
  const branch: FormField = { type: "choice", name: "branch", label: "Branch", required: true, value: "", options };
  const rest: FormField = { type: "text", name: "rest", label: "Rest", required: false, value: "", lines: 1, max: 20 };
  const form: Form = {
    title: "Item",
    fields: [branch, rest],
    submit: "Add",
    back: "Back",
    style: "primary",
    action: { do: "form", form: "add", plan: 1 },
  };
  const texts = TEXTS.en.dialog;

  it("shows its beginning, and is narrowed by a part of a name", () => {
    const first = beginDialog(form, "dingtalk:direct:bo", "k1", texts);
    expect(first.say).toContain("and 4990 more: reply with a part of the name");
    const narrowed = continueDialog(first.dialog, "feature-123", "k2", texts);
    expect(narrowed.dialog.values.branch).toBe("b123");
    const several = continueDialog(first.dialog, "ture-499", "k3", texts);
    expect(several.say).toContain("499. feature-499");
    expect(several.say).toContain("4999. feature-4999");
    const chosen = continueDialog(several.dialog, "4999", "k4", texts);
    expect(chosen.dialog.values.branch).toBe("b4999");
  });
});

it("does not call a field optional whose file is needed", () => {
  const asked = (files: true | "needed") => {
    const field: FormField = {
      type: "text",
      name: "a",
      label: "A",
      required: false,
      value: "",
      lines: 1,
      max: 9,
      files,
    };
    return beginDialog(formOf([field]), "dingtalk:direct:bo", "k", TEXTS.en.dialog).say;
  };
  expect(asked("needed")).toContain(`**A** ${TEXTS.en.dialog.required}`);
  expect(asked(true)).toContain(`**A** ${TEXTS.en.dialog.optional}`);
});
