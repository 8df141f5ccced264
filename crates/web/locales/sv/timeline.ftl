### Tidslinjen.

timeline-title = Tidslinje
timeline-search = Sök i akten
timeline-search-go = Sök
timeline-found = { $n ->
    [0] Ingenting hittades.
    [one] En post hittades.
   *[other] { $n } poster hittades.
}
timeline-all = Visa allt
timeline-empty = Här finns inget att visa.
done-anteckning = Anteckningen är underskriven.
done-tillagg = Tillägget är underskrivet.
done-bestridande = Bestridandet är noterat.
done-beslut-infort = Beslutet är infört.
done-handelse = Händelsen är införd.
done-flyttad = Flyttad till rätt barns akt.
