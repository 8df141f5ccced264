### Who has read.

readers-title = Who has read
readers-title-of = Matter { $number } – Who has read
readers-back = To the file
readers-count = { $n ->
    [one] The file has been opened once.
   *[other] The file has been opened { $n } times.
}
readers-what-counts = The page counts openings, this one too. Whether who opened also read cannot be seen.
readers-more = Only the latest are shown.
readers-former = Former employee
readers-summary = { $n ->
    [one] once, { $last }
   *[other] { $n } times, latest { $last }
}
readers-day = Day
readers-part = What
readers-basis = On what basis
readers-times = Opened
readers-n-times = { $n ->
    [one] once
   *[other] { $n } times
}
part-child = The child’s page
part-timeline = The timeline
part-form = A form
part-letter = A letter
part-document = A document
part-readers = Who has read
part-act = Wrote in the file
part-draft = Took over a draft
part-archive = What is kept, for the archive
basis-disposal = Destruction and archive
basis-assigned = Responsible worker
basis-co-worker = Second worker
basis-stands-in = Stood in for a worker who was away
basis-manager = Leads the unit
basis-asked = Asked to decide
basis-reception = Reception, before the matter was distributed
basis-blind = Reception, attached a report without seeing the file
part-reason = Said why
basis-stated = Colleague with a stated reason
readers-reasons = Stated reasons
readers-before = Opened in another file before it was moved here
readers-before-why = This first stood in another child’s file. These had opened that file while it stood there.
readers-before-nobody = Nobody had opened it.
part-glass = Broke the glass
part-glass-review = Reviewed a broken glass
basis-glass = Broken glass
basis-review = Reviews the reading
readers-glass = Broken glass
readers-reviewed = Reviewed by { $who } { $when }.
readers-reviewing = Under review by whoever leads the unit.
readers-copies = Print without names, to:
readers-copy-back = To Who has read
readers-copy-title = Who has read in the file
readers-copy-lines = Openings, the latest first
readers-copy-what = This tells who in social services has opened the file: day, unit and role, on what ground and which part. Whether whoever opened also read is not seen.
readers-copy-left-out = What cannot be given out now by the Public Access to Information and Secrecy Act may have been left out.
readers-copy-test = Test the list before you hand it over. This is left out by rules; what they cannot know is yours to test.
readers-copy-cut = The list has the latest { $n } openings. Older ones are not in it.
readers-copy-changed = Something that was to be left out does not stand so in the list any more. Choose again.
readers-copy-waits = Waits: { $what }. { $provision }
