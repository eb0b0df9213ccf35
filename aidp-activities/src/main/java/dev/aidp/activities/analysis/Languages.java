package dev.aidp.activities.analysis;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which language a file is written in, and whether it is a test, by its path. Pure. */
final class Languages {

  private static final String KNOWN =
      """
      Java java
      Kotlin kt kts
      Scala scala sc
      Groovy groovy gradle
      Clojure clj cljs cljc
      C c h
      C++ cc cpp cxx hpp hh hxx
      C# cs
      F# fs fsx
      Objective-C m mm
      Swift swift
      Go go
      Rust rs
      Zig zig
      Python py pyi
      Ruby rb rake
      PHP php
      Perl pl pm
      Lua lua
      R r
      Julia jl
      Haskell hs
      OCaml ml mli
      Erlang erl hrl
      Elixir ex exs
      Dart dart
      JavaScript js mjs cjs jsx
      TypeScript ts mts cts tsx
      Vue vue
      Svelte svelte
      Shell sh bash zsh
      PowerShell ps1 psm1
      SQL sql
      HTML html htm
      CSS css scss sass less
      XML xml xsd xsl
      JSON json jsonl
      YAML yaml yml
      TOML toml
      Markdown md markdown
      Text txt rst adoc
      Protocol-Buffers proto
      Terraform tf
      Nix nix
      """;

  private static final ImmutableMap<String, String> BY_ENDING = byEnding();

  /** In these somebody writes, not programs. */
  private static final Pattern PROSE = Pattern.compile("Markdown|Text|JSON|YAML|TOML|XML|HTML|CSS");

  private static final Pattern TEST_FOLDER =
      Pattern.compile("(?:^|.*/)(?:tests?|specs?|__tests__|e2e|testing)/.*");

  private static final Pattern TEST_FILE =
      Pattern.compile(
          "(?:.*/)?(?:test_[^/]*|[^/]*(?:_test|_spec|\\.test|\\.spec|Test|Tests|Spec|IT)"
              + "\\.[A-Za-z0-9]+)");

  private Languages() {}

  private static ImmutableMap<String, String> byEnding() {
    ImmutableMap.Builder<String, String> all = ImmutableMap.builder();
    for (String line : KNOWN.lines().toList()) {
      var words = Splitter.on(' ').splitToList(line);
      words.subList(1, words.size()).forEach(ending -> all.put(ending, words.get(0)));
    }
    return all.buildOrThrow();
  }

  /** Returns the language of the file at {@code path}, if it is known by its name. */
  static Optional<String> of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.equals("Makefile") || name.equals("Dockerfile")) {
      return Optional.of(name);
    }
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.ofNullable(BY_ENDING.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }

  /** Returns whether it is a program that tests. */
  static boolean test(String path) {
    return of(path).filter(language -> !PROSE.matcher(language).matches()).isPresent()
        && (TEST_FOLDER.matcher(path).matches() || TEST_FILE.matcher(path).matches());
  }
}
