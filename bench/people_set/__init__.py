"""A labelled set of people in mail: who has which addresses, written by hand before what it measures.

`persons.txt` says who is who, `mails.txt` holds mails that are written by hand; `reading` reads both, `writing` makes
the mails, the same each time. Everybody is invented. `python -m bench.people_set FOLDER` writes people.mbox and
truth.json: for each address its person, for each person names, titles, companies and phones.
"""
