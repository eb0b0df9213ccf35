package dev.aidp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the documents show in Java is what is compiled and tested: each block names the region that
 * it is. After a change of one, write them again: {@code ./mvnw -pl aidp-examples -am test
 * -Dtest=GuideTest -Dsurefire.failIfNoSpecifiedTests=false -Daidp.write.docs=true}.
 */
class GuideTest {

  private static final Path TOP = Path.of("..");

  private static final Path ENTRY_POINTS =
      Path.of("src/test/java/dev/aidp/examples/EntryPoints.java");

  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- (\\S+\\.java)#(\\S+) -->\\n)?```java\\n(.*?)```\\n", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/sdk.md",
        "docs/testing.md",
        "docs/upgrading.md",
        "docs/spring-boot.md"
      })
  void every_block_is_a_region_that_is_tested(String document) throws IOException {
    Path file = TOP.resolve(document);
    String text = Files.readString(file);
    List<String> nowhere = new ArrayList<>();
    StringBuilder made = new StringBuilder();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1) == null) {
        nowhere.add(block.group(3));
        continue;
      }
      String region = region(TOP.resolve(block.group(1)), block.group(2));
      block.appendReplacement(
          made,
          Matcher.quoteReplacement(
              "<!-- %s#%s -->\n```java\n%s```\n"
                  .formatted(block.group(1), block.group(2), region)));
    }
    block.appendTail(made);
    if (Boolean.getBoolean("aidp.write.docs")) {
      Files.writeString(file, made);
    }

    assertThat(nowhere).as("blocks that name no region").isEmpty();
    assertThat(file).hasContent(made.toString());
  }

  /** After a change of a region, put it there by hand. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aidp-runtime/src/main/java/dev/aidp/options/AidpOptions",
        "aidp-runtime/src/main/java/dev/aidp/options/PrunePolicy",
        "aidp-runtime/src/main/java/dev/aidp/StartOptions",
        "aidp-api/src/main/java/dev/aidp/workflow/WorkflowDefinition",
        "aidp-api/src/main/java/dev/aidp/run/RunSettings",
        "aidp-api/src/main/java/dev/aidp/run/Check",
        "aidp-api/src/main/java/dev/aidp/run/Limits",
        "aidp-runtime/src/main/java/dev/aidp/Runs",
        "aidp-workflows/src/main/java/dev/aidp/workflows/temporal/AidpPlugin",
        "aidp-runtime/src/main/java/dev/aidp/EventSubscription",
        "aidp-api/src/main/java/dev/aidp/plan/PlanUnit",
        "aidp-api/src/main/java/dev/aidp/provider/AgentProvider",
        "aidp-api/src/main/java/dev/aidp/provider/TurnReader",
        "aidp-api/src/main/java/dev/aidp/artifact/ArtifactStore",
        "aidp-api/src/main/java/dev/aidp/feature/FeatureOrchestrationWorkflow",
        "aidp-api/src/main/java/dev/aidp/workloop/WorkLoopWorkflow",
        "aidp-api/src/main/java/dev/aidp/merge/MergeAtomicUnitsWorkflow"
      })
  void the_example_at_an_entry_point_is_compiled(String type) throws IOException {
    Path source = TOP.resolve(type + ".java");
    String region = region(ENTRY_POINTS, source.getFileName().toString().replace(".java", ""));

    String example =
        region
            .lines()
            .map(line -> (" * " + line).stripTrailing())
            .collect(Collectors.joining("\n", " * <pre>{@code\n", "\n * }</pre>\n"));
    assertThat(source).content().contains(example);
  }

  private static String region(Path source, String tag) throws IOException {
    String text = Files.readString(source);
    Matcher region =
        Pattern.compile(
                "[^\\n]*// tag::%s\\[\\]\\n(.*?)\\n?[^\\n]*// end::%s\\[\\]"
                    .formatted(Pattern.quote(tag), Pattern.quote(tag)),
                Pattern.DOTALL)
            .matcher(text);
    assertThat(region.find()).as("%s has the region %s", source, tag).isTrue();
    return region.group(1).stripTrailing().stripIndent() + "\n";
  }
}
