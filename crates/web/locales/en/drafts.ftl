### Drafts: what lists call the forms.

draft-form-note = Note
draft-form-addendum = Addendum
draft-form-protection = Protection assessment
draft-form-preliminary = Preliminary assessment
draft-form-decision = Decision
draft-form-feedback = Feedback
draft-form-report = Report
draft-form-document = A document
draft-form-record = A decision made elsewhere
draft-form-person = A person
draft-form-change = Change of a decision
draft-form-stand = Application and consent
draft-form-other = Text
done-kastat = The draft is thrown away.
draft-text-lead = The file is not open to you any more, but the text is yours. Copy it and give it to whoever has the matter, or throw it away.
draft-throw-away = Throw the draft away
draft-clash-title = The text has been saved from another window
draft-clash = What you wrote here is not saved. Open the form again, compare, and add what is missing.
draft-gone-title = The draft is no longer there
draft-gone = It has been signed, thrown away or taken over. What you wrote here is not saved: copy what you need.
draft-form-communication = Communication
draft-form-told = Notice of a decision
