package dev.aidp.examples;

import com.google.common.collect.ImmutableList;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which module's classes use which other's, as a Mermaid picture. */
final class ModulePicture {

  /** Where a module's classes are: in its folder of classes, or in its jar, wherever that lies. */
  private static final Pattern SOURCE =
      Pattern.compile(
          ".*/(aidp-[a-z0-9-]+?)(?:/target/(?:quick/)?classes/|(?:-[0-9][^/]*)?\\.jar!).*");

  /** Modules in the order in which they are told of. */
  private static final ImmutableList<String> MODULES =
      ImmutableList.of(
          "aidp-cli",
          "aidp-spring-boot-starter",
          "aidp-testkit",
          "aidp-runtime",
          "aidp-workflows",
          "aidp-activities",
          "aidp-s3",
          "aidp-api");

  private final Map<String, TreeSet<String>> uses = new TreeMap<>();

  ModulePicture(JavaClasses classes) {
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        module(type).ifPresent(from -> note(from, dependency.getTargetClass()));
      }
    }
  }

  private void note(String from, JavaClass target) {
    module(target.getBaseComponentType())
        .filter(to -> !to.equals(from))
        .ifPresent(to -> uses.computeIfAbsent(from, module -> new TreeSet<>()).add(to));
  }

  private static Optional<String> module(JavaClass type) {
    return type.getSource()
        .map(source -> SOURCE.matcher(source.getUri().toString()))
        .filter(Matcher::matches)
        .map(source -> source.group(1))
        .filter(MODULES::contains);
  }

  /** Returns the picture's lines; an arrow that follows from two others is left out. */
  List<String> lines(Map<String, String> titles) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("flowchart TD");
    MODULES.forEach(
        module ->
            lines.add("  %s[\"%s: %s\"]".formatted(node(module), module, titles.get(module))));
    for (String from : MODULES) {
      MODULES.stream()
          .filter(to -> uses(from).contains(to) && !indirectly(from, to))
          .forEach(to -> lines.add("  %s --> %s".formatted(node(from), node(to))));
    }
    return lines.build();
  }

  private boolean indirectly(String from, String to) {
    return uses(from).stream().anyMatch(between -> !between.equals(to) && reaches(between, to));
  }

  private boolean reaches(String from, String to) {
    return uses(from).contains(to) || uses(from).stream().anyMatch(next -> reaches(next, to));
  }

  private TreeSet<String> uses(String module) {
    return uses.getOrDefault(module, new TreeSet<>());
  }

  private static String node(String module) {
    return module.substring("aidp-".length());
  }
}
