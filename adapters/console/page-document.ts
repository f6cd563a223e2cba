/**
 * The frame of every page: language, theme, styles. Nothing inline, so that the policy can forbid it.
 */
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { Lang } from "./needs.ts";

export const THEME_COOKIE = "gonogo_theme";
export type Theme = "dark" | "light";
const STYLES = ["tokens", "base", "controls", "layout", "side", "composer", "welcome", "message", "card", "dialog"];

export interface Page {
  readonly lang: Lang;
  readonly title: string;
  /** Undefined follows the system. */
  readonly theme: Theme | undefined;
  readonly script: boolean;
  readonly boot?: string | undefined;
  readonly body: Html;
}

export function document({ lang, title, theme, script, boot, body }: Page): Html {
  return html`<!doctype html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}"${theme !== undefined && html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/console/page/icon.svg" type="image/svg+xml">
${STYLES.map((name) => html`<link rel="stylesheet" href="/console/page/${name}.css">`)}
${script && html`<script type="module" src="/console/page/main.js" blocking="render"></script>`}
</head>
<body${boot !== undefined && html` data-boot="${boot}"`}>${body}</body>
</html>`;
}

export function themeOf(cookie: string | undefined): Theme | undefined {
  return cookie === "dark" || cookie === "light" ? cookie : undefined;
}
