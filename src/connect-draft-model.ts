/**
 * The language model that the settings name for drafts. Loaded when it is first asked.
 */
import type { DraftModel } from "./chat/ports.ts";
import type { Process } from "./core.ts";

/** Somebody waits for the draft (ms). */
const TIMEOUT = 8_000;
const PATIENCE = 2_000;

/** Undefined where the settings name none: then nothing anybody says is sent anywhere. */
export function connectDraftModel(
  { platforms: { draftModel } }: Pick<Process["settings"], "platforms">,
  onError: (error: unknown) => void = () => undefined,
): DraftModel | undefined {
  if (!draftModel) return undefined;
  let made: Promise<DraftModel> | undefined;
  const load = async () => {
    const { createDraftModel } = await import("../adapters/openai/draft-model.ts");
    return createDraftModel({ ...draftModel, timeout: TIMEOUT, patience: PATIENCE, now: Date.now });
  };
  return {
    name: draftModel.model,
    answer: async (instructions, message) => {
      try {
        made ??= load();
        return await (await made).answer(instructions, message);
      } catch (error) {
        onError(error);
        throw error;
      }
    },
  };
}
