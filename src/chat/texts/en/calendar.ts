export const calendar = {
  "calendar.title": "Release calendar",
  "calendar.link":
    "For programs that show calendars: this link is yours alone, and takes the place of the one you had.",
  "calendar.until": "until {until}",
  "calendar.freezes": "Freezes",
  "calendar.windows": "Release windows",
  "calendar.plans": "Plans",
  "calendar.feeds": "Calendars that can’t be read",
  "calendar.feed-old": "{name}: {problem}. What it said at {at} still holds.",
  "calendar.feed-never": "{name}: {problem}. It has never been read, and holds nothing up.",
  "calendar.empty": "Nothing is in the way in the coming two weeks.",
  "calendar.span": "{from} to {until}: {name}",
  "calendar.plan": "{at}: {index} · {name} ({status})",
  "calendar.more": "{count} more",
  "calendar.admins": "Freezes are begun and ended by admins.",
  "calendar.no-freeze":
    "No freeze that was begun by command has the number {number}. The calendar shows those that there are.",
  "calendar.ended": "The freeze {number}, “{name}”, is over.",
  "calendar.begun": "The freeze {number}, “{name}”, lasts from {time}.",
  "calendar.begun-again": "The freeze {number}, “{name}”, recurs, first from {time}.",
  "calendar.over": "A freeze must end after it begins, and later than now.",
  "calendar.bad-rule":
    "“{repeat}” is no rule that a calendar can follow. Write daily, weekly, monthly, yearly, or an RRULE that recurs daily or less often.",
} as const;
