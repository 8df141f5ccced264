### Att visa igen vem man är, innan det som är skyddat mer.

step-up-title = Visa igen vem du är
step-up-lead = Det du ska göra kräver att du nyss har visat vem du är. Sedan kommer du tillbaka dit du var.
step-up-demo = Visa vem jag är
step-up-demo-hint = I övningen räcker ett tryck. På riktigt är det kortet och koden.
