"""Documents that the tests of publiccode.yml start from; all names are made up."""

LONG = "It registers what citizens ask for and tells them, in plain words, what became of it. " * 3

COMPLETE = f"""\
publiccodeYmlVersion: "0"
name: Borgo Desk
applicationSuite: Borgo Suite
url: https://git.esempia.example/borgo/desk
landingURL: https://desk.esempia.example/
isBasedOn: https://git.esempia.example/other/desk
softwareVersion: "2.10"
releaseDate: 2026-03-01
logo: docs/logo.svg
platforms: [web, linux]
categories: [help-desk, workflow-management]
usedBy: [Municipality of Borgo, Municipality of Lago]
fundedBy:
  - name: Region of Monte
    uri: urn:x-esempia:region:monte
roadmap: https://desk.esempia.example/roadmap
developmentStatus: stable
softwareType: standalone/web
supports:
  - id: alias:gdpr
  - id: urn:iso:std:iso:27001
organisation:
  name: Municipality of Borgo
  uri: https://esempia.example/id/borgo
intendedAudience:
  countries: [IT, FR]
  unsupportedCountries: [US]
  scope: [local-authorities]
description:
  en:
    localisedName: Borgo Desk
    shortDescription: Answers citizens.
    longDescription: "{LONG}"
    documentation: https://desk.esempia.example/docs
    apiDocumentation: https://desk.esempia.example/api
    features: [Tickets, Letters]
    screenshots: [docs/one.png]
    videos: [https://video.esempia.example/1]
    awards: [Best desk]
  it-CH:
    shortDescription: Risponde ai cittadini.
    longDescription: "{LONG}"
    features: [Richieste]
legal:
  license: AGPL-3.0-or-later
  mainCopyrightOwner: Municipality of Borgo
maintenance:
  type: contract
  contractors:
    - name: Officina
      until: 2027-12-31
      email: desk@officina.example
      website: https://officina.example/
localisation:
  localisationReady: true
  availableLanguages: [en, it]
dependsOn:
  open:
    - name: PostgreSQL
      versionMin: "15"
      optional: false
  hardware:
    - name: Card reader
"""
