import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, plain } from "../../../adapters/dingtalk/markdown.ts";
import { paginate } from "../../../adapters/dingtalk/pages.ts";
import type { NamedButton } from "../../../adapters/dingtalk/render-card.ts";
import { labelOf, ownButtons, piecesOf, titleOf } from "../../../adapters/dingtalk/render-card.ts";
import { tame } from "../../../adapters/dingtalk/tame.ts";
import { templateFor, VALUE_BYTES } from "../../../adapters/dingtalk/templates.ts";
import type { Card } from "../../../src/chat/card.ts";
import { LANGS } from "../../chat/views/reader.ts";
import { builtInTemplate } from "../../emulators/dingtalk/card-templates.ts";
import { buttonsOn } from "../../support/card-text.ts";
import { everyCard, HOSTILE } from "../../support/every-card.ts";

const builtIn = templateFor(undefined);

function pagesOf(card: Card, template = builtIn) {
  const limits = { texts: template.texts, bytes: VALUE_BYTES, fits: template.fits };
  return paginate(piecesOf(card), ownButtons(card), limits);
}

/** All pages as people read them. */
function shown(card: Card): string {
  const pages = pagesOf(card).map(
    ({ texts, buttons }) => `${texts.join("\n\n")}\n\n${buttons.map(({ text }) => `[${text}]`).join(" ")}`,
  );
  return `${labelOf(card)} · ${titleOf(card)}\n\n${pages.join("\n\n──────── next page ────────\n\n")}\n`;
}

describe.each(LANGS)("every kind of card in %s", (lang) => {
  it.each(Object.entries(everyCard(lang)))("%s reads as it did when it was last looked at", async (kind, card) => {
    await expect(shown(card)).toMatchFileSnapshot(`__cards__/${kind}.${lang}.txt`);
  });

  it.each(Object.entries(everyCard(lang)))(
    "%s has every button on some page, and fits the public template",
    (_, card) => {
      const pages = pagesOf(card);
      const there = pages.flatMap(({ buttons }) => buttons.map(({ button }) => button));
      expect(new Set(there)).toEqual(new Set(buttonsOn(card)));
      for (const { texts, buttons } of pages) {
        const params = builtIn.params({
          title: titleOf(card),
          label: labelOf(card),
          texts,
          buttons: buttons.map(({ button, text }) => ({ id: "12345678", text, style: button.style })),
          news: "x".repeat(5_000),
        });
        expect(builtInTemplate.check(params)).toEqual([]);
        for (const value of Object.values(params)) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(1_024);
      }
    },
  );
});

describe("text", () => {
  it("that looks like markup is shown, and marks nothing", () => {
    const text = plain(HOSTILE);
    expect(text).not.toMatch(/[<>[\]*`~]/u);
    // Where markup is meant, tags still are none.
    expect(tame(HOSTILE)).not.toMatch(/[<>]/u);
  });

  it("of people keeps its emphasis and safe links, and no others", () => {
    expect(tame("**b** [site](https://a.example/x_(1)) [bad](javascript:alert(1)) ![i](https://a/b.png)")).toBe(
      "**b** [site](https://a.example/x%5F%281%29) ［bad］(javascript:alert(1)) [i](https://a/b.png)",
    );
    expect(tame("# Head\n\n- one\n- two\n\n> said\n\n```\ncode <b>\n```")).toBe(
      "**Head**\n\n- one\n\n- two\n\n> said\n\n> code ＜b＞",
    );
  });

  it("is cut between characters that belong together, and says so", () => {
    expect(cut("发布计划", 9)).toBe("发布…");
    expect(cut("👩‍👩‍👧👩‍👩‍👧", 24)).toBe("👩‍👩‍👧…");
  });

  it("of any kind becomes values that DingTalk takes", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 3_000 }),
        fc.integer({ min: 4, max: 1_000 }),
        (text, most) => {
          expect(Buffer.byteLength(cut(text, most))).toBeLessThanOrEqual(most);
          expect(plain(text)).not.toMatch(/[<>\u202e\u200b]/u);
          expect(() => tame(text)).not.toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });
});

it("no piece and no button is lost between the pages, and each page fits", () => {
  const button = (style: "primary" | "danger" | "plain", text: string): NamedButton => ({
    text,
    button: { id: text, label: text, style, action: { do: "submit", plan: 1 } },
  });
  const buttons = fc.array(
    fc
      .tuple(fc.constantFrom("primary", "danger", "plain"), fc.string({ unit: "grapheme", maxLength: 20 }))
      .map(([style, text]) => button(style, text)),
    { maxLength: 3 },
  );
  const piece = fc.record({
    text: fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }),
    joint: fc.constantFrom("  \n" as const, "\n\n" as const, "\n" as const),
    buttons,
  });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), buttons, fc.boolean(), (pieces, own, rich) => {
      const template = templateFor(rich ? "x.schema" : undefined);
      const limits = { texts: template.texts, bytes: VALUE_BYTES, fits: template.fits };
      const pages = paginate(pieces, own, limits);
      const texts = pages.map((page) => page.texts.join("")).join("");
      for (const { text } of pieces) expect(texts).toContain(text);
      const there = pages.flatMap((page) => page.buttons).length;
      expect(there).toBe(own.length + pieces.flatMap((each) => each.buttons).length);
      for (const page of pages) {
        expect(page.texts.length).toBeLessThanOrEqual(template.texts);
        for (const text of page.texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(VALUE_BYTES);
        expect(template.fits(page.buttons)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
