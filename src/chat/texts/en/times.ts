export const times = {
  "time.days": "{count, plural, one {# day} other {# days}}",
  "time.hours": "{count, plural, one {# hour} other {# hours}}",
  "time.minutes": "{count, plural, one {# minute} other {# minutes}}",
  "time.soon": "less than 10 minutes",
} as const;
