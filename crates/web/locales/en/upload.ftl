### Files that are uploaded.

upload-too-large = The file is larger than 25 MB. Divide it, or save it with lower resolution.
upload-empty = The file is empty. Check that it is the right file and choose it again.
upload-unknown-kind = The file is of a kind that Lykta cannot take. Save it as PDF, or as a picture (JPEG, PNG, TIFF).
upload-again = Choose the file again. The browser cannot keep it when the page is reloaded.
upload-hint = PDF, picture or document, at most 25 MB. It is sealed as it came.
