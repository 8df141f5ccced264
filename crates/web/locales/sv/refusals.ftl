### Svaren när något inte går: vad som är fel och vad man gör åt det. Inget av dem lägger skuld.

## Akten och ärendet

refusal-file-not-open = Det finns ingen öppen akt att skriva i. Sök fram barnet och börja därifrån.
refusal-file-already-open = Akten finns redan. Läs in sidan igen och skriv i den.
refusal-not-a-childs-file = Det här är den blivande förälderns egen akt. En anmälan om ett fött barn registreras i barnets akt.
refusal-no-such-matter = Ärendet finns inte i den här akten. Gå till barnets sida och välj ärendet där.
refusal-wrong-kind-of-matter = Det går inte att göra i ett ärende av det här slaget. Gå till barnets sida och välj rätt ärende.
refusal-matter-closed = Ärendet har redan fått sitt beslut. Gå till barnets sida för att se vad som gäller nu.
refusal-no-such-entry = Anteckningen finns inte i den här akten.
refusal-not-that-entry = Det går inte att göra med just den anteckningen.
refusal-moved-away = Anteckningen har flyttats till en annan akt.
refusal-not-its-words = Citatet är inte ordagrant det som står där det hämtats, eller ges till någon annan än den som sagt det. Citera som det står, eller skriv det med egna ord.
refusal-kept-from-reader = Kopian innehåller något som enligt akten inte får visas för den som kopian är till. Ta bort det och skicka igen.
refusal-not-the-original = Handlingen är inte den som togs emot här. Skicka filen igen, och registrera den med just de uppgifter som kom i svaret.
refusal-id-taken = Det här har redan sparats. Gå till barnets sida för att se det.
refusal-no-such-meeting = Mötet är inte bokat, eller redan avslutat.
refusal-no-such-proposal = Förslaget är redan besvarat eller återtaget.
refusal-tagged-violent = Anmälan är märkt med våld av närstående och ska skyddsbedömas. Är märkningen fel, rätta den först med skäl.
refusal-done-already = Det är redan gjort. Gå till barnets sida för att se det.
refusal-nothing-to-correct = Det står redan så. Inget behöver rättas.
refusal-proposal-exists = Förslaget är redan skickat.

## Saknas

refusal-missing-occurred = Skriv när det hände.
refusal-missing-arrived = Skriv när det kom in.
refusal-missing-deemed = Skriv varför det räknas som inkommet en annan dag än den togs emot.
refusal-missing-channel = Välj hur det kom in.
refusal-missing-reporter = Skriv vem som anmäler: namn eller roll. Vill personen vara anonym, kryssa för det.
refusal-missing-concern = Skriv vad som har hänt, eller bifoga den skriftliga anmälan.
refusal-missing-reasons = Välj ett skäl i listan.
refusal-missing-outcome = Välj vad det blev.
refusal-missing-paragraph = Skriv paragrafens nummer i protokollet.
refusal-missing-motive = Skriv skälen.
refusal-missing-text = Skriv vad som ska stå.
refusal-missing-until = Välj den nya sista dagen.
refusal-missing-person = Skriv vem det gäller.
refusal-missing-way = Välj på vilket sätt.
refusal-missing-child-view = Skriv vad barnet har sagt, eller välj varför barnet inte har hörts.
refusal-missing-questions = Skriv vilka frågor utredningen ska svara på.
refusal-missing-worker = Välj vem som ska göra det.
refusal-missing-document = Bifoga handlingen.
refusal-missing-kind = Välj vilket slag det är.

## Tider

refusal-in-future = Tiden ligger i framtiden. Skriv när det hände.
refusal-before-birth = Dagen ligger före barnets födelse. Kontrollera dagen och barnets födelsedatum.
refusal-before-arrival = Tiden ligger före den dag anmälan kom in. Kontrollera båda.
refusal-not-later = Välj en dag senare än den sista dagen hittills.
refusal-bad-day = Dagen finns inte i kalendern. Skriv den som 2026-11-24.
refusal-bad-time = Tiden går inte att läsa. Skriv den som 14.02.

## Val och texter

refusal-unknown-code = Valet finns inte i listan i dag. Välj ett annat.
refusal-reason-not-accepted = Det skälet räcker inte enligt lagen. Välj ett annat, eller fatta ett annat beslut.
refusal-text-too-long = Texten är { NUMBER($length) } tecken, det får vara högst { NUMBER($limit) }. Dela upp den eller bifoga den som handling.
refusal-control-character = Texten innehåller ett tecken som inte syns och inte kan sparas. Ofta hjälper det att skriva om raden i stället för att klistra in den.
refusal-broken-text = En del av texten gick sönder på vägen hit. Skriv om de tecken som ser ut som en fråga i en ruta.
refusal-other = Det gick inte att spara. Läs in sidan igen och försök på nytt.

## Lagen

