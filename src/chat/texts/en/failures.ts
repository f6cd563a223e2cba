export const failures = {
  "failure.stopped": "stopped",
  "failure.cancelled": "cancelled",
  "failure.exit-code": "exit code {code}",
  "failure.signal": "killed by signal {signal}",
  "failure.timed-out": "timed out after {limit}",
  "failure.no-folder": "could not start: its working folder does not exist",
  "failure.no-start": "could not start: {why}",
  "failure.lost": "ended without recording its exit: the machine or the supervisor was stopped",
  "failure.lost-at-start": "the machine or the supervisor was stopped at the start: the command may have run",
  "failure.shut-down": "stopped because its supervisor was told to end",
  "failure.no-engine": "the engine “{engine}” is not configured",
  "failure.no-answer": "each attempt ended without an answer",
} as const;
