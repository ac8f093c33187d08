"""By what operators find jobs in Temporal's Web UI: ids and kinds, in the clear, and nothing else."""

USER = "KithUser"
MAILBOX = "KithMailbox"
KIND = "KithKind"  # the word of the workflow's id that says what it does: send, backfill, …
GENERATION = "KithGeneration"

# Each with its type, as Temporal names it.
SEARCH_ATTRIBUTES = {USER: "Keyword", MAILBOX: "Keyword", KIND: "Keyword", GENERATION: "Int"}

# What can run with the code of now. Raised by who changes payloads, workflows or where Temporal keeps their tasks so
# that older ones cannot go on: these are ended and their work is started again (docs/decisions, 13; 28 for the second).
CURRENT_GENERATION = 2
