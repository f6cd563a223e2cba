/**
 * The whole product with Slack alone, and people in it.
 */
import { expect } from "vitest";
import type { Gonogo } from "../../../src/main.ts";
import type { SlackOptions } from "../../emulators/slack/slack.ts";
import { until } from "../../support/chat-stage.ts";
import type { StoryOptions } from "../../support/chat-story.ts";
import { startStory } from "../../support/chat-story.ts";
import type { Mode, SlackStage } from "./stage.ts";
import { openStage } from "./stage.ts";

export interface Product extends SlackStage {
  readonly gonogo: Gonogo;
}

export async function openProduct(
  { mode = "socket", ...options }: StoryOptions & { readonly mode?: Mode } = {},
  slackOptions: SlackOptions = {},
): Promise<Product> {
  const stage = await openStage(mode, slackOptions);
  return { ...stage, gonogo: await startOn(stage, options) };
}

/** gonogo before a stage that is there already. */
export async function startOn(stage: SlackStage, options: StoryOptions = {}): Promise<Gonogo> {
  const gonogo = await startStory([stage], options);
  if (stage.env.SLACK_MODE === "http") stage.slack.deliverTo(`${gonogo.url}/slack/events`);
  await expect.poll(async () => (await fetch(`${gonogo.url}/readyz`)).status, { timeout: 15_000 }).toBe(200);
  return gonogo;
}

export async function planOf({ core }: Gonogo, index = 1) {
  const plan = await core.plans.byIndex(index);
  if (!plan) throw new Error(`there is no plan ${index}`);
  return plan;
}

/** The modal in front of somebody, once it has something to fill in. */
export function formBefore({ person }: Product, member: Parameters<Product["person"]>[0]) {
  return until(async () => {
    const { modal } = person(member);
    return modal?.submit === undefined ? undefined : modal;
  }, `a form before ${member}`);
}

/** What is at the top of somebody's screen, once it says so. */
export function modalSaying({ person }: Product, member: Parameters<Product["person"]>[0], words: string) {
  return until(async () => {
    const { modal } = person(member);
    return modal?.lines.some((line) => line.includes(words)) ? modal : undefined;
  }, `${member} reads: ${words}`);
}
