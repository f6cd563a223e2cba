/**
 * `gonogo authenticator-reset`: for somebody whose authenticator is lost. Whoever may run this on the server answers for who asks.
 */
import { createFactors } from "../people/factors.ts";
import type { Job } from "./job.ts";
import { personNamed, withCore } from "./job.ts";
import { TEXTS } from "./texts.ts";

export async function authenticatorReset(job: Job, name: string): Promise<void> {
  await withCore(job, async (core, settings) => {
    const person = personNamed(name, core, job);
    const removed = await createFactors(core.store, settings.secret ?? "", job.now).remove(person.id);
    const { authenticatorGone, noAuthenticator } = TEXTS[job.lang];
    job.answer(removed ? authenticatorGone(person.name) : noAuthenticator(person.name), { person: person.id, removed });
  });
}
