package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** To start a process takes longer than most of what git is asked. */
@Timeout(300)
class GitProcessesTest {

  private static final int MOST = 10;
  private static final int FEW = 4;
  private static final int MANY = 24;

  @TempDir Path folder;

  @Test
  void of_a_trivial_unit_are_at_most_ten_its_merge_included() throws Exception {
    List<String> few = calls(FEW);
    List<String> many = calls(MANY);

    assertThat((many.size() - few.size()) / (double) (MANY - FEW))
        .as(() -> "for %d units: %s".formatted(MANY, String.join("\n", many)))
        .isLessThanOrEqualTo(MOST);
  }

  /** Returns what git was called with for a feature of so many units. */
  private List<String> calls(int units) throws Exception {
    Path place = Files.createDirectory(folder.resolve("of-" + units));
    SampleRepository repository = SampleRepository.in(place.resolve("repository"));
    Path called = place.resolve("called");
    Path path = Path.of(counting(place, called) + File.pathSeparator + System.getenv("PATH"));
    List<String> arguments = List.of(repository.top().toString(), Integer.toString(units));

    ChildJvm run = ChildJvm.onPath(path, TrivialUnits.class, place.resolve("log"), arguments);

    assertThat(run.exit()).as("%s", run.output()).isZero();
    return Files.readAllLines(called);
  }

  /** Returns a folder with a git that says in the file {@code called} how it was called. */
  private static Path counting(Path place, Path called) throws IOException {
    Path programs = Files.createDirectory(place.resolve("programs"));
    Path git = programs.resolve("git");
    Files.writeString(
        git,
        "#!/bin/sh\necho \"$*\" >> '%s'\nPATH='%s' exec git \"$@\"\n"
            .formatted(called, System.getenv("PATH")));
    Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwxr-xr-x"));
    return programs;
  }

  /** A process that runs a feature of trivial units, each of which adds a file. */
  static final class TrivialUnits {

    private TrivialUnits() {}

    /** Takes the repository and the number of units. */
    public static void main(String[] arguments) throws Exception {
      StringBuilder plan = new StringBuilder("feature: Trivial units\nunits:\n");
      for (int unit = 0; unit < Integer.parseInt(arguments[1]); unit++) {
        String stands = unit % 2 == 1 ? ", depends_on: [u" + (unit - 1) + "]" : "";
        plan.append("  - {id: u%d, task: Add it.%s}%n".formatted(unit, stands));
      }
      RunSettings settings =
          RunSettings.of(
              "echo $AIDP_UNIT_ID > $AIDP_UNIT_ID.txt; echo STATUS: COMPLETE",
              new Check("there", "ls u*.txt"));
      try (Aidp aidp = Aidp.open(Path.of(arguments[0]), AidpOptions.defaults())) {
        FeatureRequest request =
            FeatureRequest.of("Trivial units").plan(PlanSource.text(plan.toString()));
        RunView view =
            aidp.start(request.with(settings), StartOptions.id("trivial").on("native"))
                .ended()
                .get();
        System.out.println(view);
        System.out.flush();
        Runtime.getRuntime().halt(view.exitCode());
      }
    }
  }
}
