/**
 * Every migration, oldest first. Imported rather than read from a folder, so that the compiled package has them too.
 */
import type { Migration } from "kysely/migration";
import * as core from "./0001-core.ts";
import * as hooks from "./0002-hooks.ts";
import * as zadigNotices from "./0003-zadig-notices.ts";
import * as feishu from "./0004-feishu.ts";
import * as slack from "./0005-slack.ts";
import * as editing from "./0006-editing.ts";
import * as peopleInTime from "./0007-people-in-time.ts";
import * as dingtalk from "./0008-dingtalk.ts";
import * as calendar from "./0009-calendar.ts";
import * as series from "./0010-series.ts";
import * as drafts from "./0011-drafts.ts";
import * as files from "./0012-files.ts";

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-core": core,
  "0002-hooks": hooks,
  "0003-zadig-notices": zadigNotices,
  "0004-feishu": feishu,
  "0005-slack": slack,
  "0006-editing": editing,
  "0007-people-in-time": peopleInTime,
  "0008-dingtalk": dingtalk,
  "0009-calendar": calendar,
  "0010-series": series,
  "0011-drafts": drafts,
  "0012-files": files,
};
