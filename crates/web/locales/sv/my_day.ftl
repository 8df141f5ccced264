### Min dag.

day-incoming = Nya anmälningar utan skyddsbedömning
day-set-aside = { $n ->
    [one] 1 meddelande har lagts åt sidan och väntar på en människa
   *[other] { $n } meddelanden har lagts åt sidan och väntar på en människa
}
day-incoming-empty = Inga anmälningar väntar på skyddsbedömning.
day-section-today = I dag
day-today-empty = Inget måste göras i dag.
day-section-week = Inom 7 dagar
day-week-empty = Inget har sin dag den närmaste veckan.
day-section-waiting = Väntar på andra
day-waiting-empty = Du väntar inte på någon.
day-note = Anteckna
day-section-matters = Mina ärenden
