/** Writing plans: fields of a team's own, versions, templates, files. */
export const authoring = {
  "custom.ticked": "yes",
  "custom.open": "no",
  "refusal.bad-custom.unknown": "Plans here have no field “{name}”.",
  "refusal.bad-custom.missing.value": "“{name}” ({id}) is needed before planning is finished. Edit the plan.",
  "refusal.bad-custom.missing.checkbox": "“{name}” ({id}) must be ticked before planning is finished. Edit the plan.",
  "refusal.bad-custom.type.text": "“{name}” must be a text.",
  "refusal.bad-custom.type.choice": "“{name}” must be one choice.",
  "refusal.bad-custom.type.multi-choice": "“{name}” must be a list of choices.",
  "refusal.bad-custom.type.checkbox": "“{name}” is a tick: yes or no.",
  "refusal.bad-custom.choice": "“{name}” has no choice “{value}”. There are: {choices}.",
  "problem.hidden": "The value of “{name}” is hidden here, and there is none to keep. Write it out.",
  "problem.bad-custom": '“{value}” is not a list of fields with values, such as risk=high regions="cn, eu".',
} as const;
