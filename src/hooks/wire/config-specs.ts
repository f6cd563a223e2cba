/**
 * Specs of the jobs that change configuration and data: apollo, nacos, sql.
 */
import { z } from "zod";
import { listOf, spelled, text } from "./spelling.ts";

const apolloPairs = listOf(z.looseObject({ key: text, val: text }));

export const apolloSpecSchema = spelled(
  z.looseObject({
    apolloID: text,
    namespaceList: listOf(
      spelled(
        z.looseObject({
          appID: text,
          clusterID: text,
          env: text,
          namespace: text,
          type: text,
          original_config: apolloPairs,
          kv: apolloPairs,
        }),
        { app_id: "appID", cluster_id: "clusterID" },
      ),
    ),
  }),
  { apollo_id: "apolloID", namespace_list: "namespaceList" },
);

export const nacosSpecSchema = z.looseObject({
  nacos_id: text,
  namespace_id: text,
  source: text,
  nacos_datas: listOf(
    z.looseObject({
      data_id: text,
      group: text,
      desc: text,
      format: text,
      content: text,
      original_content: text,
      namespace_id: text,
      namespace_name: text,
    }),
  ),
});

export const sqlSpecSchema = z.looseObject({
  id: text,
  /** mysql, mariadb */
  type: text,
  sql: text,
  source: text,
});
