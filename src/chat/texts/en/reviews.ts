export const reviews = {
  "review.name": "Review of {index} · {name}",
  "review.description": "Plan {index} was an emergency: {reason}",
  "review.happened": "What happened",
  "review.happened.text":
    "What was wrong, when it was noticed, what was done and when. Mark this as done with what was found.",
  "review.approval": "What was left out",
  "review.approval.text": "Which approvals, checks and freezes the emergency did without, and whether that was right.",
  "review.prevent": "What comes of it",
  "review.prevent.text": "What keeps this from happening again, and who does it until when.",
} as const;
