/**
 * Jenkins keeps the contracts that all engines keep.
 */
import { describeEngineContract } from "../../support/engine-contract.ts";
import { describeRemoteEngineContract } from "../../support/remote-engine-contract.ts";
import { openHarness } from "./jenkins-world.ts";

describeEngineContract("jenkins", openHarness);
describeRemoteEngineContract("jenkins", openHarness);
