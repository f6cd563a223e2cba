/**
 * Stopping a run, wherever it is by now.
 */
import { EngineError } from "../../src/flow/engine.ts";
import { readBuild } from "./build-state.ts";
import type { JenkinsClient } from "./client.ts";
import { pathOf } from "./job-name.ts";
import type { Whereabouts } from "./locate.ts";

/** A queue item becomes a build once, so it is at most cancelled too late once. */
const MOST_LOOKS = 3;

/** Asks Jenkins to stop it; rejects with an EngineError when Jenkins does not. */
export async function cancelRun(
  client: JenkinsClient,
  run: { readonly job: string; readonly queueId: number },
  locate: () => Promise<Whereabouts>,
): Promise<"stopped" | "ended"> {
  let asked = false;
  for (let look = 0; look < MOST_LOOKS; look++) {
    const where = await locate();
    switch (where.at) {
      case "gone":
        return "ended";
      case "cancelled":
        return asked ? "stopped" : "ended";
      case "build":
        return await stopBuild(client, run.job, where.number);
      case "unknown":
        throw new EngineError("Jenkins no longer has the build of this run", { sure: true, again: false });
      case "queue":
        asked = true;
        // 404 says that it left the queue meanwhile: the next look tells where it went.
        await client.post(`queue/cancelItem?id=${run.queueId}`, {}, [404]);
    }
  }
  throw new EngineError("Jenkins did not take it out of its queue", { sure: false, again: true });
}

/** Jenkins aborts builds by and by: one that is told to stop counts as stopped, unless it came to its own end first. */
async function stopBuild(client: JenkinsClient, job: string, number: number): Promise<"stopped" | "ended"> {
  const before = await readBuild(client, job, number);
  if (!before.building) return "ended";
  await client.post(`${pathOf(job)}/${number}/stop`);
  const after = await readBuild(client, job, number);
  return after.building || after.result === "ABORTED" ? "stopped" : "ended";
}
