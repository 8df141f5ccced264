### Skyddsbedömningen.

protection-title = Skyddsbedömning
protection-receipt = { $n ->
    [one] Anmälan { $numbers } registrerad { $time }. Gör skyddsbedömningen nu, eller senare i dag från Min dag.
   *[other] Anmälningarna { $numbers } registrerade { $time }. Gör skyddsbedömningen nu, eller senare i dag från Min dag.
}
protection-acute = Barnet kan behöva skydd nu
protection-acute-text = Ta kontakt innan du skriver vidare: kollega, chef, vid fara 112. Bedömningen kan skrivas efteråt med rätt tid.
protection-done-title = Skyddsbedömningen är gjord
protection-done = Den skrevs under { $when }. Var något fel eller har något nytt kommit fram: bedöm på nytt. Båda bedömningarna står kvar, och den senaste gäller.
protection-again = Bedöm på nytt
protection-again-hint = Den förra bedömningen står kvar. Den nya gäller.
protection-to-child = Till barnets sida
protection-late = Bedömningen görs senare än dagen efter anmälan
protection-late-text = Skriv när den faktiskt gjordes och varför den dröjde. Det noteras, men hindrar inget.
protection-text = Vad du har gjort och fått veta
protection-outcome = Behöver barnet skydd nu?
protection-opens = Behövs skydd inleds en utredning i samma stund.
protection-asks = Behövs skydd ska en utredning inledas genast. Du får inte besluta det själv; förslaget skickas direkt till { $who }.
protection-asks-nobody = Behövs skydd ska en utredning inledas genast. Du får inte besluta det själv; förslaget skickas till enhetens ledning.
protection-measures = Vad har gjorts för att skydda barnet?
protection-day = När bedömningen gjordes
protection-time = Tid
protection-siblings = Syskon i samma anmälan
protection-siblings-hint = Det gemensamma skrivs under i allas akter. Barnets egna ord, det som barnet inte vill att vårdnadshavarna får veta och det som bara gäller ett barn stannar i det barnets akt.
protection-only = Bara om det här barnet
protection-same = Samma som ovan
protection-sign = Skriv under
protection-report = Anmälan
protection-document = Den skriftliga anmälan
protection-error-outcome = Välj om barnet behöver skydd nu.
protection-error-reasons = Skriv skälen. De behövs alltid, också när inget skydd behövs; hur kort som helst går bra.
done-skydd = Skyddsbedömningen är underskriven.
done-skydd-inledd = Skyddsbedömningen är underskriven och en utredning har inletts.
done-skydd-foreslagen = Skyddsbedömningen är underskriven och förslaget att inleda utredning är skickat.
done-vantat-barn = Uppgifterna om det väntade barnet är registrerade i den blivande förälderns akt.
