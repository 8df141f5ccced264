### What all pages share: what was just done, and when something could not be.

trouble-refused-title = That could not be done
trouble-refused = Nothing was written. Open the page again and see how things stand now.
trouble-sent-title = This form has already been sent
trouble-sent = This form has already been sent with other text. What you sent first stands. What you wrote now is not saved: send it as a new form, or copy it.
trouble-conflict-title = Something has happened since you opened the page
trouble-conflict = Nothing was written. Open the file again and read what is new before you go on.
trouble-newer-title = The file was written by a newer version
trouble-newer = It can be neither shown nor changed here until the system is updated. Nothing is lost.
trouble-elsewhere-title = The register is being moved or has moved
trouble-elsewhere = What you wrote is not saved here. Copy it, and ask whoever looks after the system where the register has moved.
trouble-full-title = There is no room for it
trouble-full = The disk is almost full, and nothing new has been saved. Tell whoever looks after the system. A document can be sent again when there is room.
trouble-busy-title = Many are working right now
trouble-busy = Try again in a moment. The same thing is never saved twice.
trouble-away-title = The server that keeps everything does not answer
trouble-away = What was saved before is still there. Nothing new has been saved. Try again in a moment.
trouble-lost-title = It is unclear whether it was saved
trouble-lost = Something broke just as it was to be saved. Send it again: if it was saved already, it is not saved twice.
done-fordelat = Distributed.
done-overtaget = The draft is yours now.
done-dag = The day is set forward.
done-sparat = Saved.
done-undertecknat = The check is signed.
done-granskat = The review is closed.
