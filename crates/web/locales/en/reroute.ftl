### A report that turned out to be something else.

reroute-title = Does not belong here
reroute-lead = What was registered was no report, or another municipality or unit is to receive it. Pass it on first. The report ends, and what was told stays in the file.
reroute-too-late = The report has been assessed or ended already. News about it are written as a note.
reroute-motive = What was it, and where has it been passed on?
reroute-sign = End the report
done-hor-inte-hit = The report is ended: it did not belong here.
