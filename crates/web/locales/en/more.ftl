### More: help, keys, language and law data.

more-law = Law data
more-law-version = Version { $version }: { $rules } rules of time and { $decisions } types of decision.
more-law-reviewed = { $unreviewed } of { $rules } rules of time have not been reviewed by a lawyer. { $uncertain } are uncertain besides. Each clock says how sure its rule is.
more-law-driven = { $acts } of the rules start and stop clocks by what is done in Lykta, { $hand } only when somebody records that something has happened; the rest wait for parts that are not yet built.
more-keys = Keys
more-key = Key
more-does = What it does
more-key-off = off
more-keys-off = Switch single-letter keys off
more-keys-on = Switch single-letter keys on
more-language = Language
more-about = About Lykta
more-about-lykta = Lykta is free software (EUPL-1.2) for the social services’ work with children and young people. Everything written is sealed and chained, so that nothing can vanish or change unseen.
more-about-demo = This is a demonstration: nobody here is real.
more-gallery = See every part
key-find = Finds on the page
key-send = Presses the page’s main button
key-help = Help
key-urgent = Opens the most urgent thing of My day
key-next = Next row
key-previous = Previous row
more-drafts = Drafts left lying
more-drafts-text = A draft that nobody has saved for so many days is shown to whoever leads the unit, and can be taken over.
more-days = Number of days
more-drafts-save = Save
more-error-days = Write a number of days between 1 and 365.
