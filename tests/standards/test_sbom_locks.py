"""Lock files of package managers become lists of software parts."""

import json

import pytest

from commonweal.standards.sbom import Component, Format, Sbom, Scope, read


def listed(content: str | dict[str, object], name: str = "") -> Sbom:
    sbom, _ = read((content if isinstance(content, str) else json.dumps(content)).encode(), name)
    assert sbom is not None
    assert sbom.format is Format.LOCK_FILE
    return sbom


def part(sbom: Sbom, name: str) -> Component:
    return next(component for component in sbom.components if component.name == name)


def arrows(sbom: Sbom) -> set[tuple[str, str]]:
    return {(links.ref, to) for links in sbom.dependencies for to in links.to}


NPM = {
    "name": "app",
    "version": "1.0.0",
    "lockfileVersion": 3,
    "packages": {
        "": {"dependencies": {"a": "^1", "lib": "*"}, "devDependencies": {"b": "^1"}},
        "node_modules/a": {
            "version": "1.2.0",
            "license": "MIT",
            "integrity": "sha512-" + "A" * 86 + "==",
            "dependencies": {"@s/c": "^2"},
        },
        "node_modules/a/node_modules/@s/c": {"version": "2.0.0", "dependencies": {"b": "*"}},
        "node_modules/b": {"version": "1.0.0", "dev": True},
        "node_modules/lib": {"resolved": "packages/lib", "link": True},
        "packages/lib": {"name": "lib", "version": "0.1.0"},
    },
}


def test_npm_packages_are_found_where_node_finds_them() -> None:
    sbom = listed(NPM)

    assert (sbom.encoding, sbom.version) == ("package-lock.json", "3")
    assert part(sbom, "@s/c").purl == "pkg:npm/%40s/c@2.0.0"
    assert arrows(sbom) == {
        (".", "node_modules/a"),
        (".", "node_modules/b"),
        (".", "packages/lib"),
        ("node_modules/a", "node_modules/a/node_modules/@s/c"),
        ("node_modules/a/node_modules/@s/c", "node_modules/b"),
    }


def test_npm_tells_development_hashes_and_licences() -> None:
    sbom = listed(NPM)

    assert part(sbom, "b").scope is Scope.EXCLUDED
    assert part(sbom, "a").licence_expression == "MIT"
    assert part(sbom, "a").hashes[0].value == "0" * 128


def test_the_tree_of_npm_version_1_is_read() -> None:
    inner = {"c": {"version": "2.0.0", "dev": True}}
    sbom = listed(
        {"name": "app", "lockfileVersion": 1,
         "dependencies": {"a": {"version": "1.0.0", "requires": {"c": "^2"}, "dependencies": inner}}}
    )  # fmt: skip

    assert part(sbom, "c").ref == "node_modules/a/node_modules/c"
    assert arrows(sbom) == {("node_modules/a", "node_modules/a/node_modules/c")}


PNPM_9 = """lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: ^1, version: 1.10(p@1.0.0)}
    devDependencies:
      d: {specifier: ^1, version: 1.0.0}
packages:
  a@1.10: {resolution: {integrity: sha512-AAAA}}
  '@s/c@2.0.0': {resolution: {integrity: sha512-AAAA}}
  d@1.0.0: {resolution: {integrity: sha512-AAAA}}
snapshots:
  a@1.10(p@1.0.0):
    dependencies: {'@s/c': 2.0.0}
  '@s/c@2.0.0': {}
  d@1.0.0:
    dependencies: {'@s/c': 2.0.0}
"""
PNPM_6 = """lockfileVersion: '6.0'
dependencies:
  a: {specifier: ^1, version: 1.10(p@1.0.0)}
devDependencies:
  d: {specifier: ^1, version: 1.0.0}
packages:
  /a@1.10(p@1.0.0):
    dependencies: {'@s/c': 2.0.0}
  /@s/c@2.0.0: {}
  /d@1.0.0: {dev: true}
"""
PNPM_5 = """lockfileVersion: 5.4
dependencies:
  a: 1.10_p@1.0.0
devDependencies:
  d: 1.0.0
packages:
  /a/1.10_p@1.0.0:
    dependencies: {'@s/c': 2.0.0}
  /@s/c/2.0.0: {}
  /d/1.0.0: {dev: true}
"""


