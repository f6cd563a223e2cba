/** Second factors. */
export const factors = {
  "reply.factor-off": "Second factors are not set up here: ask whoever runs gonogo.",
  "reply.factor-has-one":
    "You have an authenticator. To replace it, send “/plan verify” with its code first. If it is lost, ask whoever runs gonogo.",
  "reply.factor-link": "Open this link to set your authenticator up. It works once, until {until}.",
  "reply.factor-proven": "That is you. Decide within five minutes.",
  "reply.factor-wrong": "That code is not right, or was used already. Take the next one.",
  "reply.factor-locked": "Too many wrong codes. Try again in a quarter of an hour.",
  "reply.factor-none": "You have no authenticator yet. Send “/plan authenticator” to set one up.",
  "factor.intro": "This page shows the secret of your new authenticator, once.",
  "factor.show": "Show it",
  "factor.secret": "Type this secret into your authenticator, or open the link below on the device that has it:",
  "factor.open": "Open in the authenticator",
  "factor.next": "Then send gonogo “/plan verify” with the code that it shows. Nobody can show you this secret again.",
  "factor.gone": "This link was used already, is too old, or never existed. Send “/plan authenticator” for a new one.",
} as const;
