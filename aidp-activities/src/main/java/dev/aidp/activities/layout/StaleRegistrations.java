package dev.aidp.activities.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What git still knows of worktrees that Aidp made as such and that are gone, removed or moved with
 * their repository. They are locked, so that {@code git worktree prune} passes them over for ever.
 */
final class StaleRegistrations {

  private static final Logger LOG = LoggerFactory.getLogger(StaleRegistrations.class);

  private static final Pattern OURS = Pattern.compile(".*/\\.aidp/(workstreams/.+)/\\.git\\s*");

  private StaleRegistrations() {}

  /** Removes them; one that cannot be removed is in nobody's way. */
  static void remove(Layout layout) {
    Path all = layout.gitDir().resolve("worktrees");
    if (!Files.isDirectory(all)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        if (stale(folder, layout)) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      LOG.debug("Registrations of worktrees that are gone stay: {}", e.toString());
    }
  }

  /** Under another name the same folder may be in use, as a container sees its host's. */
  private static boolean stale(Path folder, Layout layout) throws IOException {
    Path file = folder.resolve("gitdir");
    if (!Files.isRegularFile(file)) {
      return false;
    }
    String worktree = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    Matcher ours = OURS.matcher(worktree);
    return ours.matches()
        && Files.notExists(folder.resolve(worktree.strip()))
        && Files.notExists(layout.stateDir().resolve(ours.group(1)).resolve(".git"));
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> paths = Files.walk(folder)) {
      inside = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.delete(path);
    }
  }
}
