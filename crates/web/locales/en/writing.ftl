### The investigation is written, checked and read.

row-shared = Go on writing the investigation
row-shared-when = begun
step-plan = Plan the investigation
step-write = Write the investigation
link-plan = The plan
link-writing = The investigation
writing-title = Write the investigation
writing-questions = Questions to answer
writing-no-plan = There is no plan yet.
writing-reports = Reports during the investigation:
report-read = Read the report of { $day }
writing-signed = What was signed on { $day }
writing-outline = Contents
writing-facts = What has come to light?
writing-more = Voices, assessment and questions
writing-voices = Voices and assessment
writing-answers = Which question does it answer?
writing-quoted = Quoted from the file
writing-mentions = { $n ->
    [one] The file already says one thing about this
   *[other] The file already says { $n } things about this
}
writing-source = { $what }, { $who }, { $when }
writing-quote-gone = What was quoted has been moved to another file
writing-amended = Addendum by { $who }: { $text }
writing-disputed = Disputed: { $text }
writing-child = What { $name } says
writing-child-text = The child’s view, in the child’s words
writing-child-more = Not heard, or says something in confidence
writing-factors = Protection and risk
writing-factors-open = Protective and risk factors
writing-factor-kind = What is it?
writing-factor-area = Area
writing-factor = What protects, or is a risk?
writing-according-to = According to (empty: our assessment)
writing-protective = Protects
writing-risk = Risk
writing-protects = What protects
writing-risks = What is a risk
writing-instruments = Assessment instruments
writing-instruments-open = Assessment instruments that were used
writing-instruments-hint = Only the result. The instruments’ own questions are mostly licensed.
writing-instrument-name = Name
writing-instrument-version = Version
writing-instrument-day = Day
writing-instrument-by = Who answered?
writing-instrument-result = Result
writing-analysis = Analysis
writing-analysis-text = What does it mean for the child?
writing-proposal = Proposal
writing-proposal-text = What do you propose?
writing-saved-by = { $who } saved { $when }
writing-add = Add an area
writing-add-go = Add
writing-check = Check
writing-save = Save
writing-clash = Somebody else has written at the same time
writing-clash-text = Both texts are here. Take what should be kept into your own and save again.
writing-theirs = This is what is saved.
writing-theirs-hint = Your text stands in the fields and is not saved yet. It replaces the saved one when you save again.
writing-signed-meanwhile = The investigation was signed while you wrote. Your text is still here and is not saved.
error-writing-quote-gone = What is quoted is no longer in the file. Clear the box.
error-writing-instrument = Write what the instrument is called.
error-writing-result = Write what the instrument showed.
writing-check-title = This is how it will stand
writing-news-title = The text has changed since you read it
writing-news = { $who } has written in { $where }, { $when }.
writing-news-other = Something that is quoted or asked has changed. Read the text again.
writing-untied = Which question does it answer?
writing-unanswered = Can it be answered?
writing-ask-child = What does { $name } say?
writing-ask-analysis = What does it mean for the child?
writing-ask-proposal = What do you propose?
writing-kept-title = Before anybody else reads it
writing-kept = { $n ->
    [one] { $who }: one statement is to be tested or must not be given
   *[other] { $who }: { $n } statements are to be tested or must not be given
}
writing-sign = Sign
writing-back = Go on writing
writing-from = from { $what }, { $when }
writing-anew = Write anew
writing-to-child = To the child
writing-document = Investigation
writing-about = About { $name }
done-utredning = The investigation is signed.
