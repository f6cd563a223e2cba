/**
 * What somebody typed, out of Slack's notation: people by their id, groups and channels by their name, links as they are.
 *
 * Source: docs.slack.dev/messaging/formatting-message-text (retrieved messages).
 */

const TOKEN = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;

/** Names that are asked for to read one message. */
const MOST_NAMES = 20;

export interface Notation {
  /** What people are called; by their id where it is not known. */
  readonly nameOf?: (user: string) => string | undefined;
}

/** As a command is read: people are `@` and the id of their account. */
export function commandText(text: string, self: string | undefined): string {
  return unescaped(
    text.replaceAll(TOKEN, (_, sign: string, inside: string, label: string | undefined, offset: number) =>
      plainToken(sign, inside, label, { before: text.slice(0, offset), self }),
    ),
  ).trim();
}

interface Around {
  readonly before: string;
  readonly self: string | undefined;
}

function plainToken(sign: string, inside: string, label: string | undefined, { before, self }: Around): string {
  switch (sign) {
    case "@":
      return inside === self ? "" : `@${inside}`;
    case "#":
      // As the value of a key it is where a plan is announced; anywhere else it is a name.
      return /[:：,，、]\s*$/u.test(before) ? `slack:room:${inside}` : `#${label || inside}`;
    case "!":
      return specialText(inside, label);
    default:
      return linkText(inside, label);
  }
}

/** `<!subteam^S1|@qa>`, `<!date^…|yesterday>`, `<!here>` */
function specialText(inside: string, label: string | undefined): string {
  if (inside.startsWith("subteam^")) return label ?? inside.slice("subteam^".length);
  return label ?? `@${inside}`;
}

/** What Slack made a link of keeps the words that were typed; an address behind other words is written out. */
function linkText(inside: string, label: string | undefined): string {
  const address = inside.replace(/^mailto:/, "");
  if (label === undefined || label === "" || address.includes(label))
    return label && address.endsWith(label) ? label : address;
  return `${label} (${address})`;
}

/** Whom a text mentions without saying their name. */
export function mentionedIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)>/g)].flatMap(([, user]) => user ?? []))].slice(0, MOST_NAMES);
}

/** As people read it. */
export function readableText(text: string, { nameOf }: Notation): string {
  return unescaped(
    text.replaceAll(TOKEN, (_, sign: string, inside: string, label: string | undefined) => {
      if (sign === "@") return `@${label || nameOf?.(inside) || inside}`;
      return plainToken(sign, inside, label, { before: "", self: undefined });
    }),
  ).trim();
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
