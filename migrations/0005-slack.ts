/**
 * What was posted to Slack, by key.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("slack_posts")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("tried_at", "bigint", (column) => column.notNull())
    .addColumn("ref", "text")
    .execute();
  await db.schema.createIndex("slack_posts_tried_at").on("slack_posts").column("tried_at").execute();
}
