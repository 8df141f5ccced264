### En anmälan som visade sig vara något annat.

reroute-title = Hör inte hit
reroute-lead = Det som registrerades var inte en anmälan utan något annat, som en ansökan eller en fråga. Lämna det först vidare. En anmälan skyddsbedöms alltid, också om barnet bor i en annan kommun. Anmälan avslutas, och det som berättades står kvar i akten.
reroute-too-late = Anmälan är redan bedömd eller avslutad. Nytt om den skrivs som en anteckning.
reroute-motive = Vad var det, och vart har det lämnats?
reroute-sign = Avsluta anmälan
done-hor-inte-hit = Anmälan är avslutad: den hörde inte hit.
