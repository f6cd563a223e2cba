/**
 * Somebody in front of the console: what they type, press and see. Everything waits until it is so.
 */
import type { BrowserContext, Locator, Page } from "playwright-core";
import type { Server } from "./server.ts";

export const ROOM = "console:room:releases";

export interface Seat {
  readonly page: Page;
  readonly person: string;
}

/** Opens the console as a person of the sample cast, in the releases room or in their direct messages. */
export async function sit(
  context: BrowserContext,
  { url }: Pick<Server, "url">,
  person: string,
  where: "room" | "direct" = "room",
): Promise<Seat> {
  const page = await context.newPage();
  const place = where === "room" ? ROOM : `console:direct:${person}`;
  await page.goto(`${url}/?${new URLSearchParams({ as: person, place })}`);
  await live(page);
  return { page, person };
}

/** Connected: from here on everything comes by itself. */
export async function live(page: Page): Promise<void> {
  await page.locator("body[data-live]").waitFor();
}

/** Types it and sends it; answers when the server has it. */
export async function say({ page }: Seat, text: string): Promise<void> {
  await page.locator("#compose-text").fill(text);
  await page.locator(".send").click();
  await page.locator(".pending").waitFor({ state: "detached" });
}

/** What gonogo answered this person alone, as the newest of what they see. */
export function answer({ page }: Seat, words: string | RegExp): Locator {
  return page.locator("#messages .text", { hasText: words }).last();
}

/** Every card with this title. */
export function cards({ page }: Seat, title: string | RegExp): Locator {
  return page.locator("#messages .card", { has: page.locator(".card-title", { hasText: title }) });
}

/** Says what the card's badge says once it does. */
export async function shows(card: Locator, label: string): Promise<void> {
  await card.locator(".card-head .badge", { hasText: label }).waitFor();
}

/** The row of an item on a card. */
export function row(card: Locator, name: string): Locator {
  return card.locator(".row", { has: card.page().locator(".row-name", { hasText: name }) });
}

export function button(card: Locator, id: string): Locator {
  return card.locator(`[data-button="${id}"], [data-button^="${id}:"]`).first();
}

/** Presses a button that takes effect at once. */
export async function press(card: Locator, id: string): Promise<void> {
  await button(card, id).click();
}

/** Presses a button that asks first, and means it. */
export async function confirm(card: Locator, id: string): Promise<void> {
  await press(card, id);
  await card.page().locator("#confirm-ok").click();
}

/** Presses a button that opens a form, fills the form in and sends it. */
export async function fillIn(card: Locator, id: string, values: Readonly<Record<string, string>>): Promise<void> {
  await press(card, id);
  await submitForm(card.page(), values);
}

export async function submitForm(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  const form = page.locator("dialog form");
  for (const [name, value] of Object.entries(values)) await form.locator(`[name="${name}"]`).fill(value);
  await form.locator("button[type=submit]").click();
}

/** The lines of a card's thread, oldest first, as a page that has just been opened shows them. */
export async function thread(card: Locator): Promise<readonly string[]> {
  const page = card.page();
  await card.locator("xpath=ancestor::li").locator(".thread-open").click();
  await page.locator("#thread:not([hidden]) .note").first().waitFor();
  const lines = await page.locator("#notes .note-text").allInnerTexts();
  await page.locator("#thread-close").click();
  return lines.map((line) => line.trim());
}
