### Handlingar i ett arkivpaket: läses utan Lykta, när ingen längre minns det.

archived-about = Akten om { $who }. Post { $seq } i akten.
archived-in = { $about } { $matter }.
archived-signed = { $day }. Undertecknat av { $by }, nedtecknat { $written }.
archived-secret = Sekretess: { $provision }
