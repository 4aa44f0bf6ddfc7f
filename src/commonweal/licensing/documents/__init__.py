"""The shape of output about licences, and the sentences behind the keys of rules and packs."""
