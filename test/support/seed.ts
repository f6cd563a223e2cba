/**
 * The seed of every property test: the same in each run, so that a branch fails for what it changed and not for its luck.
 * `npm run explore` draws others, and says which one it was when a property breaks.
 */
import fc from "fast-check";

const { SEED } = process.env;
fc.configureGlobal({ seed: SEED === undefined ? 20_261_128 : Number(SEED) });
