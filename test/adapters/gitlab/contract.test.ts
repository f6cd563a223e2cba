/**
 * GitLab keeps the contracts that all engines keep.
 */
import { describeEngineContract } from "../../support/engine-contract.ts";
import { describeRemoteEngineContract } from "../../support/remote-engine-contract.ts";
import { openHarness } from "./gitlab-world.ts";

describeEngineContract("gitlab", openHarness);
describeRemoteEngineContract("gitlab", openHarness);
