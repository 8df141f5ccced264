### Utredningen skrivs, granskas och läses.

row-shared = Fortsätt skriva utredningen
row-shared-when = påbörjad
step-plan = Planera utredningen
step-write = Skriv utredningen
link-plan = Planen
link-writing = Utredningen
writing-title = Skriv utredningen
writing-questions = Frågor att besvara
writing-no-plan = Det finns ingen plan än.
writing-reports = Anmälningar under utredningen:
report-read = Läs anmälan { $day }
writing-signed = Det som skrevs under { $day }
writing-outline = Innehåll
writing-facts = Vad har kommit fram?
writing-more = Röster, bedömning och frågor
writing-voices = Röster och bedömning
writing-answers = Vilken fråga besvarar det?
writing-quoted = Citerat ur akten
writing-mentions = { $n ->
    [one] Akten säger redan en sak om det här
   *[other] Akten säger redan { $n } saker om det här
}
writing-source = { $what }, { $who }, { $when }
writing-quote-gone = Det som citerades har flyttats till en annan akt
writing-amended = Tillägg av { $who }: { $text }
writing-disputed = Bestritt: { $text }
writing-child = Vad { $name } själv säger
writing-child-text = Barnets åsikt, med barnets ord
writing-child-more = Inte hörd, eller säger något i förtroende
writing-factors = Skydd och risk
writing-factors-open = Skydds- och riskfaktorer
writing-factor-kind = Vad är det?
writing-factor-area = Område
writing-factor = Vad skyddar, eller är en risk?
writing-according-to = Enligt (tomt: vår bedömning)
writing-protective = Skydd
writing-risk = Risk
writing-protects = Det som skyddar
writing-risks = Det som är en risk
writing-instruments = Bedömningsinstrument
writing-instruments-open = Bedömningsinstrument som har använts
writing-instruments-hint = Bara resultatet. Instrumentens egna frågor är oftast skyddade.
writing-instrument-name = Namn
writing-instrument-version = Version
writing-instrument-day = Dag
writing-instrument-by = Vem svarade?
writing-instrument-result = Resultat
writing-analysis = Analys
writing-analysis-text = Vad betyder det för barnet?
writing-proposal = Förslag
writing-proposal-text = Vad föreslår ni?
writing-saved-by = { $who } sparade { $when }
writing-add = Lägg till område
writing-add-go = Lägg till
writing-check = Granska
writing-save = Spara
writing-clash = Någon annan har skrivit samtidigt
writing-clash-text = Båda texterna står kvar. Ta med det som ska vara med i din text och spara igen.
writing-theirs = Så här är det sparat.
writing-theirs-hint = Din text står i fälten och är inte sparad än. Den ersätter den sparade när du sparar igen.
writing-signed-meanwhile = Utredningen skrevs under medan du skrev. Din text står kvar här och är inte sparad.
error-writing-quote-gone = Det som citeras finns inte längre i akten. Ta bort krysset.
error-writing-instrument = Skriv vad instrumentet heter.
error-writing-result = Skriv vad instrumentet visade.
writing-check-title = Så här kommer det att stå
writing-news-title = Texten har ändrats sedan du läste den
writing-news = { $who } har skrivit i { $where }, { $when }.
writing-news-other = Något som citeras eller frågas efter har ändrats. Läs igenom texten igen.
writing-untied = Vilken fråga besvarar det?
writing-unanswered = Går det att svara på?
writing-ask-child = Vad säger { $name } själv?
writing-ask-analysis = Vad betyder det för barnet?
writing-ask-proposal = Vad föreslår ni?
writing-kept-title = Innan någon annan läser
writing-kept = { $n ->
    [one] { $who }: ett stycke ska prövas eller får inte lämnas ut
   *[other] { $who }: { $n } stycken ska prövas eller får inte lämnas ut
}
writing-sign = Skriv under
writing-back = Fortsätt skriva
writing-from = ur { $what }, { $when }
writing-anew = Skriv på nytt
writing-to-child = Till barnet
writing-document = Utredning
writing-about = Gäller { $name }
done-utredning = Utredningen är underskriven.
