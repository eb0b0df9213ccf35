package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TouchedTest {

  private static final String NONE = "000000 0";

  /** {@code +path} adds it, {@code -path} deletes it, {@code path} changes it. */
  private static PathChange change(String written) {
    String path = written.replaceFirst("^[+-]", "");
    String before = written.startsWith("+") ? NONE : "100644 old";
    String after = written.startsWith("-") ? NONE : "100644 new-" + written.length();
    return new PathChange(
        path, before.split(" ")[0], before.split(" ")[1], after.split(" ")[0], after.split(" ")[1]);
  }

  private static List<PathChange> changes(String written) {
    return Stream.of(written.split(" ")).map(TouchedTest::change).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "a, b, true, two files",
    "a, a, false, one file",
    "d/a, d/b, true, two files of a folder",
    "+d/a, +d/b, true, new files side by side",
    "+d/a, -d/b, false, a folder that may have been renamed",
    "-d/b, +d/a, false, a folder that may have been renamed by the other side",
    "-d/e/b, +d/a, false, a folder around it",
    "-b, +a, true, the top is never renamed",
    "-d/b, e/a, true, a deletion far away",
    "-b, -b, false, one file that may have got two names",
    "+x, +x/y, false, a file where the other has a folder",
    "+x/y, +x, false, a folder where the other has a file",
    "-x +x/y, z, true, a file that becomes a folder",
    "+ab/c, +a, true, a name that only begins alike"
  })
  void leaves_to_git_what_is_not_a_sum(String ours, String theirs, boolean apart, String why) {
    assertThat(new Touched(changes(ours)).apartFrom(changes(theirs))).as(why).isEqualTo(apart);
  }

  @ParameterizedTest
  @CsvSource({"100644 new-1, true", "100644 other, false"})
  void goes_on_from_what_joined_before_it(String ours, boolean apart) {
    String[] now = ours.split(" ");
    Touched touched = new Touched(List.of(new PathChange("a", "100644", "old", now[0], now[1])));

    PathChange further = new PathChange("a", "100644", "new-1", "100644", "newer");

    assertThat(touched.apartFrom(List.of(further))).isEqualTo(apart);
  }
}
