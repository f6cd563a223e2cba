/**
 * `gonogo login`: a one-time link for somebody who can't sign in from chat.
 */
import { nearTime } from "../chat/texts/when.ts";
import { createSignIn } from "../people/sign-in.ts";
import { baseUrl, signInUrl } from "../people/sign-in-link.ts";
import type { Job } from "./job.ts";
import { personNamed, readerAt, withCore } from "./job.ts";
import { TEXTS } from "./texts.ts";

export async function login(job: Job, name: string): Promise<void> {
  await withCore(job, async (core, settings) => {
    const person = personNamed(name, core, job);
    const { lang, now } = job;
    const texts = TEXTS[lang];
    if (settings.sample) {
      job.note(texts.sampleLogin);
      return job.answer(baseUrl(settings), { person: person.id, url: baseUrl(settings) });
    }
    if (settings.publicUrl === undefined && settings.port === 0) job.note(texts.anyPort);
    const { secret, expiresAt } = await createSignIn({ store: core.store, now }).createLoginLink(person.id);
    const url = signInUrl(settings, secret);
    job.note(texts.login(person.name, nearTime(expiresAt, readerAt(job, core, settings))));
    job.answer(url, { person: person.id, url, expiresAt });
  });
}
