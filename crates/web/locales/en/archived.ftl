### Documents of a package for the archive: read without Lykta, when nobody remembers it. Packages are in Swedish; this is for whoever works on it.

archived-about = The file about { $who }. Entry { $seq } of the file.
archived-in = { $about } { $matter }.
archived-signed = { $day }. Signed by { $by }, written down { $written }.
archived-secret = Secrecy: { $provision }
