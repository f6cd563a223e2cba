/**
 * What an emulated Jenkins has, and how the remote access API of a real one tells it.
 */

export interface EmulatedParameter {
  readonly _class: string;
  readonly name: string;
  readonly type?: string;
  readonly description?: string;
  readonly choices?: readonly string[];
  readonly defaultParameterValue?: {
    readonly _class?: string;
    readonly name?: string;
    readonly value?: unknown;
  } | null;
}

export interface EmulatedJob {
  readonly name: string;
  readonly kind?: string;
  outcome: "SUCCESS" | "FAILURE" | "UNSTABLE" | "NOT_BUILT" | "lasts";
  parameters: readonly EmulatedParameter[];
  /** What `config.xml` holds; 403 without. */
  config?: string;
  buildable?: boolean;
  description?: string;
  /** Whether items stay in the queue. */
  held?: boolean;
  /** Stages by name and status, for pipelines with the stage plugin. */
  stages?: readonly { readonly name: string; readonly status: string; readonly error?: { readonly message: string } }[];
}

export interface Item {
  readonly id: number;
  readonly job: EmulatedJob;
  readonly given: Readonly<Record<string, string>>;
  cancelled: boolean;
  /** Whether it became a build. */
  built: boolean;
  looks: number;
}

export interface EmulatedBuild {
  readonly number: number;
  readonly queueId: number;
  readonly timestamp: number;
  readonly given: Readonly<Record<string, string>>;
  result: string | null;
  stopping: boolean;
  looks: number;
}

export function jobBean(job: EmulatedJob, builds: readonly EmulatedBuild[]): object {
  const own = job.name.split("/").at(-1);
  return {
    _class: job.kind ?? "hudson.model.FreeStyleProject",
    name: own,
    fullName: job.name,
    displayName: own,
    description: job.description ?? null,
    buildable: job.buildable ?? true,
    inQueue: false,
    nextBuildNumber: (builds[0]?.number ?? 0) + 1,
    allBuilds: builds.map((build) => buildBean(job, build)),
    property:
      job.parameters.length === 0
        ? []
        : [
            { _class: "jenkins.model.BuildDiscarderProperty" },
            { _class: "hudson.model.ParametersDefinitionProperty", parameterDefinitions: job.parameters },
          ],
  };
}

export function buildBean(job: EmulatedJob, { number, queueId, timestamp, given, result }: EmulatedBuild): object {
  const pipeline = job.kind?.endsWith("WorkflowJob") ?? false;
  return {
    _class: pipeline ? "org.jenkinsci.plugins.workflow.job.WorkflowRun" : "hudson.model.FreeStyleBuild",
    number,
    queueId,
    timestamp,
    building: result === null,
    result,
    duration: 0,
    estimatedDuration: 60_000,
    actions: actionsBean(given),
  };
}

export function itemBean({ id, given, job, cancelled }: Item, build: EmulatedBuild | undefined): object {
  const left = cancelled || build !== undefined;
  return {
    _class: left ? "hudson.model.Queue$LeftItem" : "hudson.model.Queue$BuildableItem",
    id,
    stuck: false,
    why: left ? null : "Waiting for next available executor (ETA: 3 sec)",
    task: { _class: job.kind ?? "hudson.model.FreeStyleProject", name: job.name.split("/").at(-1) },
    actions: actionsBean(given),
    ...(left && {
      cancelled,
      executable: build ? { _class: "hudson.model.FreeStyleBuild", number: build.number } : null,
    }),
  };
}

function actionsBean(given: Readonly<Record<string, string>>): readonly object[] {
  const parameters = Object.entries(given).map(([name, value]) => ({
    _class: "hudson.model.StringParameterValue",
    name,
    value,
  }));
  return [
    { _class: "hudson.model.CauseAction", causes: [{ _class: "hudson.model.Cause$UserIdCause" }] },
    {},
    ...(parameters.length > 0 ? [{ _class: "hudson.model.ParametersAction", parameters }] : []),
  ];
}