refusal-demands = Beslutet { $kind } kräver att något annat är gjort först ({ $provision }).
refusal-demands-protection-assessed = Skriv under skyddsbedömningen först ({ $provision }).
refusal-demands-investigation-running = Det finns ingen pågående utredning att koppla till ({ $provision }).
refusal-barred = Beslutet { $kind } går inte att fatta som det ser ut nu ({ $provision }).
refusal-barred-violence-tagged = Anmälan är märkt som våld av närstående, och då ska en utredning inledas ({ $provision }). Är märkningen fel kan den rättas med skäl.
refusal-asks = Lyktas rad om detta är osäker ({ $provision }). Läs lagtexten, och kryssa för att du har tagit ställning.
refusal-recorded-only = Beslutet { $kind } fattas inte i Lykta än. Registrera det i stället som ett beslut som är fattat på annat håll.
refusal-not-authorised-floor = Beslutet fattas av lägst { $lowest }. Lagen låter det inte fattas på din nivå ({ $ground }). Skicka det som förslag.
refusal-not-authorised-order = Beslutet fattas av lägst { $lowest } enligt delegationsordningen, punkt { $ground }. Skicka det som förslag.
refusal-not-authorised-not-delegated = Nämnden har inte delegerat beslutet. Det fattas av { $lowest }. Skicka det som förslag.
refusal-not-authorised-qualification = Beslutet kräver behörighet enligt 25 kap. 1 § SoL (2025:400). Skicka det som förslag till en kollega som har den.

## Återkoppling

refusal-reporter-not-mandated = Återkoppling enligt lagen ges bara till den som är skyldig att anmäla.
refusal-feedback-does-not-match = Svaret stämmer inte med vad som beslutats. Säg just det som är sant och inget mer.
refusal-nothing-decided-yet = Det finns inget beslut att återkoppla än.

## Personer

refusal-person-already-registered = Personen är redan registrerad.
refusal-person-not-registered = Personen är inte registrerad än.
refusal-person-nothing-to-know-them-by = Skriv namn, personnummer eller några ord om vem det är.
refusal-person-blank = Fältet är tomt. Skriv det nya, eller låt det gamla stå.
refusal-person-birth-in-future = Födelsedagen ligger i framtiden. Gäller det ett väntat barn, välj det i stället.
refusal-person-birth-too-long-ago = Så gammal är ingen. Kontrollera årtalet.
refusal-person-dated-in-future = Uppgiften är daterad i framtiden. Skriv den dag den lämnades.
refusal-person-real-number-in-demo = Numret kan tillhöra en verklig person. I övningsmiljön används bara påhittade nummer, med månad plus 80.
refusal-person-address-of-protected = Personen har skyddade personuppgifter. Någon adress får inte finnas här.
refusal-person-links-assumed-identity = Personen har fått en ny identitet som inte får knytas till den gamla. Registrera en ny person.
refusal-person-not-their-number = Det numret är inte personens.
refusal-person-nothing-changes = Det står redan så. Inget har ändrats.
refusal-person-missing-reason = Skriv varför: hur felet upptäcktes, eller varför skyddet sänks.
refusal-person-too-long = Det får vara högst { NUMBER($limit) } tecken. Korta ner det.

## Personnummer

refusal-identity-length = Ett personnummer har tio eller tolv siffror. Skriv det som ÅÅÅÅMMDD-NNNN.
refusal-identity-digits = Numret innehåller ett tecken som inte hör dit. Skriv bara siffror och eventuellt ett bindestreck.
refusal-identity-date = Dagen i numret finns inte i kalendern. Kontrollera siffrorna.
refusal-identity-not-born = Enligt numret är personen inte född än. Kontrollera årtalet.
refusal-identity-serial = De tre siffrorna efter födelsedagen kan inte vara 000. Kontrollera siffrorna.
refusal-identity-check = Sista siffran stämmer inte med de andra. Någon siffra är fel.

## Nivåer i delegationsordningen

level-case-worker = socialsekreterare
level-emergency-duty = socialjouren
level-first-social-worker = förste socialsekreterare
level-unit-head = enhetschef
level-chair = nämndens ordförande
level-committee = utskottet
level-board = nämnden
level-court = domstol
refusal-has-its-own-form = Det här förs inte in som en händelse. Använd anmälans egen sida, där det som lagen kräver också kommer med.
refusal-about = { $who }: { $text }
error-sibling-gone = Ett syskon som var kryssat kan inte längre tas med här: det är redan gjort, eller så har någon annan akten. Resten står kvar; skicka igen om det stämmer.
error-sibling-new = { $who } har tillkommit sedan sidan öppnades. Kontrollera och skicka igen.
error-unknown-id = Valet finns inte här, eller inte längre. Välj igen.

