import { describeConformance } from "../../support/chat-conformance.ts";
import { openStage } from "./stage.ts";

describeConformance({ name: "Slack in socket mode", open: () => openStage("socket") });
describeConformance({ name: "Slack in http mode", open: () => openStage("http") });
