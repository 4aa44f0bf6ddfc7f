"""Guidance: what to do, in plain words, by whom, how long it takes, and which page of this product does it.

Nouns: Guide edition. Pages are Markdown files shipped with the program, one per language, dated and numbered.
A curator may write an edition of a page; it stands beside the shipped one until it is replaced or taken away, and a
newer shipped version says so. Paths put pages in an order for a kind of work; words of the field are explained.

Records: knowledge.page_edited, .page_restored, .edition_ended.
Follows: none.
"""
