### The report: the page where a report of concern is registered, in the order of the conversation.

report-title = Report
report-choose = Choose
report-may-not = You can only receive a report about a child whose file you have
report-may-not-why = Reports are registered by reception and emergency duty. If it is about a child whose file you have, start on the child’s page.
report-may-not-ground = How the board divides the work

## Who

report-who = Who reports?
report-category = Category
report-name = Name
report-role = Role and workplace
report-contact = Telephone
report-anonymous = Wants to be anonymous
report-wants-feedback = Wants feedback
report-informant = The information comes from: { $who }
report-error-category = Choose which category the reporter belongs to.
report-error-anonymous-name = Whoever has given a name cannot be anonymous: a name you were given must be recorded. Remove the tick, and tell the reporter that anonymity cannot be promised.

## How and when

report-how = How and when did it come?
report-channel = Way
report-day = Day
report-time = Time
report-arrival = { $channel }, { $day } { $time }
report-change = Change
report-children-hint = The identity number is enough if it is known. Write the day of birth as YYYYMMDD.
report-deemed-other = If it counts as arrived on another day, write which and why.
report-deemed = Arrived (22 § FL)
report-deemed-why = Why

## Which child

report-children = Which child is it about?
report-child = Child { $n }
report-number = Identity number
report-given = Given name
report-family = Family name
report-birth = Born
report-more = Unknown child, expected child, protected details
report-description = Unknown child: describe in a few words
report-protection = Protected details
report-estimated = The day of birth is estimated
report-unborn = Expected child – the details are the expectant parent’s
report-expected = Expected birth
report-clear = Remove
report-look-up = Look up
report-add-row = Add a child
report-siblings = The children are siblings
report-pick = Is it one of these children?
report-pick-born = { $name }, born { $day }
report-pick-new = No, another child
report-error-nobody = Write whom the report is about: identity number, name or a few words about an unknown child.
report-error-which = Somebody with the same details is here already. Choose who it is.
report-error-twice = The same child stands in two rows. Remove one.
report-error-not-yours = In one of the files you may only register the report. Remove what does not belong to it, or ask whoever has the file.
report-error-only-own = You can register a report about the child whose file you have. For other children: ask reception.

## What

report-what = What has happened?
report-concern = In the reporter’s words
report-only = Only about child { $n }
report-own = What concerns only this child
report-words = The child’s own words, as the reporter retells them
report-keep = The child does not want the guardians to know
report-document = Written report
report-document-hint = Attach it as it came, and nothing needs retyping. PDF, picture or document, at most 25 MB.
report-document-title = Written report of concern

## Reasons

report-reasons = What is the concern about?
report-reasons-parent = The parent
report-reasons-child = The child
report-reasons-violence = Violence by somebody close
report-reasons-other = Other
report-child-knows = Does the child know of the report?
report-guardians-know = Do the guardians know?
report-knows-unknown = Not known
report-knows-yes = Yes
report-knows-no = No
report-acute = It is urgent – the child may need protection now
report-register = Register the report

## Lookup beside

lookup-title = Is the child known here?
lookup-empty = Write an identity number or a name and press Enter to see what is already here about the child.
lookup-age = { $n ->
    [one] 1 year old
   *[other] { $n } years old
}
lookup-protected = Protected details
lookup-nameless = Without a name
lookup-some-unit = another unit
lookup-contact = Known here. The file is with { $unit }; contact { $who }, { $phone }. The report is put in the file without you seeing it.
lookup-contact-unit = Known here. The file is with { $unit }. The report is put in the file without you seeing it.
lookup-adult = An adult, known here as somebody close.
lookup-no-file = Known here, but without a file. One is opened when the report is registered.
lookup-reports = { $n ->
    [0] The file, no earlier reports
    [one] The file, 1 earlier report
   *[other] The file, { $n } earlier reports
}
lookup-guardians = Custody:
lookup-sibling = Sibling:
lookup-add-sibling = Add
lookup-unknown-number = Child { $n }: the number is not here. A new file is opened.
lookup-nobody = Child { $n }: nobody by that name is here, or the person is protected.
