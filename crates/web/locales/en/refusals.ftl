### The answers when something cannot be done: what is wrong and what to do about it. None of them lays blame.

## The file and the matter

refusal-file-not-open = There is no open file to write in. Find the child and start from there.
refusal-file-already-open = The file exists already. Reload the page and write in it.
refusal-not-a-childs-file = This is the expectant parent’s own file. A report about a born child is registered in the child’s file.
refusal-no-such-matter = The matter is not in this file. Go to the child’s page and choose the matter there.
refusal-wrong-kind-of-matter = That cannot be done in a matter of this kind. Go to the child’s page and choose the right matter.
refusal-matter-closed = The matter has its decision already. Go to the child’s page to see how things stand.
refusal-no-such-entry = The entry is not in this file.
refusal-not-that-entry = That cannot be done with this entry.
refusal-moved-away = The entry has been moved to another file.
refusal-not-its-words = The quotation is not word for word what stands where it was taken from, or is given to somebody who did not say it. Quote it as it stands, or write it in your own words.
refusal-kept-from-reader = The copy holds something that, as the file has it, may not be shown to whom it is for. Take it out and send again.
refusal-not-the-original = The document is not the one that was received here. Send the file again, and register it with just what the answer said.
refusal-id-taken = This has been saved already. Go to the child’s page to see it.
refusal-no-such-meeting = The meeting is not booked, or has ended already.
refusal-no-such-proposal = The proposal has been answered or withdrawn already.
refusal-tagged-violent = The report is tagged with violence by somebody close and must be assessed for protection. If the tag is wrong, correct it first, with reasons.
refusal-done-already = It is done already. Go to the child’s page to see it.
refusal-nothing-to-correct = It says so already. Nothing needs correcting.
refusal-proposal-exists = The proposal has been sent already.

## Missing

refusal-missing-occurred = Write when it happened.
refusal-missing-arrived = Write when it arrived.
refusal-missing-deemed = Write why it counts as arrived on another day than it was received.
refusal-missing-channel = Choose how it arrived.
refusal-missing-reporter = Write who reports: name or role. Tick anonymous if the person wants to be.
refusal-missing-concern = Write what has happened, or attach the written report.
refusal-missing-reasons = Choose a reason from the list.
refusal-missing-outcome = Choose what it came to.
refusal-missing-paragraph = Write the number of the paragraph in the minutes.
refusal-missing-motive = Write the reasons.
refusal-missing-text = Write what it should say.
refusal-missing-until = Choose the new last day.
refusal-missing-person = Write whom it concerns.
refusal-missing-way = Choose in which way.
refusal-missing-child-view = Write what the child has said, or choose why the child has not been heard.
refusal-missing-questions = Write which questions the investigation is to answer.
refusal-missing-worker = Choose who is to do it.
refusal-missing-document = Attach the document.
refusal-missing-kind = Choose which kind it is.

## Times

refusal-in-future = The time lies in the future. Write when it happened.
refusal-before-birth = The day lies before the child’s birth. Check the day and the date of birth.
refusal-before-arrival = The time lies before the day the report arrived. Check both.
refusal-not-later = Choose a day later than the last day so far.
refusal-bad-day = There is no such day. Write it as 2026-11-24.
refusal-bad-time = The time cannot be read. Write it as 14:02.

## Choices and texts

refusal-unknown-code = The choice is not in the list today. Choose another.
refusal-reason-not-accepted = That reason is not enough by law. Choose another, or make another decision.
refusal-text-too-long = The text is { NUMBER($length) } characters, at most { NUMBER($limit) } are allowed. Divide it into several notes or attach it as a document.
refusal-control-character = The text holds a character that does not show and cannot be saved. It often helps to type the line instead of pasting it.
refusal-broken-text = Part of the text was broken on its way here. Type the characters that look like a question in a box again.
refusal-other = It could not be saved. Reload the page and try again.

## The law

