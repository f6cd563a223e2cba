/**
 * The documents that mails and their pages are.
 */
import { escapeHtml } from "../../src/chat/texts/rich-html.ts";

const STYLE =
  "body{font:16px/1.5 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;max-width:40em;margin:2em auto;padding:0 1em;color:#1f2328}" +
  "textarea{width:100%;box-sizing:border-box;font:inherit}button,a.button{font:inherit;padding:.5em 1em;border-radius:6px;border:1px solid #888;" +
  "background:#fff;color:#1f2328;text-decoration:none;cursor:pointer}.go{background:#1a7f37;border-color:#1a7f37;color:#fff}.small{font-size:13px;color:#59636e}";

/** A whole document; `body` is HTML already. */
export function documentOf(lang: "zh" | "en", title: string, body: string): string {
  const tag = lang === "zh" ? "zh-CN" : "en";
  return (
    `<!doctype html><html lang="${tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`
  );
}
