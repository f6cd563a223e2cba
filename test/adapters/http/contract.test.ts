/**
 * Services with an HTTP API keep the contracts that all engines keep.
 */
import { describeEngineContract } from "../../support/engine-contract.ts";
import { describeRemoteEngineContract } from "../../support/remote-engine-contract.ts";
import { openHarness } from "./http-world.ts";

describeEngineContract("http", openHarness);
describeRemoteEngineContract("http", openHarness);
