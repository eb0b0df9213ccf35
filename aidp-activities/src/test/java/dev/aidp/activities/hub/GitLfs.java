package dev.aidp.activities.hub;

import static org.junit.jupiter.api.Assumptions.abort;

import com.google.common.base.Splitter;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the {@code git-lfs} command is. */
final class GitLfs {

  private GitLfs() {}

  /** Sets it up in the repository alone; without it the test is skipped. */
  static void install(Hosts.Host host) {
    String run = "PATH='" + folder() + "':$PATH git-lfs ";
    host.sh(
        """
        git config alias.lfs "!%1$s"
        git config filter.lfs.clean "%1$sclean -- %%f"
        git config filter.lfs.smudge "%1$ssmudge -- %%f"
        git config filter.lfs.process "%1$sfilter-process"
        git config filter.lfs.required true
        """
            .formatted(run.replace("$", "\\$")));
  }

  private static Path folder() {
    List<Path> folders = new ArrayList<>();
    for (String folder :
        Splitter.on(File.pathSeparatorChar)
            .omitEmptyStrings()
            .split(String.valueOf(System.getenv("PATH")))) {
      folders.add(Path.of(folder));
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    folders.add(
        (cache == null || cache.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cache))
            .resolve("aidp")
            .resolve("git-lfs-3.7.1"));
    return folders.stream()
        .filter(each -> Files.isExecutable(each.resolve("git-lfs")))
        .findFirst()
        .orElseGet(
            () ->
                abort(
                    "There is no git-lfs, so this test of it cannot run: .ci/git-lfs builds one."));
  }
}
