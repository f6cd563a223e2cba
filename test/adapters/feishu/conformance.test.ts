import { describeConformance } from "../../support/chat-conformance.ts";
import { openStage } from "./feishu-stage.ts";

describeConformance({ name: "Feishu", open: () => openStage() });
describeConformance({ name: "Feishu by webhook", open: () => openStage("webhook") });
