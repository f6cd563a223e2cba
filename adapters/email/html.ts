/**
 * Markdown as a page or a mail shows it: no HTML of its own, no images, no scripts, and only links to pages and mailboxes.
 */
import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true, maxNesting: 20 });
markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:)/iu.test(url.trim());
markdown.disable(["image"]);

export function htmlOf(text: string): string {
  return markdown.render(text);
}

export function escapeHtml(text: string): string {
  return markdown.utils.escapeHtml(text);
}

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
