/**
 * The few pictures the console needs, drawn on a grid of 16 with one stroke, so that they sit well beside text.
 */
import { raw } from "hono/html";
import type { Tone } from "../../src/chat/card.ts";
import type { Html } from "./html.ts";

const SHAPES = {
  draft: '<circle cx="8" cy="8" r="5.75" stroke-dasharray="2.1 2.42"/>',
  waiting: '<circle cx="8" cy="8" r="5.75"/><path d="M8 4.8V8l2.2 1.4"/>',
  active: '<circle cx="8" cy="8" r="5.75"/><path d="M6.8 5.6v4.8L10.6 8z" fill="currentColor"/>',
  good: '<circle cx="8" cy="8" r="5.75"/><path d="M5.4 8.2l1.8 1.8 3.4-3.8"/>',
  bad: '<circle cx="8" cy="8" r="5.75"/><path d="M6 6l4 4M10 6l-4 4"/>',
  muted: '<circle cx="8" cy="8" r="5.75"/><path d="M5.4 8h5.2"/>',
  hash: '<path d="M6.3 2.5L5 13.5M11 2.5L9.7 13.5M2.8 5.8h11M2.2 10.2h11"/>',
  lock: '<rect x="3.2" y="7" width="9.6" height="6.5" rx="1.6"/><path d="M5.4 7V5.1a2.6 2.6 0 015.2 0V7"/>',
  eye: '<path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8z"/><circle cx="8" cy="8" r="1.8"/>',
  thread: '<path d="M2.5 3.5h11v7h-6l-3 2.6v-2.6h-2z"/>',
  send: '<path d="M8 13V3.4M3.8 7.4L8 3.2l4.2 4.2"/>',
  clip: '<path d="M12.8 7.6l-4.9 4.9a3 3 0 01-4.3-4.3l5.2-5.1a2 2 0 012.8 2.8l-5 5a1 1 0 01-1.5-1.4l4.6-4.6"/>',
  close: '<path d="M4 4l8 8M12 4l-8 8"/>',
  menu: '<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>',
  chevron: '<path d="M6 3.8L10.2 8 6 12.2"/>',
  down: '<path d="M8 3v9.4M4 8.6L8 12.6l4-4"/>',
  sun: '<circle cx="8" cy="8" r="2.9"/><path d="M8 1.6v1.3M8 13.1v1.3M1.6 8h1.3M13.1 8h1.3M3.5 3.5l.9.9M11.6 11.6l.9.9M12.5 3.5l-.9.9M4.4 11.6l-.9.9"/>',
  moon: '<path d="M13.2 9.6A5.6 5.6 0 016.4 2.8a5.6 5.6 0 106.8 6.8z"/>',
  leave: '<path d="M6.4 2.8H3.2v10.4h3.2M7 8h6.4M10.6 5.2L13.4 8l-2.8 2.8"/>',
  bot: '<path d="M3 8.6L6.3 12 13 4.6" stroke-width="2.1"/>',
} as const;

export type IconName = keyof typeof SHAPES;

/** Decoration: what it means is always said in words beside it. */
export function icon(name: IconName): Html {
  return raw(
    `<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`,
  );
}

/** A state as icon, colour and word together. */
export function toneIcon(tone: Tone): Html {
  return icon(tone);
}
