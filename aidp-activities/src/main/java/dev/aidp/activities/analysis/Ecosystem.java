package dev.aidp.activities.analysis;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What a build tool needs.
 *
 * @param sign the file by which it is known, or {@code *} and how its name ends
 * @param setup what installs what it needs, or empty
 * @param inputs the files that say what that is
 * @param installed the ignored folder it installs into, or empty
 * @param caches folders that it keeps right by itself, whatever tree they are used on
 * @param check what tests the project, or empty
 */
public record Ecosystem(
    String sign,
    String setup,
    List<String> inputs,
    String installed,
    List<String> caches,
    String check) {

  /** Copies the lists. */
  public Ecosystem {
    inputs = ImmutableList.copyOf(inputs);
    caches = ImmutableList.copyOf(caches);
  }

  /** Every one that is known; of those that install into the same folder the first is meant. */
  public static final ImmutableList<Ecosystem> ALL =
      ImmutableList.of(
          node("pnpm-lock.yaml", "pnpm install --frozen-lockfile"),
          node("yarn.lock", "yarn install --frozen-lockfile"),
          node("bun.lock", "bun install --frozen-lockfile"),
          node("bun.lockb", "bun install --frozen-lockfile"),
          node("package-lock.json", "npm ci"),
          python("uv.lock", "uv sync --frozen", "uv run pytest"),
          python("poetry.lock", "poetry install --no-interaction", "poetry run pytest"),
          python(
              "requirements.txt",
              "python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt",
              ".venv/bin/python -m pytest"),
          installs("Gemfile.lock", "bundle install", "bundle exec rake test"),
          installs("composer.lock", "composer install --no-interaction", ""),
          builds("Cargo.lock", List.of("target"), "cargo test"),
          builds("Cargo.toml", List.of("target"), "cargo test"),
          builds("gradlew", List.of(".gradle"), "./gradlew test"),
          builds("build.gradle", List.of(".gradle"), "gradle test"),
          builds("build.gradle.kts", List.of(".gradle"), "gradle test"),
          builds("mvnw", List.of(), "./mvnw -q test"),
          builds("pom.xml", List.of(), "mvn -q test"),
          builds("go.mod", List.of(), "go test ./..."),
          builds("*.sln", List.of(), "dotnet test"),
          builds("*.csproj", List.of(), "dotnet test"));

  /** Returns what tells it from others: of those that serve the same purpose the first is meant. */
  String purpose() {
    return installed.isEmpty() ? check.replaceFirst("^\\./(mvn|gradle)w", "$1") : installed;
  }

  private static Ecosystem node(String lock, String setup) {
    String check = setup.startsWith("npm") ? "npm test" : setup.split(" ")[0] + " test";
    return new Ecosystem(
        lock, setup, List.of(lock, "package.json"), "node_modules", List.of(), check);
  }

  private static Ecosystem python(String lock, String setup, String check) {
    return new Ecosystem(lock, setup, List.of(lock), ".venv", List.of(), check);
  }

  private static Ecosystem installs(String lock, String setup, String check) {
    return new Ecosystem(lock, setup, List.of(lock), "", List.of(), check);
  }

  private static Ecosystem builds(String sign, List<String> caches, String check) {
    return new Ecosystem(sign, "", List.of(), "", caches, check);
  }
}
