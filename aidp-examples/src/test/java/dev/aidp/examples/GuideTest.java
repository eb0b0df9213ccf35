package dev.aidp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the documents show in Java is what is compiled and tested: each block names the region that
 * it is. After a change of one, write them again: {@code ./mvnw -pl aidp-examples -am test
 * -Dtest=GuideTest -Dsurefire.failIfNoSpecifiedTests=false -Daidp.write.docs=true}.
 */
class GuideTest {

  private static final Path TOP = Path.of("..");

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
