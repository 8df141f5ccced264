### Kopplingar (jäv, 16–18 §§ FL): den som har en säger det, den som leder prövar.

ties-title = Kopplingar
ties-say = Jag har en koppling till …
ties-lead = Du handlägger inte din egen akt, en närståendes, eller en akt där andra kan undra om du är opartisk (16–18 §§ förvaltningslagen). Säg till genast. Skriv inte varför.
ties-number = Personnummer för den du har en koppling till
ties-kind = Vilken koppling
tie-own = Det är jag själv
tie-relative = Närstående: familj, nära släkt eller någon jag bor med
tie-neighbour = Granne
tie-other = Någon annan koppling
ties-after = Är det du själv eller en närstående stängs akten för dig genast. Annars prövar den som leder dig. Sidan säger inte om personen finns hos oss. Blir personen aktuell senare: säg till igen.
ties-send = Anmäl kopplingen
ties-error-kind = Välj vilken koppling det är.
ties-waiting = Att pröva
ties-one = { $who }: { $kind }
ties-no-file = Akten är inte din att öppna.
ties-a-file = En akt
ties-always = Akten är stängd för medarbetaren. Fördela ärenden som medarbetaren har till någon annan.
ties-handled = Det är gjort
ties-settle = Kan någon utomstående undra om medarbetaren är opartisk hindrar kopplingen.
ties-bars = Hindrar: akten stängs
ties-bars-not = Hindrar inte
row-ties = Pröva { $n ->
    [one] en koppling
   *[other] { $n } kopplingar
} (jäv)
row-ties-when = att pröva
refusal-tied = Den du har valt har en koppling till någon i akten (jäv). Välj någon annan.
reason-tied-title = Du ska inte handlägga den här akten
reason-tied-what = Du har en koppling till någon i den.
reason-tied-then = Kan ingen annan göra det som behövs utan olägligt uppskov får du göra just det (17 § förvaltningslagen). Skriv vad. Det står under Vem har läst, granskas, och akten är öppen för dig i en timme.
reason-tied-go = Gör det som inte kan vänta
head-by-tie = Du har en koppling till någon i akten. Gör bara det som ingen annan kan göra i tid
done-koppling = Tack. Det du skrev är mottaget.
done-provad = Prövningen är inskriven.
