/**
 * What mail needs of the rest: where it is sent from, what was sent, who wants it, and links for whoever reads it.
 */

/** What a link in a mail lets its reader decide: exactly what was asked. */
export interface Ask {
  readonly plan: number;
  readonly seen: string;
  readonly level?: number | undefined;
}

export interface LinkFound {
  /** Whose link it is: the address that the mail went to. */
  readonly email: string;
  readonly ask: Ask;
}

export interface EmailNeeds {
  /** `smtp://` or `smtps://`. */
  readonly url: string;
  readonly from: string;
  /** Where browsers reach this instance, without a slash at its end. */
  readonly base: string;
  readonly langOf: (email: string) => "zh" | "en";
  /** Mails by their key, so that a repeat sends none. */
  readonly sent: { has(key: string): Promise<boolean>; add(key: string): Promise<void> };
  readonly links: {
    /** The secret of a new one-time link. */
    make(email: string, ask: Ask): Promise<string>;
    /** What the link is about; undefined when it is unknown, used or too old. */
    find(secret: string): Promise<LinkFound | undefined>;
    use(secret: string): Promise<void>;
    /** The secret of a link that ends mail which is not needed. */
    makeLeave(email: string): Promise<string>;
    findLeave(secret: string): Promise<string | undefined>;
  };
  readonly wanted: (email: string) => Promise<boolean>;
  /** From now on this address gets nothing but what waits for its reader. */
  readonly leave: (email: string) => Promise<void>;
}
