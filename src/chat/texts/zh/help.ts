import type { help as en } from "../en/help.ts";

export const help = {} satisfies Record<keyof typeof en, string>;
