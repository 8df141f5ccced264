### Received documents.

document-page = Received document
document-file = File
document-on-paper = The document exists on paper only
document-what = What is it?
document-sender = From whom?
document-channel = How did it come?
document-day = Received
document-time = Time
document-deemed-other = Counts as arrived on another day
document-deemed-hint = What lay in the mailbox when it was emptied, or was fetched from the post, counts as arrived on the working day before.
document-register = Register
document-error-missing = Choose the file, or tick that the document exists on paper only.
document-error-title = Write what it is, for example Certificate from the child health centre.
document-error-sender = Write whom it comes from.
done-handling = The document is registered.
document-siblings = Register in the siblings’ files too
