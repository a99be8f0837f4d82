"""The brief of a run: built once a language from the run folder, then written by thin writers.

    brief = build(Run.open(folder), "zh")     # sections of paragraphs, tables and drawings
    docx_file(brief); xlsx_file(brief)        # bytes; the page is results/report.py

Every number of a brief is a `Value`: its text, the number behind it, and the place in the run
folder where anybody can look it up. Writers write texts; none computes or rounds anything.
"""
