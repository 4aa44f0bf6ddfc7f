"""Lock files of package managers, so that a body without SBOMs can begin today.

npm, pnpm, Yarn, Composer, uv, Poetry, Pipenv, pip, Go, Cargo, Bundler, Maven (direct only), Gradle.
"""
