/** What only people in Slack read. */
export const slack = {
  "slack.menu.choose": "An item…",
  "slack.menu.carry-out": "Carry out an item…",
  "slack.menu.confirm-title": "Carry it out?",
  "slack.menu.confirm-text": "The item that you chose is carried out for real.",
  "slack.menu.confirm-ok": "Carry out",
  "slack.left-out":
    "{count, plural, one {One more is} other {# more are}} left out here, as Slack shows no more in one message.",
  "slack.cut-code":
    "{lines, plural, one {One more line does} other {# more lines do}} not fit into a message of Slack.",
  "slack.loading.title": "One moment",
  "slack.loading.text": "One moment…",
  "slack.answer.title": "Release plans",
  "slack.close": "Close",
  "slack.nobody": "– nobody –",
  "slack.nothing": "– none –",
  "slack.not-all-fit":
    "There is no room here for “{label}” and what comes after it; that stays as it is. To change it, use `/plan edit` or the console.",
  "slack.too-long-here":
    "“{label}” is longer than a field of Slack takes. It stays as it is; `/plan edit` or the web console can change it.",
  "slack.files": "Evidence as files",
  "slack.files-hint": "Their links are kept with the item.",
  "slack.open-form": "Slack closed the way to this form before it could open. Press the button to open it.",
  "slack.open-form.button": "Open the form",
  "slack.sent-directly": "I sent it to you directly: look among your direct messages with me.",
  "slack.went-wrong": "Something went wrong on our side. What you asked for is kept, and is tried again.",
  "slack.done": "Done. The answer is among your messages.",
  "slack.working": "This takes longer than Slack waits. You can close this; the answer comes by itself.",
  "slack.unreadable-file": "The file {name} could not be read: {why}.",
  "slack.unreadable-file.large": "it is larger than {most} KB",
  "slack.unreadable-file.kind": "it is no text",
  "slack.unreadable-file.gone": "Slack did not give it out",
} as const;
