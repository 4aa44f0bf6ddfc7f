"""Words that people use for licences, of which `licence_names` makes identifiers. Source: own collection.

All names stand without what tells nothing apart ("the", "licence", "version") and in small letters.
"""

# A family's identifier, with a place for the version, and its names.
FAMILIES: dict[str, tuple[str, ...]] = {
    "Apache-{}": (
        "apache", "apache2", "asl", "al", "apache foundation", "apache software foundation",
    ),
    "MPL-{}": (
        "mpl", "mozilla", "mozilla public", "mozilla public mpl",
    ),
    "EPL-{}": (
        "epl", "eclipse", "eclipse public", "eclipse public epl",
    ),
    "EUPL-{}": (
        "eupl", "european union public", "european union public eupl", "european public eupl",
    ),
    "CDDL-{}": (
        "cddl", "common development distribution", "common development and distribution",
        "common development and distribution cddl",
    ),
    "CPL-{}": (
        "cpl", "common public",
    ),
    "Artistic-{}": (
        "artistic", "perl artistic",
    ),
    "AFL-{}": (
        "afl", "academic free", "academic free afl",
    ),
    "OSL-{}": (
        "osl", "open", "open osl", "open software",
    ),
    "BSL-{}": (
        "boost", "boost bsl", "boost software",
    ),
    "ZPL-{}": (
        "zpl", "zope", "zope public",
    ),
    "OFL-{}": (
        "ofl", "sil open font", "sil open font ofl", "open font", "sil ofl",
    ),
    "UPL-{}": (
        "universal permissive", "universal permissive upl",
    ),
    "ECL-{}": (
        "educational community", "educational community ecl",
    ),
    "CECILL-{}": (
        "cecill", "cecill free agreement",
    ),
    "MulanPSL-{}": (
        "mulan psl", "mulan permissive", "mulan permissive mulanpsl", "mulanpsl",
    ),
    "QPL-{}": (
        "qpl", "q public", "qt public",
    ),
    "CPAL-{}": (
        "cpal", "common public attribution",
    ),
    "GFDL-{}": (
        "gfdl", "fdl", "gnu free documentation", "gnu fdl", "free documentation",
    ),
}  # fmt: skip
# Names that are in use and in no list; each means one licence only.
OTHERS: dict[str, tuple[str, ...]] = {
    "LicenseRef-scancode-public-domain": ("public domain",),
    "MIT": ("mit", "expat", "mit expat", "mit mit"),
    "ISC": ("isc", "iscl", "isc iscl", "internet systems consortium"),
    "BSD-3-Clause": (
        "bsd 3", "3 bsd", "bsd 3 clause", "3 clause bsd", "new bsd", "modified bsd", "revised bsd", "bsd new",
        "bsd three clause", "three clause bsd", "bsd 3 clause new", "bsd 3 clause revised", "3 clause",
        "bsd 3 clause new or revised", "new or revised bsd", "bsd modified", "bsd revised", "3 clauses bsd",
        "bsd 3 clauses", "bsd 3 c", "bsd 3clause", "eclipse distribution 1.0", "edl 1.0",
        "eclipse distribution 1.0 edl",
    ),
    "BSD-2-Clause": (
        "bsd 2", "bsd 2 clause", "2 clause bsd", "simplified bsd", "bsd simplified", "bsd two clause",
        "two clause bsd", "bsd 2 clause simplified", "bsd 2 clauses", "2 clauses bsd", "bsd 2 c", "bsd 2clause",
    ),
    "BSD-4-Clause": (
        "bsd 4 clause", "4 clause bsd", "original bsd", "bsd original", "old bsd", "bsd old", "bsd 4",
        "bsd 4 clause original or old", "four clause bsd",
    ),
    "0BSD": (
        "bsd 0 clause", "0 clause bsd", "zero clause bsd", "bsd zero clause", "zero bsd", "bsd zero", "bsd 0 c",
        "0 bsd", "free public 1.0.0",
    ),
    "BSD-1-Clause": ("bsd 1 clause", "1 clause bsd"),
    "Unlicense": ("unlicense",),
    "CC0-1.0": (
        "cc 0", "cc0", "cc zero", "creative commons zero", "cc 0 1.0", "cc 0 1.0 universal",
        "cc 0 1.0 universal cc 0 1.0 public domain dedication", "creative commons zero 1.0", "creative commons cc 0",
        "creative commons cc 0 1.0",
    ),
    "WTFPL": ("wtfpl", "do what f you want to public", "do what fuck you want to public"),
    "Zlib": ("zlib", "zlib libpng", "libpng zlib"),
    "BSL-1.0": ("boost",),
    "PostgreSQL": ("postgresql", "postgres"),
    "MS-PL": ("microsoft public", "ms pl", "mspl"),
    "MS-RL": ("microsoft reciprocal", "ms rl"),
    "BlueOak-1.0.0": ("blue oak", "blue oak 1.0.0", "blue oak model 1.0.0"),
    "Sleepycat": ("sleepycat",),
    "Beerware": ("beerware",),
    "JSON": ("json",),
    "Vim": ("vim",),
    "OpenSSL": ("openssl",),
    "curl": ("curl",),
    "MIT-0": ("mit 0", "mit no attribution"),
    "BUSL-1.1": ("business source 1.1", "busl 1.1"),
    "Elastic-2.0": ("elastic 2.0", "elastic 2"),
    "SSPL-1.0": ("server side public", "sspl"),
    "W3C": ("w 3 c",),
}  # fmt: skip
# Names in lists that people use for several licences.
LEFT_OPEN = frozenset(
    (
        "gpl", "lgpl", "agpl", "gnu", "python", "psf", "bsd", "apache", "unicode", "x", "x11", "mpl", "epl", "psf 2.0",
        "psf 2", "x mit", "mit x11", "mit x", "python software foundation 2.0", "python foundation 2.0",
    )
)  # fmt: skip
