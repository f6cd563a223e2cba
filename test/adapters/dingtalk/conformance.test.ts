import { describeConformance } from "../../support/chat-conformance.ts";
import { openStage } from "./stage.ts";

describeConformance({ name: "DingTalk", open: () => openStage() });
