### A report that turned out to be something else.

reroute-title = Does not belong here
reroute-lead = What was registered was no report but something else, such as an application or a question. Pass it on first. A report is always assessed for protection, also if the child lives in another municipality. The report ends, and what was told stays in the file.
reroute-too-late = The report has been assessed or ended already. What has become known since is written as a note.
reroute-motive = What was it, and where has it been passed on?
reroute-sign = End the report
done-hor-inte-hit = The report is ended: it did not belong here.
