/**
 * GitHub keeps the contracts that all engines keep.
 */
import { describeEngineContract } from "../../support/engine-contract.ts";
import { describeRemoteEngineContract } from "../../support/remote-engine-contract.ts";
import { openHarness } from "./github-world.ts";

describeEngineContract("github", openHarness);
describeRemoteEngineContract("github", openHarness);
