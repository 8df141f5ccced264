### Förhandsbedömningens steg.

preliminary-title = Förhandsbedömning
preliminary-count = { $contacts ->
    [0] Inga kontakter än
    [one] En kontakt
   *[other] { $contacts } kontakter
}, dag { $day } av 14.
preliminary-count-over = { $contacts ->
    [0] Inga kontakter än
    [one] En kontakt
   *[other] { $contacts } kontakter
}, dag { $day }.
preliminary-decide = Till beslutet
preliminary-warning = Det börjar likna en utredning
preliminary-many = Under förhandsbedömningen får ni prata med anmälaren, barnet och vårdnadshavarna och läsa egna akter. Behövs mer än så, så är det en utredning (20 kap. 2 § SoL).
preliminary-long = Fjorton dagar har gått. Besluta nu, eller förläng om det finns synnerliga skäl (20 kap. 2 § SoL).
preliminary-text = Vad kom fram?
preliminary-contacts = Kontakter i det här steget
preliminary-earlier = Tidigare anmälningar och utredningar är vägda in
preliminary-child-legend = Barnets del
preliminary-child = Vad barnet har sagt om anmälan, eller varför barnet inte hörs
preliminary-not-heard = Har barnet hörts?
preliminary-sign = Skriv under
preliminary-steps = Tidigare steg
child-heard-or-later = Ja, eller senare
error-contacts = Skriv antalet kontakter som en siffra, till exempel 1.
