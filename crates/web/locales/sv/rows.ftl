### Raderna i listorna.

row-why = varför
row-masked = Skyddade uppgifter
row-assess = Gör skyddsbedömningen
row-write-note = Skriv anteckningen: { $meeting }
row-decide = Besluta: { $decision }
row-waits-for = { $decision }, hos { $who }
row-waits = { $decision }, väntar på beslut
row-draft-when = Utkast
row-draft = Skriv klart: { $form }
row-waited = { $n ->
    [0] i dag
    [one] väntat 1 dag
   *[other] väntat { $n } dagar
}
matter-report-received = Anmälan, väntar på skyddsbedömning
matter-report-assessing = Förhandsbedömning
matter-report-closed = Anmälan, avslutad
matter-investigation-running = Utredning
matter-investigation-closed = Utredning, avslutad
matter-measure-running = Insats
matter-measure-closed = Insats, avslutad