@pytest.mark.parametrize("content", [PNPM_9, PNPM_6, PNPM_5], ids=["9", "6", "5"])
def test_pnpm_says_the_same_in_every_version(content: str) -> None:
    sbom = listed(content)

    assert {component.purl for component in sbom.components} == {
        "pkg:npm/a@1.10",
        "pkg:npm/%40s/c@2.0.0",
        "pkg:npm/d@1.0.0",
    }
    assert {(".", "a@1.10"), (".", "d@1.0.0"), ("a@1.10", "@s/c@2.0.0")} <= arrows(sbom)
    assert (part(sbom, "@s/c").scope, part(sbom, "d").scope) == (Scope.REQUIRED, Scope.EXCLUDED)


def test_yarn_1_joins_what_is_asked_for_with_what_was_chosen() -> None:
    sbom = listed(
        "# yarn lockfile v1\n\n\n"
        '"@s/a@^1.0.0", "@s/a@~1.1.0":\n  version "1.1.0"\n  dependencies:\n    b "^2"\n    "@s/c" "*"\n\n'
        'b@^2:\n  version "2.3.4"\n\n"@s/c@*":\n  version "3.0.0"\n\n'
        '"other@npm:real@^1":\n  version "1.0.0"\n'
    )

    assert arrows(sbom) == {("@s/a@1.1.0", "b@2.3.4"), ("@s/a@1.1.0", "@s/c@3.0.0")}
    assert part(sbom, "real").purl == "pkg:npm/real@1.0.0"


def test_yarn_berry_keeps_workspaces_out_of_package_urls() -> None:
    sbom = listed(
        "__metadata:\n  version: 8\n\n"
        '"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n'
        "  dependencies:\n    a: ^1\n  linkType: soft\n\n"
        '"a@npm:^1":\n  version: 1.10\n  resolution: "a@npm:1.10"\n  linkType: hard\n'
    )

    assert part(sbom, "app").purl is None
    assert part(sbom, "a").purl == "pkg:npm/a@1.10"
    assert arrows(sbom) == {("app@workspace:.", "a@npm:1.10")}


def test_composer_licences_are_a_choice() -> None:
    sbom = listed(
        {"content-hash": "x", "packages-dev": [{"name": "V/Dev", "version": "v1"}],
         "packages": [{"name": "v/a", "version": "2.0", "license": ["MIT", "GPL-2.0-only"], "require": {"v/dev": "*"}}]}
    )  # fmt: skip

    assert part(sbom, "a").licence_expression == "MIT OR GPL-2.0-only"
    assert part(sbom, "Dev").scope is Scope.EXCLUDED
    assert part(sbom, "Dev").purl == "pkg:composer/v/dev@v1"
    assert arrows(sbom) == {("v/a", "v/dev")}


UV = """version = 1
requires-python = ">=3.11"

[[package]]
name = "app"
version = "1.0"
source = { editable = "." }
dependencies = [{ name = "Ruamel.YAML" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]

[[package]]
name = "ruamel-yaml"
version = "0.18"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://index.example/x.tar.gz", hash = "sha256:%s" }

[[package]]
name = "pytest"
version = "8.0"
source = { registry = "https://index.example/simple" }
dependencies = [{ name = "ruamel-yaml" }]
""" % ("ab" * 32)


def test_uv_names_the_project_and_tells_development() -> None:
    sbom = listed(UV)

    assert sbom.subject is not None
    assert (sbom.subject.name, sbom.subject.version) == ("app", "1.0")
    assert (part(sbom, "pytest").scope, part(sbom, "ruamel-yaml").scope) == (Scope.EXCLUDED, Scope.REQUIRED)
    assert part(sbom, "ruamel-yaml").hashes[0].value == "ab" * 32
    assert arrows(sbom) == {
        (".", "ruamel-yaml@0.18"),
        (".", "pytest@8.0"),
        ("pytest@8.0", "ruamel-yaml@0.18"),
    }