refusal-missing-depth = Välj hur djupt utredningen ska gå.
refusal-missing-areas = Välj vad som ska utredas.
refusal-missing-checks = Skriv en dag.
refusal-missing-service = Välj vilken insats det gäller.
refusal-missing-answer = Välj vad personen har svarat.
refusal-missing-review = Skriv när insatsen ska följas upp.
refusal-missing-goal = Skriv minst ett mål.
refusal-missing-best-interests = Skriv vad som är bäst för barnet och hur det har vägts.
refusal-no-such-decision = Beslutet finns inte i den här akten.
refusal-not-in-file = Det som är valt finns inte i den här akten. Välj bland det som visas.
refusal-nothing-written = Utredningen är inte skriven. Skriv under den först, så att det finns något att ta del av.
refusal-nothing-assigned = Det finns inget uppdrag att svara på.
refusal-off-scale = Värdet ligger utanför målets skala.
refusal-text-has-changed = Texten har ändrats sedan den visades. Läs den igen och skriv under sedan.
refusal-consent = Det finns inte samtycke från alla som måste samtycka ({ $provision }). Skriv in samtycket, eller välj en annan väg.
refusal-consent-one = Bara en vårdnadshavare har samtyckt ({ $provision }). Utskottet kan besluta att insatsen får ges ändå, om barnets bästa kräver det.
refusal-demands-investigation-written = Utredningen måste vara skriven och underskriven före beslutet ({ $provision }).
refusal-demands-communicated = Alla parter måste ha fått ta del av utredningen och haft tid att svara, eller undantagits med skäl ({ $provision }).
refusal-demands-applied-for = Det finns ingen ansökan att avslå ({ $provision }).
refusal-asks-investigation-running = Barnet utreds redan. Koppla anmälan till den utredningen, eller kryssa för att en ny behövs ändå ({ $provision }).
refusal-demands-closed-without-service = Bara en utredning som avslutats utan insats följs upp så här ({ $provision }). Här följs insatsen i stället.
refusal-asks-consent = Det är osäkert om lagens krav på samtycke är uppfyllt ({ $provision }). Kryssa för att du har prövat det.
refusal-beyond-power = Lagens tid slutar { $day } ({ $provision }). Beslutet fattas inte efter den dagen och gäller inte längre än så.
refusal-asks-communicated = Parterna ska ha fått ta del av det som beslutet vilar på och haft tid att svara, om inget undantag gäller ({ $provision }). Kryssa för att det är så.

## Vad vägran med egna värden betyder, i allmänna ord
refusal-means-missing = Något som måste anges saknas i fältet.
refusal-means-recorded-only = Ett sådant beslut fattas inte i Lykta än. Registrera det som fattat någon annanstans.
refusal-means-demands = Lagen kräver att något annat görs först.
refusal-means-barred = Lagen hindrar beslutet som det nu ser ut.
refusal-means-asks = En osäker rad i lagen talar emot. Säg att det har övervägts.
refusal-means-consent-lacking = Alla som måste samtycka har inte gjort det.
refusal-means-beyond-power = Tiden som lagen ger har gått ut, eller så varar det längre än den.
four-eyes-unproposed = Någon annan ska se beslutet först: delegationsordningen, punkt { $point }, kräver fyra ögon. Skicka det som förslag.
four-eyes-own = Du har själv lagt fram förslaget, och delegationsordningen, punkt { $point }, kräver fyra ögon. Någon annan beslutar.
four-eyes-in-place = Du ersätter den som har lagt fram förslaget, och delegationsordningen, punkt { $point }, kräver fyra ögon. Någon annan beslutar.
refusal-means-four-eyes = Delegationsordningen kräver fyra ögon: den som föreslår beslutar inte själv, inte heller genom en ersättare. Skicka det som förslag till någon annan.
refusal-means-not-authorised = Den som beslutar får inte fatta ett sådant beslut. Skicka det som förslag.
refusal-means-person-too-long = Texten om personen är för lång.

refusal-no-such-request = Det finns ingen sådan begäran i akten.
refusal-nothing-given = Inget lämnas ut. Då är det ett avslag, och det beslutas för sig.
refusal-ground-bars = På den grunden får uppgifterna inte lämnas ut ({ $provision }). Välj en annan grund.
refusal-means-ground-bars = På den grunden får uppgifterna inte lämnas ut. Välj en annan grund.
refusal-decisions-are-given = Den som är part får alltid läsa det som har beslutats. Lämna ut beslutet.
refusal-not-against-the-child = Den grunden skyddar barnet mot vårdnadshavaren. Den gäller inte mot barnet självt.
refusal-not-a-party = Den som är vald är inte part i ärendet. Ett barn är part från 15 år, och en vårdnadshavare så länge vårdnaden varar. Barnet självt, och den som har vårdnaden, kan begära det som står om barnet.
refusal-not-their-data = Det som står om barnet begärs av barnet självt, eller av den som har vårdnaden i dag. Andra kan begära en allmän handling.
refusal-no-consent-to-share = Det finns inget samtycke som gäller för den mottagaren och räcker till allt som lämnas. Fråga om samtycke först, eller välj en annan grund.
refusal-nothing-carries = Välj vad det vilar på: ett samtycke, eller en bestämmelse som låter det lämnas utan.
