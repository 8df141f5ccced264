### Klockornas ord: vad som ska göras, efter regelns nummer i lagdata, och hur dagen räknades.

clock-no-provision = Inget lagrum angivet
counted-at-once = Genast, räknat från { $start }.
counted-same-or-next = Samma dag, allra senast nästa, räknat från { $start }.
counted-period = { $length } från { $start }.
counted-recurring = Minst en gång per { $length }, räknat från { $start }.
counted-hours = { $n } timmar från { $start }, räknat i hela dagar.
counted-age = Dagen då { $n } år fylls.
counted-yearly = Samma dag varje år.
counted-set = Dagen är bestämd i ärendet, räknat från { $start }.
counted-extended = Dagen är flyttad genom ett beslut.
period-days = { $n ->
    [one] 1 dag
   *[other] { $n } dagar
}
period-weeks = { $n ->
    [one] 1 vecka
   *[other] { $n } veckor
}
period-months = { $n ->
    [one] 1 månad
   *[other] { $n } månader
}
period-years = { $n } år

duty-dl-001 = Gör skyddsbedömningen
duty-dl-002 = Besluta om utredning ska inledas
duty-dl-003 = Inled utredning
duty-dl-004 = Återkoppla till anmälaren
duty-dl-006 = Erbjud anmälningsmöte
duty-dl-007 = Skriv ner de muntliga uppgifterna
duty-dl-008 = Skriv journalanteckningen
duty-dl-009 = Registrera handlingen
duty-dl-010 = Bekräfta till Kronofogden
duty-dl-011 = Parten får begära att ärendet avgörs
duty-dl-012 = Svara på begäran om avgörande
duty-dl-013 = Underrätta parten om förseningen
duty-dl-020 = Informera parterna om utredningen
duty-dl-130 = Informera barnet som blivit part
duty-dl-021 = Slutför utredningen
duty-dl-022 = Slutför den förlängda utredningen
duty-dl-023 = Parten får svara på materialet
duty-dl-024 = Underrätta parten om beslutet
duty-dl-025 = Parten får överklaga
duty-dl-027 = Lämna över överklagandet
duty-dl-028 = Kommunen får överklaga
duty-dl-031 = Anmäl det brådskande beslutet till nämnden
duty-dl-032 = Rapportera beslutet som inte har verkställts
duty-dl-033 = Rapportera den avbrutna verkställigheten
duty-dl-034 = Börja ungdomstjänsten
duty-dl-035 = Yttra dig till åklagaren
duty-dl-036 = Slutför vårdnadsutredningen
duty-dl-037 = Svara på begäran om överflyttning
duty-dl-038 = Kommunen får ansöka hos IVO om överflyttning
duty-dl-039 = IVO beslutar om överflyttning
duty-dl-040 = Uppföljningen efter utredningen upphör
duty-dl-041 = Uppföljningen efter placeringen upphör
duty-dl-042 = Uppföljningen efter LVU-vården upphör
duty-dl-043 = Informera om uppföljningen
duty-dl-044 = Följ upp insatsen
duty-dl-050 = Vistelsen i jourhem upphör
duty-dl-051 = Överväg om vården ännu behövs
duty-dl-052 = Revidera vårdplanen
duty-dl-053 = Överväg om vårdnaden ska flyttas över
duty-dl-054 = Överväg flyttningsförbud
duty-dl-055 = Skriv ut på vårdnadshavarens begäran
duty-dl-056 = Underrätta regionen om hälsoundersökning
duty-dl-059 = Hämta registerutdrag om hemmet
duty-dl-060 = Upprätta vårdplanen
duty-dl-061 = Upprätta genomförandeplanen
duty-dl-062 = Besök barnet
duty-dl-070 = Underställ omhändertagandet förvaltningsrätten
duty-dl-071 = Förvaltningsrätten prövar underställningen
duty-dl-072 = Ansök om vård enligt LVU
duty-dl-073 = Förvaltningsrätten avgör målet
duty-dl-074 = Påbörja vården
duty-dl-075 = Överväg om vården ännu behövs
duty-dl-076 = Ompröva om vården ska upphöra
duty-dl-077 = Överväg umgänget och den hemliga vistelseorten
duty-dl-078 = Pröva om de förebyggande insatserna ska upphöra
duty-dl-079 = Omhändertagandet upphör
duty-dl-080 = Överväg om flyttningsförbudet ännu behövs
duty-dl-081 = Underställ flyttningsförbudet förvaltningsrätten
duty-dl-082 = Ansök om flyttningsförbud
duty-dl-083 = Underställ utreseförbudet förvaltningsrätten
duty-dl-084 = Ansök om utreseförbud
duty-dl-085 = Pröva om utreseförbudet ännu behövs
duty-dl-086 = Ordna läkarundersökning
duty-dl-087 = LVU-vården upphör vid 18 år
duty-dl-088 = LVU-vården upphör vid 21 år
duty-dl-089 = Utreseförbudet upphör vid 18 år
duty-dl-090 = Underställ det skyddade boendet förvaltningsrätten
duty-dl-091 = Förvaltningsrätten prövar underställningen
duty-dl-092 = Ansök om skyddat boende
duty-dl-093 = Förvaltningsrätten avgör målet
duty-dl-094 = Påbörja placeringen
duty-dl-095 = Överväg om det skyddade boendet ännu behövs
duty-dl-096 = Överväg umgänget och den hemliga vistelseorten
duty-dl-097 = En upprepad framställning får avvisas
duty-dl-120 = Ta fram en samordnad individuell plan

## Vad lagen begär med ord, utan en dag att räkna till

child-undated = { $n ->
    [one] 1 skyldighet utan bestämd dag
   *[other] { $n } skyldigheter utan bestämd dag
}
undated-promptly = Skyndsamt
undated-soonest = Snarast
undated-board = Vid nästa sammanträde
undated-regularly = Med jämna mellanrum
undated-set = Den dag som sätts i beslutet
undated-before = Innan nästa steg tas
undated-no-limit = Utan tidsgräns
undated-since = sedan { $day }
duty-dl-125 = Svara på begäran om registerutdrag
duty-dl-126 = Pröva begäran om allmän handling
duty-dl-131 = Låt parten läsa