def test_poetry_tells_groups() -> None:
    sbom = listed(
        '[[package]]\nname = "Django"\nversion = "5.2"\ngroups = ["main", "dev"]\n'
        '[package.dependencies]\nasgiref = ">=3"\n\n'
        '[[package]]\nname = "asgiref"\nversion = "3.8"\ngroups = ["dev"]\n\n[metadata]\nlock-version = "2.1"\n'
    )

    assert (part(sbom, "Django").scope, part(sbom, "asgiref").scope) == (Scope.REQUIRED, Scope.EXCLUDED)
    assert arrows(sbom) == {("django@5.2", "asgiref@3.8")}


def test_a_pipfile_lock_is_read() -> None:
    sbom = listed({"_meta": {"pipfile-spec": 6}, "default": {"a": {"version": "==1.0"}}, "develop": {"b": {}}})

    assert [component.purl for component in sbom.components] == ["pkg:pypi/a@1.0", "pkg:pypi/b"]


def test_requirements_without_a_pinned_version_are_told() -> None:
    content = "Django[argon2]==4.2.11 ; python_version > '3' \\\n    --hash=sha256:" + "ab" * 32
    content += "\n    # via app\nasgiref>=3  # loose\n-r base.txt\ngit+https://example.org/x.git\napp==1\n"

    sbom, problems = read(content.encode(), "requirements.txt")

    assert sbom is not None
    assert [component.purl for component in sbom.components] == [
        "pkg:pypi/django@4.2.11",
        "pkg:pypi/asgiref",
        "pkg:pypi/app@1",
    ]
    assert part(sbom, "Django").hashes[0].value == "ab" * 32
    assert arrows(sbom) == {("app@1", "django@4.2.11")}
    assert [problem.rule for problem in problems] == ["not-pinned", "other-file", "unnamed-package"]


def test_go_mod_tells_direct_from_indirect_and_follows_replacements() -> None:
    sbom = listed(
        "module example.org/app\n\ngo 1.22\n\nrequire example.org/a v1.0.0\n\nrequire (\n"
        "\texample.org/b/v2 v2.1.0 // indirect\n\texample.org/c v0.1.0\n)\n\n"
        "replace (\n\texample.org/c => example.org/fork v0.2.0\n)\n"
    )

    assert sbom.subject is not None
    assert sbom.subject.name == "example.org/app"
    assert {component.purl for component in sbom.components} == {
        "pkg:golang/example.org/a@v1.0.0",
        "pkg:golang/example.org/b/v2@v2.1.0",
        "pkg:golang/example.org/fork@v0.2.0",
    }
    assert arrows(sbom) == {(".", "example.org/a@v1.0.0"), (".", "example.org/fork@v0.2.0")}


def test_go_sum_is_read_and_its_weakness_told() -> None:
    sbom, problems = read(b"example.org/a v1.0.0 h1:x=\nexample.org/a v1.0.0/go.mod h1:y=\n", "go.sum")

    assert sbom is not None
    assert len(sbom.components) == 1
    assert [problem.rule for problem in problems] == ["lists-too-much"]


def test_cargo_chooses_among_versions() -> None:
    registry = 'source = "registry+https://index.example"\n'
    sbom = listed(
        'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = ["rand 0.8.5"]\n\n'
        f'[[package]]\nname = "rand"\nversion = "0.7.0"\n{registry}\n'
        f'[[package]]\nname = "rand"\nversion = "0.8.5"\n{registry}checksum = "{"ab" * 32}"\n'
    )

    assert sbom.subject is not None
    assert sbom.subject.name == "app"
    assert arrows(sbom) == {(".", "rand 0.8.5")}
    assert sbom.components[1].hashes[0].value == "ab" * 32


