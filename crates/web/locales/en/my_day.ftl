### My day.

day-incoming = New reports without a protection assessment
day-set-aside = { $n ->
    [one] 1 message has been set aside and waits for a person
   *[other] { $n } messages have been set aside and wait for a person
}
day-incoming-empty = No report waits for a protection assessment.
day-section-today = Today
day-today-empty = Nothing must be done today.
day-section-week = Within 7 days
day-week-empty = Nothing has its day in the coming week.
day-section-waiting = Waiting for others
day-waiting-empty = You are waiting for nobody.
day-note = Write a note
day-section-matters = My matters
