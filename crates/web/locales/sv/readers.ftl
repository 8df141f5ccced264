### Vem har läst.

readers-title = Vem har läst
readers-title-of = Ärende { $number } – Vem har läst
readers-back = Till akten
readers-count = { $n ->
    [one] Akten har öppnats 1 gång.
   *[other] Akten har öppnats { $n } gånger.
}
readers-what-counts = Sidan räknar öppningar, även denna. Om den som öppnade också läste syns inte.
readers-more = Bara de senaste visas.
readers-former = Tidigare anställd
readers-summary = { $n ->
    [one] 1 gång, { $last }
   *[other] { $n } gånger, senast { $last }
}
readers-day = Dag
readers-part = Vad
readers-basis = På vilken grund
readers-times = Öppnat
readers-n-times = { $n ->
    [one] 1 gång
   *[other] { $n } gånger
}
part-child = Barnets sida
part-timeline = Tidslinjen
part-form = Ett formulär
part-letter = Ett brev
part-document = En handling
part-readers = Vem har läst
part-act = Skrev i akten
part-draft = Tog över ett utkast
part-archive = Det som bevaras, för arkivet
basis-disposal = Gallring och arkiv
basis-assigned = Handläggare
basis-co-worker = Medhandläggare
basis-stands-in = Ersatte en frånvarande handläggare
basis-manager = Leder enheten
basis-asked = Ombedd att besluta
basis-reception = Mottagning, innan ärendet fördelades
basis-blind = Mottagning, kopplade en anmälan utan att se akten
part-reason = Angav varför
basis-stated = Kollega med angivet skäl
readers-reasons = Angivna skäl
readers-before = Öppnades i en annan akt innan det flyttades hit
readers-before-why = Det här stod först i ett annat barns akt. De här hade öppnat den akten medan det stod där.
readers-before-nobody = Ingen hade öppnat den.
part-glass = Nödöppnade
part-glass-review = Granskade en nödöppning
basis-glass = Nödöppning
basis-review = Granskar läsningen
readers-glass = Nödöppning
readers-reviewed = Granskad av { $who } { $when }.
readers-reviewing = Granskas av den som leder enheten.
readers-copies = Utskrift utan namn, till:
readers-copy-back = Till Vem har läst
readers-copy-title = Vem har läst i akten
readers-copy-lines = Öppningar, de senaste först
readers-copy-what = Här står vilka inom socialtjänsten som har öppnat akten: dag, enhet och roll, på vilken grund och vilken del. Om den som öppnade också läste syns inte.
readers-copy-left-out = Sådant som enligt offentlighets- och sekretesslagen inte kan lämnas ut nu kan ha utelämnats.
readers-copy-test = Pröva listan innan du lämnar den. Det här är utelämnat av regler; det de inte kan veta prövar du.
readers-copy-cut = Listan tar upp de { $n } senaste öppningarna. Äldre är inte med.
readers-copy-changed = Något som skulle utelämnas står inte längre så i listan. Välj på nytt.
readers-copy-waits = Väntar: { $what }. { $provision }
