"""What happened, in order: the append-only journal of everything a person or a worker did.

Nouns: Event (one fact, in the past tense), Position (its place in the order), Follower (a function that reads
events by position and acts on them), Cursor (how far a follower has read).

Every action records an event in its own transaction. Positions are given afterwards by one numbering worker,
because a cursor over serial ids loses events when transactions commit out of order.

Records: nothing. Follows: nothing.
"""
