"""The closed lists of publiccode.yml, and the names that keys had in older versions.

Source: publiccode.yml 0.7.0 (publiccodeyml/publiccode.yml, CC0-1.0): categories-list, scope-list, aliases-list and
schema.core; keys per version from the documentation of each tag.
"""

LATEST_VERSIONS = frozenset({"0", "0.7", "0.7.0"})
# What the reference parser accepts; every one of them is judged by the newest rules.
SUPPORTED_VERSIONS = (
    "0", "0.2", "0.2.0", "0.2.1", "0.2.2", "0.3", "0.3.0", "0.4", "0.4.0", "0.5.0", "0.5", "0.7.0", "0.7",
)  # fmt: skip

CATEGORIES = frozenset(
    [
        "accounting",
        "agile-project-management",
        "applicant-tracking",
        "application-development",
        "appointment-scheduling",
        "backup",
        "billing-and-invoicing",
        "blog",
        "budgeting",
        "business-intelligence",
        "business-process-management",
        "cad",
        "call-center-management",
        "cloud-management",
        "collaboration",
        "communications",
        "compliance-management",
        "contact-management",
        "content-management",
        "crm",
        "customer-service-and-support",
        "data-analytics",
        "data-collection",
        "data-visualization",
        "design",
        "design-system",
        "digital-asset-management",
        "digital-citizenship",
        "document-management",
        "donor-management",
        "e-commerce",
        "e-signature",
        "educational-content",
        "email-management",
        "email-marketing",
        "employee-management",
        "enterprise-project-management",
        "enterprise-social-networking",
        "erp",
        "event-management",
        "facility-management",
        "feedback-and-reviews-management",
        "financial-reporting",
        "fleet-management",
        "fundraising",
        "gamification",
        "geographic-information-systems",
        "grant-management",
        "graphic-design",
        "help-desk",
        "hr",
        "ide",
        "identity-management",
        "instant-messaging",
        "integrated-library-system",
        "inventory-management",
        "it-asset-management",
        "it-development",
        "it-management",
        "it-security",
        "it-service-management",
        "knowledge-management",
        "learning-management-system",
        "marketing",
        "mind-mapping",
        "mobile-marketing",
        "mobile-payment",
        "network-management",
        "office",
        "online-booking",
        "online-community",
        "other",
        "payment-gateway",
        "payroll",
        "predictive-analysis",
        "procurement",
        "productivity-suite",
        "project-collaboration",
        "project-management",
        "property-management",
        "real-estate-management",
        "regulations-and-directives",
        "remote-support",
        "resource-management",
        "sales-management",
        "seo",
        "service-desk",
        "social-media-management",
        "survey",
        "talent-management",
        "task-management",
        "taxes-management",
        "test-management",
        "time-management",
        "time-tracking",
        "translation",
        "video-conferencing",
        "video-editing",
        "visitor-management",
        "voip",
        "warehouse-management",
        "web-collaboration",
        "web-conferencing",
        "website-builder",
        "whistleblowing",
        "workflow-management",
    ]
)

# Which version first knew a category; the rest are there since 0.2.
CATEGORIES_ADDED = {
    "0.3.0": frozenset({"educational-content", "whistleblowing"}),
    "0.4.0": frozenset({"design", "design-system", "integrated-library-system", "regulations-and-directives"}),
    "0.5.0": frozenset({"other"}),
}

SCOPES = frozenset(
    [
        "agriculture",
        "culture",
        "defence",
        "education",
        "emergency-services",
        "employment",
        "energy",
        "environment",
        "finance-and-economic-development",
        "foreign-affairs",
        "government",
        "healthcare",
        "infrastructures",
        "justice",
        "local-authorities",
        "manufacturing",
        "research",
        "science-and-technology",
        "security",
        "society",
        "sport",
        "tourism",
        "transportation",
        "welfare",
    ]
)

SOFTWARE_TYPES = (
    "standalone/mobile",
    "standalone/iot",
    "standalone/desktop",
    "standalone/web",
    "standalone/backend",
    "standalone/other",
    "addon",
    "library",
    "configurationFiles",
)
DEVELOPMENT_STATUSES = ("concept", "development", "beta", "stable", "obsolete")
MAINTENANCE_TYPES = ("internal", "contract", "community", "none")
# An open list: these are what the standard suggests.
PLATFORMS = ("web", "windows", "mac", "linux", "ios", "android")

SUPPORTS_ALIASES = {
    "gdpr": "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    "eidas": "https://eur-lex.europa.eu/eli/reg/2014/910/oj",
    "nis2": "https://eur-lex.europa.eu/eli/dir/2022/2555/oj",
    "cra": "https://eur-lex.europa.eu/eli/reg/2024/2847/oj",
    "spid": "https://www.spid.gov.it/",
    "cie": "https://www.cartaidentita.interno.gov.it/",
    "anpr": "https://www.anpr.interno.it/",
    "pagopa": "https://www.pagopa.gov.it/",
    "io": "https://io.italia.it/",
}

# Hosts that embed their videos in other pages; a pack of facts that grows by use, never a reason to refuse a file.
VIDEO_HOSTS = frozenset(
    {
        "archive.org", "dai.ly", "dailymotion.com", "diode.zone", "framatube.org", "loom.com", "m.youtube.com",
        "media.ccc.de", "odysee.com", "peertube.tv", "player.vimeo.com", "playlist.framatube.org", "streamable.com",
        "ted.com", "tilvids.com", "twitch.tv", "vid.me", "vimeo.com", "webtv.un.org", "wistia.com", "youtu.be",
        "youtube-nocookie.com", "youtube.com",
    }
)  # fmt: skip

# Keys of the Italian section that say what `supports` says since 0.7; 0.2 called gdpr "privacy".
ITALIAN_SUPPORTS = {
    "piattaforme": {"spid": "spid", "cie": "cie", "anpr": "anpr", "pagopa": "pagopa", "io": "io"},
    "conforme": {"gdpr": "gdpr", "privacy": "gdpr"},
}

# Every key of the Italian section's two parts that hold yes or no.
ITALIAN_KEYS = {
    "conforme": ("lineeGuidaDesign", "modelloInteroperabilita", "misureMinimeSicurezza", "gdpr"),
    "piattaforme": ("spid", "cie", "anpr", "pagopa", "io"),
}

# Old or misspelt name → today's name, wherever it stands. The first group was right once (0.1), the second never.
RENAMED_KEYS = {
    "publiccode-yaml-version": "publiccodeYmlVersion",
    "tags": "categories",
    "onlyFor": "scope",
    "featureList": "features",
}
MISSPELT_KEYS = {
    "publiccodeYamlVersion": "publiccodeYmlVersion",
    "landingUrl": "landingURL",
    "intendedaudience": "intendedAudience",
    "maintainance": "maintenance",
    "localization": "localisation",
    "organization": "organisation",
    "licence": "license",
}