def test_gems_keep_their_platform() -> None:
    sbom = listed(
        "PATH\n  remote: .\n  specs:\n    own (0.1)\n\nGEM\n  remote: https://gems.example/\n  specs:\n"
        "    nokogiri (1.16.0-x86_64-linux)\n      racc (~> 1.4)\n    racc (1.7.3)\n\n"
        "DEPENDENCIES\n  nokogiri (~> 1.16)\n  own!\n"
    )

    assert part(sbom, "nokogiri").purl == "pkg:gem/nokogiri@1.16.0?platform=x86_64-linux"
    assert part(sbom, "own").purl is None
    assert arrows(sbom) == {(".", "nokogiri"), (".", "own"), ("nokogiri", "racc")}


POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<parent><groupId>org.example</groupId><version>3.0</version></parent><artifactId>app</artifactId>
<properties><log.version>2.17.1</log.version><bomb>${bomb}${bomb}</bomb></properties>
<dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>managed</artifactId><version>1</version>
</dependency></dependencies></dependencyManagement>
<dependencies>
<dependency><groupId>g</groupId><artifactId>log</artifactId><version>${log.version}</version></dependency>
<dependency><groupId>${project.groupId}</groupId><artifactId>own</artifactId><version>${project.version}</version></dependency>
<dependency><groupId>g</groupId><artifactId>managed</artifactId><scope>test</scope></dependency>
<dependency><groupId>g</groupId><artifactId>parents</artifactId></dependency>
<dependency><groupId>g</groupId><artifactId>bomb</artifactId><version>${bomb}</version></dependency>
</dependencies></project>"""


def test_a_pom_names_direct_dependencies_and_says_so() -> None:
    sbom, problems = read(POM.encode())

    assert sbom is not None
    assert {component.purl for component in sbom.components} == {
        "pkg:maven/g/log@2.17.1",
        "pkg:maven/org.example/own@3.0",
        "pkg:maven/g/managed@1",
        "pkg:maven/g/parents",
        "pkg:maven/g/bomb",
    }
    assert part(sbom, "managed").scope is Scope.EXCLUDED
    assert [problem.rule for problem in problems] == ["direct-only"]


def test_gradle_excludes_what_only_tests_use() -> None:
    sbom = listed(
        "# This is a Gradle generated file for dependency locking.\ng:a:1.0=compileClasspath,testCompileClasspath\n"
        "g:junit:5.0=testCompileClasspath,testRuntimeClasspath\nempty=annotationProcessor\n"
    )

    assert (part(sbom, "a").scope, part(sbom, "junit").scope) == (Scope.REQUIRED, Scope.EXCLUDED)


def test_a_build_script_of_gradle_names_direct_dependencies() -> None:
    sbom, problems = read(
        b"plugins { id 'java' }\n\ndependencies {\n"
        b'    implementation("org.example:log:2.17.1")\n'
        b"    testImplementation 'org.example:junit:5.0'\n"
        b"    implementation group: 'g', name: 'a', version: '1.0'\n"
        b'    api(platform("org.example:bom:$bomVersion"))\n'
        b"    runtimeOnly libs.driver\n}\n",
        "build.gradle",
    )

    assert sbom is not None
    assert [(component.purl, component.scope) for component in sbom.components] == [
        ("pkg:maven/org.example/log@2.17.1", Scope.REQUIRED),
        ("pkg:maven/org.example/junit@5.0", Scope.EXCLUDED),
        ("pkg:maven/g/a@1.0", Scope.REQUIRED),
        ("pkg:maven/org.example/bom", Scope.REQUIRED),
    ]
    assert [problem.rule for problem in problems] == ["unread-dependencies", "direct-only"]


def test_alike_packages_without_number_cost_no_square() -> None:
    package = '[[package]]\nname = "a"\nversion = "%d"\ndependencies = [{ name = "a" }]\n'

    sbom = listed('requires-python = "3"\n' + "".join(package % number for number in range(5_000)))

    assert len(sbom.components) == 5_000
    assert len(arrows(sbom)) <= 100_000
