### Gruppen.

group-units = Enheter
group-all-units = Alla mina enheter
group-unassessed = Anmälningar utan skyddsbedömning
group-unassessed-empty = Alla anmälningar är skyddsbedömda.
group-undistributed = Att fördela
group-undistributed-empty = Alla ärenden har en handläggare.
group-assessed-unqualified = Skyddsbedömda utan behörighet
group-assessed-unqualified-why = Bedömningen gäller. Någon med behörighet behöver se den innan beslutet fattas.
group-proposals = Förslag som väntar på beslut
group-clocks = Frister
group-clocks-empty = Inga frister går ut inom två veckor.
group-clocks-all = Visa alla frister
group-drafts = Utkast som har legat
group-drafts-why = De är inte undertecknade och finns inte i akten. Tar du över ett utkast blir du dess författare; övertagandet skrivs upp.
group-take-over = Ta över utkastet
group-main = Handläggare
group-second = Medhandläggare
group-choose = Handläggare
group-nobody = Medhandläggare
group-along = Samma som ovan
group-distribute = Fördela
group-people-of = Handläggare att välja bland
group-people-own = Våra enheter
group-people-show = Visa
group-load = { $who } ({ $n } { $n ->
    [one] ärende
   *[other] ärenden
 })
group-unqualified = { $who }, utan behörighet
group-main-missing = Välj vem som ska handlägga ärendet.
group-same-twice = Välj två olika personer, eller låt medhandläggare stå tom.
group-matter-unknown = Det framgår inte vilket ärende som ska fördelas. Läs in sidan igen.
group-may-not = Gruppens sida är för den som leder den
group-may-not-why = Här syns alla ärenden i en enhet. Du ser dina egna under Min dag.
group-may-not-ground = Inre sekretess: den som inte behöver uppgifterna i arbetet har inte tillgång till dem.
