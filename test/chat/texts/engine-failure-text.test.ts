import { expect, test } from "vitest";
import { stateOf } from "../../../adapters/github/progress.ts";
import { stateOf as pipelineState } from "../../../adapters/gitlab/progress.ts";
import { CATALOGUES } from "../../../src/chat/texts/catalogue.ts";
import { KNOWN } from "../../../src/chat/texts/engine-failure-text.ts";
import { failureText } from "../../../src/chat/texts/failure-text.ts";

/** What adapters of engines say, and how it reads in Chinese. */
const SAID: readonly (readonly [string, string])[] = [
  ["GitHub can't be reached (ECONNREFUSED)", "无法连接 GitHub (ECONNREFUSED)"],
  ["Zadig can't be reached", "无法连接 Zadig"],
  [
    "no answer from GitLab to POST projects/shop/web/pipeline (timeout)",
    "GitLab 没有回应 POST projects/shop/web/pipeline (timeout)",
  ],
  ["GitHub answered 403 to POST /repos/shop/web: Forbidden", "GitHub 对 POST /repos/shop/web 返回了 403: Forbidden"],
  [
    "Jenkins gave a strange answer to GET job/a/1: it is not JSON",
    "Jenkins 对 GET job/a/1 的回应无法识别：it is not JSON",
  ],
  ["cancelled by lilian", "已由 lilian 取消"],
  ["the run was cancelled", "运行已被取消"],
  ["the pipeline was cancelled", "流水线已被取消"],
  ["the run ended as stale", "运行以 stale 结束"],
  ["the pipeline failed: stages config is wrong", "流水线失败: stages config is wrong"],
  ["the task timed out", "工作流任务超时"],
  ["the job 构建 of the stage 部署 failed: exit code 1", "阶段「部署」的任务「构建」失败: exit code 1"],
  ["the job deploy of the stage prod was rejected", "阶段「prod」的任务「deploy」被拒绝"],
  ["the build failed, in the stage Deploy: script returned 1", "构建失败, in the stage Deploy: script returned 1"],
  ["aborted: cancelled, or out of time", "构建中止：被取消或超时"],
  ['job "deploy" failed at step "Apply"', "作业「deploy」失败，步骤「Apply」"],
  [
    'job "a" failed (script failure), job "b" timed out and 2 more',
    "作业「a」失败 (script failure)；作业「b」超时，另有 2 个",
  ],
  ["GitHub skipped all jobs of the run", "GitHub 跳过了这次运行的所有作业"],
  [
    "GitHub shows no runs of shop/web/deploy.yml, so nobody can tell whether it ran",
    "GitHub 没有显示 shop/web/deploy.yml 的任何运行，无法确认是否执行过",
  ],
  [
    "shop/web/deploy.yml does not show its input gonogo_run in its run-name, so its runs don't tell whose they are",
    "shop/web/deploy.yml 没有在 run-name 中显示输入 gonogo_run，无法分辨哪次运行属于这里",
  ],
  ["shop/web has more new pipelines than can be looked through", "shop/web 的 new pipelines 太多，无法逐一查找"],
  ["parameter target: missing", "缺少参数 target"],
  ["shop/web/a.yml can't be run: it is not on main", "无法执行 shop/web/a.yml：it is not on main"],
];

test.each(SAID)("%s: %s", (reason, chinese) => {
  expect(failureText(reason, { lang: "zh" })).toBe(chinese);
  expect(failureText(reason, { lang: "en" }).replaceAll("’", "'")).toBe(reason);
});

test.each(KNOWN.map(({ key, pattern }) => [key, pattern] as const))("%s has what its pattern finds", (key, pattern) => {
  const groups = [...pattern.source.matchAll(/\(\?<(\w+)>/gu)].map(([, name]) => name).toSorted();
  const holes = [...CATALOGUES.en[key].matchAll(/\{(\w+)\}/gu)].map(([, name]) => name).toSorted();
  expect(holes).toEqual(groups);
});

test("what adapters make of failed runs is known", () => {
  const run = {
    id: 1,
    status: "completed",
    run_attempt: 1,
    event: "x",
    display_title: "",
    created_at: 0,
    html_url: "",
  };
  const conclusions = ["failure", "cancelled", "skipped", "timed_out", "startup_failure", "neutral"];
  const states = [
    ...conclusions.map((conclusion) => stateOf({ ...run, conclusion }, [])),
    ...["failed", "canceled", "skipped"].map((status) => pipelineState({ id: 1, status }, [], "")),
  ];
  const reasons = states.flatMap((state) => (state.state === "failed" ? [state.reason] : []));
  expect(reasons).toHaveLength(states.length);
  for (const reason of reasons) expect(failureText(reason, { lang: "zh" })).toMatch(/\p{Script=Han}/u);
});

test("names that look like words of ours stay what they are", () => {
  expect(failureText('job "x" failed at step "a" and then some', { lang: "zh" })).toBe(
    'job "x" failed at step "a" and then some',
  );
});