refusal-demands = The decision { $kind } demands that something else is done first ({ $provision }).
refusal-demands-protection-assessed = Sign the protection assessment first ({ $provision }).
refusal-demands-investigation-running = There is no running investigation to link to ({ $provision }).
refusal-barred = The decision { $kind } cannot be made as things stand ({ $provision }).
refusal-barred-violence-tagged = The report is tagged as violence by somebody close, and then an investigation is to be opened ({ $provision }). If the tag is wrong it can be corrected with reasons.
refusal-asks = The row about this in Lykta is uncertain ({ $provision }). Read the law, and tick that you have considered it.
refusal-recorded-only = The decision { $kind } is not made in Lykta yet. Record it instead as a decision made elsewhere.
refusal-not-authorised-floor = The decision is made by at least { $lowest }. By law it may not be made as low as yours ({ $ground }). Send it as a proposal.
refusal-not-authorised-order = The decision is made by at least { $lowest } by the delegation order, point { $ground }. Send it as a proposal.
refusal-not-authorised-not-delegated = The board has not delegated the decision. It is made by { $lowest }. Send it as a proposal.
refusal-not-authorised-qualification = The decision demands the qualification of 25 kap. 1 § SoL (2025:400). Send it as a proposal to a colleague who has it.

## Feedback

refusal-reporter-not-mandated = Feedback by law is given only to those who must report.
refusal-feedback-does-not-match = The answer does not match what was decided. Say exactly what is true and no more.
refusal-nothing-decided-yet = There is no decision to give feedback on yet.

## People

refusal-person-already-registered = The person is registered already.
refusal-person-not-registered = The person is not registered yet.
refusal-person-nothing-to-know-them-by = Write a name, an identity number or a few words about who it is.
refusal-person-blank = The field is empty. Write the new fact, or let the old one stand.
refusal-person-birth-in-future = The day of birth lies in the future. If it is about an expected child, choose that instead.
refusal-person-birth-too-long-ago = Nobody is that old. Check the year.
refusal-person-dated-in-future = The fact is dated in the future. Write the day it was given.
refusal-person-real-number-in-demo = The number could belong to a real person. The practice municipality only takes invented numbers, with the month plus 80.
refusal-person-address-of-protected = The person’s details are protected. No address may be kept here.
refusal-person-links-assumed-identity = The person has a new identity that may not be linked to the old one. Register a new person.
refusal-person-not-their-number = That number is not the person’s.
refusal-person-nothing-changes = It says so already. Nothing has changed.
refusal-person-missing-reason = Write why: how the error was found, or why the protection is lowered.
refusal-person-too-long = At most { NUMBER($limit) } characters are allowed. Make it shorter.

## Identity numbers

refusal-identity-length = An identity number has ten or twelve digits. Write it as YYYYMMDD-NNNN.
refusal-identity-digits = The number holds a character that does not belong there. Write digits only, and perhaps a hyphen.
refusal-identity-date = There is no such day as the number says. Check the digits.
refusal-identity-not-born = By the number the person is not born yet. Check the year.
refusal-identity-serial = The three digits after the day of birth cannot be 000. Check the digits.
refusal-identity-check = The last digit does not follow from the others. Some digit is wrong.

## Levels of the delegation order

level-case-worker = case worker
level-emergency-duty = emergency duty
level-first-social-worker = first social worker
level-unit-head = unit head
level-chair = the chair of the board
level-committee = the committee
level-board = the board
level-court = a court
refusal-has-its-own-form = This is not recorded as an event. Use the report’s own page, where what the law demands comes along.
refusal-about = { $who }: { $text }
error-sibling-gone = A sibling that was ticked cannot be taken along any more: it is done already, or somebody else has the file. The rest stands; send again if that is right.
error-sibling-new = { $who } has been added since the page was opened. Check and send again.
error-unknown-id = That choice is not there, or not any more. Choose again.

