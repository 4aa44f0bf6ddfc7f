"""Charts, maps and networks as SVG text: pure functions from values to drawings, without Django.

Colours come from style sheets by class name; no meaning hangs on a colour alone, and every mark has a title.
"""
