### Drafts: what lists call the forms.

draft-form-note = Note
draft-form-addendum = Addendum to a note
draft-form-protection = Protection assessment
draft-form-preliminary = Preliminary assessment
draft-form-decision = Decision
draft-form-feedback = Feedback
draft-form-report = Report
draft-form-document = A document
draft-form-record = A decision made elsewhere
draft-form-person = A person
draft-form-other = Text
done-kastat = The draft is thrown away.
