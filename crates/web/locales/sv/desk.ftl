### Det som alla sidor delar: vad som nyss gjordes, och när något inte gick.

trouble-refused-title = Det gick inte att göra
trouble-refused = Inget har skrivits. Öppna sidan igen och se hur det ser ut nu.
trouble-sent-title = Det här formuläret är redan skickat
trouble-sent = Det här formuläret är redan skickat med annan text. Det du skickade först står kvar. Det du skrev nu är inte sparat: skicka det som ett nytt formulär, eller kopiera det.
trouble-conflict-title = Något har hänt sedan du öppnade sidan
trouble-conflict = Inget har skrivits. Öppna akten igen och läs det nya innan du fortsätter.
trouble-newer-title = Akten är skriven i en nyare version
trouble-newer = Den kan varken visas eller ändras här förrän systemet har uppdaterats. Inget är förlorat.
trouble-elsewhere-title = Registret flyttas eller har flyttat
trouble-elsewhere = Det du skrev är inte sparat här. Kopiera det, och fråga den som sköter systemet vart registret har flyttat.
trouble-full-title = Det finns inte plats för det
trouble-full = Disken är nästan full, och inget nytt har sparats. Säg till den som sköter systemet. En handling kan skickas igen när det finns plats.
trouble-busy-title = Just nu är det många som arbetar
trouble-busy = Försök igen om en stund. Samma sak sparas aldrig två gånger.
trouble-away-title = Servern som sparar svarar inte just nu
trouble-away = Det som redan är sparat finns kvar. Inget nytt har sparats. Försök igen om en stund.
trouble-lost-title = Det är oklart om det sparades
trouble-lost = Det bröts just när det skulle sparas. Skicka igen: är det redan sparat blir det inte sparat två gånger.
done-fordelat = Fördelat.
done-overtaget = Utkastet är nu ditt.
done-dag = Dagen är framflyttad.
done-sparat = Sparat.
done-undertecknat = Kontrollen är undertecknad.
done-granskat = Granskningen är avslutad.
