"""Which licences the software has, what they ask of those who use it, and what the rules of an office say to them.

Nouns: Conclusion, SystemUse, Fulfilment, PolicyChoice. A licence, an expression, a policy, an obligation and a piece of
advice are values, read from packs and worked out when asked.

Records: licensing.licence_concluded, .conclusion_ended, .use_said, .obligation_fulfilled, .fulfilment_ended,
.policy_chosen, .policy_choice_ended.
Follows: none.
"""
