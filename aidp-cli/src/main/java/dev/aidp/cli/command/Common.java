package dev.aidp.cli.command;

import dev.aidp.runtime.config.Config.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command. */
public final class Common {

  @Option(
      names = {"-C", "--repo"},
      paramLabel = "DIR",
      description = "The repository (default: the one around the working directory).")
  @Nullable Path repository;

  @Option(
      names = "--engine",
      paramLabel = "native|temporal",
      description = "The engine of new runs (native).")
  @Nullable String engine;

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "The Temporal service (127.0.0.1:7233).")
  @Nullable String target;

  @Option(names = "--namespace", paramLabel = "NS", description = "Its namespace (default).")
  @Nullable String namespace;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The run's id (default: made from the text).")
  @Nullable String id;

  @Option(names = "--config", paramLabel = "FILE", description = "The settings (.aidp/aidp.yml).")
  @Nullable Path config;

  @Option(
      names = "--json",
      description = "One JSON document on standard output, all else on standard error.")
  boolean json;

  @Option(names = "--quiet", description = "No progress.")
  boolean quiet;

  @Option(names = "--verbose", description = "More: stack traces, what was recorded.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  boolean version;

  /** Returns the settings that these options are. */
  List<Given> given() {
    List<Given> given = new ArrayList<>();
    add(given, "engine", engine, "--engine");
    add(given, "temporal.target", target, "--target");
    add(given, "temporal.namespace", namespace, "--namespace");
    return given;
  }

  static void add(List<Given> given, String key, @Nullable Object value, String option) {
    if (value != null) {
      given.add(new Given(key, value.toString(), option));
    }
  }
}
