/**
 * Zadig keeps the contracts that all engines keep.
 */
import { describeEngineContract } from "../../support/engine-contract.ts";
import { describeRemoteEngineContract } from "../../support/remote-engine-contract.ts";
import { openHarness } from "./zadig-world.ts";

describeEngineContract("zadig", openHarness);
describeRemoteEngineContract("zadig", openHarness);
