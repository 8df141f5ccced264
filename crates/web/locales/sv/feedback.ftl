### Återkoppling till den som anmält.

feedback-title = Återkoppling
feedback-say = Säg bara det här till anmälaren:
feedback-opened = Utredning har inletts.
feedback-not-opened = Utredning har inte inletts.
feedback-already-running = En utredning pågick redan.
feedback-siblings = Säg också om syskonen i samma anmälan
feedback-no-more = Inget mer får sägas: varken skäl, insatser eller hur familjen har det (19 kap. 6 § SoL, 26 kap. 1 § OSL).
feedback-way = Hur säger du det?
feedback-day = När
feedback-time = Tid
feedback-give = Registrera återkopplingen
feedback-refuse-title = Det är olämpligt att återkoppla
feedback-motive = Varför är det olämpligt?
feedback-refuse = Återkoppla inte
feedback-requested = Anmälaren ber om återkoppling
feedback-reporter = Anmälaren
feedback-asked = Vill ha återkoppling.
feedback-to-child = Till barnets sida
feedback-not-mandated = Anmälaren är inte skyldig att anmäla. Lagen ger då ingen återkoppling, och att berätta något kan röja sekretess.
feedback-settled = Återkopplingen är klar.
feedback-undecided = Det finns inget beslut att återkoppla än. När det är fattat står här vad som får sägas.
feedback-error-motive = Skriv varför det är olämpligt att återkoppla.
done-aterkopplad = Återkopplingen är registrerad.
done-ej-aterkopplad = Att återkoppling inte ges är registrerat med skäl.
done-aterkoppling-onskad = Önskan om återkoppling är registrerad.