refusal-missing-depth = Choose how far the investigation goes.
refusal-missing-areas = Choose what to investigate.
refusal-missing-checks = Write a day.
refusal-missing-service = Choose which service it is about.
refusal-missing-answer = Choose what the person answered.
refusal-missing-review = Write when the service is to be followed up.
refusal-missing-goal = Write at least one goal.
refusal-missing-best-interests = Write what is best for the child and how it was weighed.
refusal-no-such-decision = The decision is not in this file.
refusal-not-in-file = What is chosen is not in this file. Choose among what is shown.
refusal-nothing-written = The investigation is not written. Sign it first, so that there is something to be given.
refusal-nothing-assigned = There is no assignment to answer.
refusal-off-scale = The value lies outside the goal’s scale.
refusal-text-has-changed = The text has changed since it was shown. Read it again and then sign.
refusal-consent = Not everybody who must consent has done so ({ $provision }). Write the consent in, or choose another way.
refusal-consent-one = Only one guardian has consented ({ $provision }). The committee may decide that the service is given anyway, if the child’s best interests require it.
refusal-demands-investigation-written = The investigation must be written and signed before the decision ({ $provision }).
refusal-demands-communicated = All parties must have been given the investigation and time to answer, or been left out with reasons ({ $provision }).
refusal-demands-applied-for = There is no application to reject ({ $provision }).
refusal-asks-investigation-running = The child is being investigated already. Link the report to that investigation, or tick that a new one is needed all the same ({ $provision }).
refusal-demands-closed-without-service = Only an investigation that was closed without a service is followed up like this ({ $provision }). Here the service is followed up instead.
refusal-asks-consent = The law’s demand for consent is not certainly met ({ $provision }). Confirm that it has been considered.
refusal-beyond-power = The time that the law gives ends on { $day } ({ $provision }). The decision is not made after that day and lasts no longer.
refusal-asks-communicated = The parties are to have been given what the decision rests on and to have had time to answer, unless an exception holds ({ $provision }). Confirm that it is so.

## What refusals with values of their own mean, in general words
refusal-means-missing = Something that must be given is missing in the field.
refusal-means-recorded-only = Such a decision is not made in Lykta yet. Record it as made elsewhere.
refusal-means-demands = The law demands that something else is done first.
refusal-means-barred = The law bars the decision as things stand.
refusal-means-asks = An uncertain row of law speaks against it. Say that it has been considered.
refusal-means-consent-lacking = Not everybody who must consent has done so.
refusal-means-beyond-power = The time that the law gives has ended, or it lasts longer than that.
four-eyes-unproposed = Somebody else must see the decision first: the delegation order, point { $point }, demands four eyes. Send it as a proposal.
four-eyes-own = You made the proposal yourself, and the delegation order, point { $point }, demands four eyes. Somebody else decides.
four-eyes-in-place = You stand in for whoever made the proposal, and the delegation order, point { $point }, demands four eyes. Somebody else decides.
refusal-means-four-eyes = The delegation order demands four eyes: whoever proposes does not decide, nor does somebody who stands in for them. Send it as a proposal to somebody else.
refusal-means-not-authorised = Whoever decides may not make such a decision. Send it as a proposal.
refusal-means-person-too-long = The text about the person is too long.

refusal-no-such-request = There is no such request in the file.
refusal-nothing-given = Nothing is given. That is a refusal, and is decided by itself.
refusal-ground-bars = The data may not be disclosed on that ground ({ $provision }). Choose another ground.
refusal-means-ground-bars = The data may not be disclosed on that ground. Choose another ground.
refusal-decisions-are-given = A party may always read what has been decided. Give the decision.
refusal-not-against-the-child = That ground protects the child against the guardian. It does not hold against the child itself.
refusal-not-a-party = The one who is chosen is not a party in the matter. A child is a party from the age of 15, and a guardian for as long as the custody lasts. The child itself, and whoever has custody, can ask for what stands about the child.
refusal-not-their-data = What stands about the child is asked for by the child itself, or by whoever has custody today. Others can ask for an official document.
refusal-no-consent-to-share = There is no consent in force that is for that receiver and reaches all that is given. Ask for consent first, or choose another ground.
refusal-nothing-carries = Choose what it rests on: a consent, or a provision that lets it be given without.
