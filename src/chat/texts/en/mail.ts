/** What only people read who are reached by mail. */
export const mail = {
  "mail.decide": "Decide",
  "mail.open": "Open the plan",
  "mail.leave": "Send me only what waits for me",
  "mail.leave-ask":
    "From now on {email} gets no reminders and outcomes, only what waits for your decision or your work.",
  "mail.left": "Done: you only get what waits for you.",
  "mail.reason": "Comment; a rejection needs a reason",
  "mail.gone":
    "This link was used already, is too old, or never existed. The newest mail has a new one, if there is still something to decide.",
} as const;
