"""Everything a person can do with assessments, one function each."""
