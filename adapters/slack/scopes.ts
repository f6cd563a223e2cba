/**
 * What the bot must be allowed to do, and why.
 */
export const SCOPES = [
  /** Hearing what is said to it, in channels and directly. */
  "app_mentions:read",
  "im:history",
  "commands",
  /** Saying something, also in public channels it is not in. */
  "chat:write",
  "chat:write.public",
  "im:write",
  /** Looking for a message after an answer that was lost. */
  "channels:history",
  "groups:history",
  "channels:join",
  "metadata.message:read",
  /** Finding the channels of rooms. */
  "channels:read",
  "groups:read",
  /** Who is who. */
  "users:read",
  "users:read.email",
  "usergroups:read",
  /** Plans as files, and files as evidence. */
  "files:read",
  /** Showing linked plans. */
  "links:read",
  "links:write",
] as const;
