### Varför en kollega i enheten läser en akt som är någon annans.

reason-title = Varför behöver du läsa akten?
reason-what = Akten finns i din enhet, men du har ingen del i den.
reason-then = Behöver du ändå läsa nu anger du varför. Skälet står under Vem har läst. Du kan sedan läsa, men inte skriva, i en timme.
reason-why = Skäl
reason-words = Beskriv kort
reason-go = Ange skäl och läs
reason-missing = Välj varför du behöver läsa akten.
reason-words-missing = Beskriv med några ord vad du ska göra.
search-for-a-reason = Läs med angivet skäl
head-by-reason = Du läser med ett angivet skäl och kan inte skriva
