"""THE DATABASE: the only SQL of the project.

One file of query functions a subject; they are synchronous, take a
:class:`~storage.kit.transaction.Transaction` first, return frozen records, and write their own audit row.
"""
