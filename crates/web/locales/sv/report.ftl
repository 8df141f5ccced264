### Anmälan: sidan där en orosanmälan registreras, i samtalets ordning.

report-title = Anmälan
report-choose = Välj
report-may-not = Du kan inte ta emot en anmälan om vilket barn som helst
report-may-not-why = Anmälningar registreras av mottagningen och jouren. Gäller den ett barn som du har akten för, börja på barnets sida.
report-may-not-ground = Nämndens fördelning av arbetet

## Vem

report-who = Vem anmäler?
report-category = Kategori
report-name = Namn
report-role = Roll och arbetsplats
report-contact = Telefon
report-anonymous = Vill vara anonym
report-wants-feedback = Vill ha återkoppling
report-informant = Uppgifterna kommer från: { $who }
report-error-category = Välj vilken kategori anmälaren hör till.
report-error-anonymous-name = Den som har sagt sitt namn kan inte vara anonym: ett namn som ni fått ska dokumenteras. Ta bort krysset. Säg till anmälaren att ni inte kan lova anonymitet.

## Hur och när

report-how = Hur och när kom den?
report-channel = Sätt
report-day = Dag
report-time = Tid
report-arrival = { $channel }, { $day } { $time }
report-change = Ändra
report-children-hint = Är personnumret känt räcker det. Född skrivs ÅÅÅÅMMDD.
report-deemed-other = Räknas den som inkommen en annan dag, skriv vilken och varför.
report-deemed = Inkommen (22 § FL)
report-deemed-why = Varför

## Vilket barn

report-children = Vilket barn gäller det?
report-child = Barn { $n }
report-number = Personnummer
report-given = Förnamn
report-family = Efternamn
report-birth = Född
report-more = Okänt barn, väntat barn, skyddade uppgifter
report-description = Okänt barn: beskriv med några ord
report-protection = Skyddade uppgifter
report-estimated = Födelsedagen är uppskattad
report-unborn = Väntat barn – uppgifterna gäller den blivande föräldern
report-expected = Beräknad födelse
report-clear = Ta bort
report-look-up = Slå upp
report-add-row = Lägg till barn
report-siblings = Barnen är syskon
report-pick = Är det något av de här barnen?
report-pick-born = { $name }, född { $day }
report-pick-new = Nej, ett annat barn
report-error-nobody = Skriv vem anmälan gäller: personnummer, namn eller några ord om ett okänt barn.
report-error-which = Någon med samma uppgifter finns redan här. Välj vem det är.
report-error-twice = Samma barn står på två rader. Ta bort den ena.
report-error-not-yours = I en av akterna får du bara registrera anmälan. Ta bort det som inte hör till den, eller be den som har akten.
report-error-only-own = Du kan registrera en anmälan om barnet vars akt du har. För andra barn: be mottagningen.

## Vad

report-what = Vad har hänt?
report-concern = Med anmälarens ord
report-only = Bara om barn { $n }
report-own = Det som bara gäller det här barnet
report-words = Barnets egna ord, som anmälaren återger dem
report-keep = Barnet vill inte att vårdnadshavarna får veta
report-document = Skriftlig anmälan
report-document-hint = Bifoga den som den kom, så behöver inget skrivas av. PDF, bild eller dokument, högst 25 MB.
report-document-title = Skriftlig orosanmälan

## Orsaker

report-reasons = Vad handlar oron om?
report-reasons-parent = Föräldern
report-reasons-child = Barnet
report-reasons-violence = Våld av närstående
report-reasons-other = Annat
report-child-knows = Vet barnet om anmälan?
report-guardians-know = Vet vårdnadshavarna?
report-knows-unknown = Vet inte
report-knows-yes = Ja
report-knows-no = Nej
report-acute = Det är akut – barnet kan behöva skydd nu
report-register = Registrera anmälan

## Uppslag bredvid

lookup-title = Finns barnet här?
lookup-empty = Skriv personnummer eller namn och tryck Enter, så visas vad som redan finns om barnet.
lookup-age = { $n } år
lookup-protected = Skyddade personuppgifter
lookup-nameless = Utan namn
lookup-some-unit = en annan enhet
lookup-contact = Känt här. Akten finns hos { $unit }; kontakta { $who }, { $phone }. Anmälan läggs i akten utan att du ser den.
lookup-contact-unit = Känt här. Akten finns hos { $unit }. Anmälan läggs i akten utan att du ser den.
lookup-adult = Vuxen, känd här som närstående.
lookup-no-file = Känd här, men utan egen akt. En öppnas när anmälan registreras.
lookup-reports = { $n ->
    [0] Akten, inga tidigare anmälningar
    [one] Akten, 1 tidigare anmälan
   *[other] Akten, { $n } tidigare anmälningar
}
lookup-guardians = Vårdnad:
lookup-sibling = Syskon:
lookup-add-sibling = Lägg till
lookup-unknown-number = Barn { $n }: numret finns inte här. En ny akt öppnas.
lookup-nobody = Barn { $n }: ingen med det namnet finns här, eller så är personen skyddad.
