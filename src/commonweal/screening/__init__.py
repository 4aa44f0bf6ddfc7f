"""May I use this, may I publish that, may I contribute there: answered at once with reasons, or by a person in time.

Nouns: Request, Ruling. An answer (a colour, and reasons by licence, weaknesses, end of life, health and policy) is
worked out when asked and kept with the request as it was then. What the policy lets pass is approved at once, by the
fast lane; what a person ruled once answers the next request for the same; the rest waits for a person with a clock.

Records: screening.requested, .ruled, .withdrawn, .reopened.
Follows: none.
"""
