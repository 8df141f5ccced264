# Avbrottspaketet: dagens barn på en sida som öppnas utan Lykta.
outage-title = Avbrottspaket
outage-made = Gjort { $when }. Det som hänt efteråt står inte här.
outage-secret = Sekretess. Lämna aldrig paketet ifrån dig. Förstör det när avbrottet är över och det som hänt har skrivits in.
outage-secret-protected = Sekretess. Skyddade uppgifter, bara för den som paketet är låst för. Förstör det när avbrottet är över.
outage-count = { $n ->
    [one] Ett barn med något pågående
   *[other] { $n } barn med något pågående
  }, { $acute } med akut behov av skydd.
outage-unnamed = Barn utan känt namn
outage-born = Född { $day }, { $age } år
outage-acute = Akut behov av skydd
outage-violence = Anmälan gäller våld
outage-no-consent = En insats saknar det samtycke den vilar på
outage-lapses = upphör
outage-child = Barnet
outage-guardian = Vårdnadshavare
outage-masked = Ring
outage-masked-why = Om de här barnen står inget mer i det här paketet.
outage-call = { $numbers }: { $who }
