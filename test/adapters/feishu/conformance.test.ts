import { describeConformance } from "../../support/chat-conformance.ts";
import { openStage } from "./feishu-stage.ts";

// How cards look does not depend on how events come; by webhook the whole story is played instead.
describeConformance({ name: "Feishu", open: () => openStage() });
