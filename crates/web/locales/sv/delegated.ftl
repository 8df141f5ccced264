### Delegerade beslut, för nämndens sammanträde.

delegated-title = Delegerade beslut
delegated-period = Beslut inskrivna från och med { $from } till och med { $to }.
delegated-lead = Utan namn: ärendets nummer, slag av beslut och dag.
delegated-show = Visa
delegated-more = Alla ryms inte. Välj kortare tid.
delegated-urgent = Ordförandebeslut i brådskande ärenden
delegated-no-urgent = Inga. De anmäls annars vid nästa sammanträde (6 kap. 39–40 §§ KL).
delegated-others = Beslut på delegation
delegated-none = Inga.
delegated-by-point = { $level }, punkt { $point } i ordningen antagen { $adopted }
