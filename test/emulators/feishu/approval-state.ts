/**
 * What an approval is on the platform: a definition, its instances, their tasks and timeline.
 */

export interface DefinitionNode {
  readonly id: string;
  readonly customId: string | undefined;
  readonly name: string;
  readonly type: "AND" | "OR" | "SEQUENTIAL" | "CC_NODE";
  /** Chosen by whoever starts an instance. */
  readonly free: boolean;
  readonly multi: boolean;
}

export interface Widget {
  readonly id: string;
  readonly customId: string | undefined;
  readonly type: string;
  readonly name: string;
  readonly required: boolean;
}

export interface Definition {
  readonly code: string;
  readonly name: string;
  readonly nodes: readonly DefinitionNode[];
  readonly form: readonly Widget[];
  status: "ACTIVE" | "INACTIVE" | "DELETED";
  /** Whoever has approved already is not asked on a later node (审批人去重). */
  dedupes?: boolean;
  /** Whether whoever started an instance may take it back. */
  revocable: boolean;
}

export interface Task {
  readonly id: string;
  readonly openId: string;
  readonly node: number;
  readonly startedAt: number;
  status: "PENDING" | "APPROVED" | "REJECTED" | "TRANSFERRED" | "DONE";
  endedAt: number;
}

export interface TimelineEntry {
  readonly type: string;
  readonly at: number;
  readonly openId?: string | undefined;
  readonly task?: string | undefined;
  readonly node?: number | undefined;
  readonly comment?: string | undefined;
  /** Whom it was transferred to, or who was added. */
  readonly others?: readonly string[] | undefined;
}

export interface Instance {
  readonly code: string;
  readonly uuid: string;
  readonly definition: Definition;
  readonly openId: string;
  readonly form: readonly { readonly id: string; readonly value: unknown }[];
  readonly title: string;
  readonly approvers: readonly (readonly string[])[];
  readonly startedAt: number;
  status: "PENDING" | "APPROVED" | "REJECTED" | "CANCELED" | "DELETED" | "OVERTIME_CLOSE";
  reverted: boolean;
  /** The node that is asked now. */
  node: number;
  endedAt: number;
  readonly tasks: Task[];
  readonly timeline: TimelineEntry[];
  readonly copies: string[];
}
