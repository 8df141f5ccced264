### The gallery: words only it uses.

gallery-title = Gallery
gallery-clocks = Clocks
gallery-line = The timeline
gallery-form = Forms
gallery-notices = Notices
gallery-table = Distributed matters
gallery-beside = Beside
gallery-beside-text = What stands here is good to have, never what one must have.
gallery-number = The child’s identity number
gallery-number-hint = Twelve digits, for example 20158211-2395
gallery-callback = Telephone of the person who reports
gallery-day = Which day did it happen?
gallery-role = The reporter’s role
gallery-note = What happened?
gallery-note-hint = Write what you saw and heard. Mark the child’s words as its own.
gallery-acute = Does the child need protection now?
gallery-acute-hint = The assessment is made on the day the report comes.
gallery-concerns = What is the concern about?
gallery-reporter = Who reports?
gallery-decision = Decision
gallery-ground = Provision
gallery-reasons = Reasons
