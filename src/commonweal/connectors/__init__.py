"""The network, and everything else that lies outside: git hosts, folders, lists, other catalogues.

Nouns: a *target* is where to look; a *driver* is a module that knows one kind of source; it yields *pages* of
*repositories*, and for a repository its *metadata files*. Failures are in `failures`. Knows nothing of Django.
"""
