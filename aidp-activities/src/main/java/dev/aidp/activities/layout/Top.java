package dev.aidp.activities.layout;

import com.google.common.collect.Streams;
import dev.aidp.activities.git.cli.Git;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A repository as the file system shows it, found from any of its folders. Git is not asked for the
 * place: it refuses a repository that is somebody else's, that is said to be bare or whose settings
 * are broken, and runs in it must be found all the same.
 *
 * @param worktree the top of the worktree around the folder, or null in a repository itself
 * @param own what git knows of that worktree
 * @param common the repository that all its worktrees share
 */
record Top(@Nullable Path worktree, Path own, Path common) {

  private static final String GIT = ".git";
  static final String STATE = ".aidp";
  private static final String GITDIR = "gitdir: ";

  /** Finds the one around {@code folder}, which exists. */
  static Optional<Top> around(Path folder) throws IOException {
    for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
      Path home = ofUnit(at);
      if (home != null) {
        return around(home);
      }
      Optional<Path> own = repositoryOf(at);
      if (own.isPresent()) {
        return Optional.of(new Top(at, own.get(), shared(own.get())));
      }
      if (repository(at)) {
        return Optional.of(new Top(null, at, shared(at)));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the top of the worktree whose state folder all worktrees share: the main one, or where
   * there is none the first that has such a folder, else the one around. Null where there is
   * neither.
   */
  @Nullable Path home() throws IOException {
    String configured = setting("core.worktree");
    if (!configured.isEmpty()) {
      return common.resolve(configured).toRealPath();
    }
    if (!bare()) {
      if (worktree != null && own.equals(common)) {
        return worktree;
      } else if (common.endsWith(GIT)) {
        return common.getParent();
      }
    }
    for (Path linked : linked()) {
      if (Files.isDirectory(linked.resolve(STATE))) {
        return linked;
      }
    }
    return own.equals(common) ? null : worktree;
  }

  /** Returns the folder by whose name a person tells git to trust it. */
  Path trusted() {
    return worktree == null ? own : worktree;
  }

  /** Returns whether it has no worktree of its own: nobody has ever checked out in it. */
  boolean bare() throws IOException {
    return Files.notExists(common.resolve("index")) && setting("core.bare").equals("true");
  }

  /** Reads the files alone, which git does whatever it thinks of the repository. */
  private String setting(String key) throws IOException {
    for (String name : List.of("config.worktree", "config")) {
      Path file = common.resolve(name);
      String last = key.substring(key.indexOf('.') + 1);
      if (Files.isRegularFile(file) && text(file).contains(last)) {
        String value = Git.at(common).run("config", "--file", name, key).line();
        if (!value.isEmpty()) {
          return value;
        }
      }
    }
    return "";
  }

  /** Returns the worktrees that a person has added, in the order of their names. */
  List<Path> linked() throws IOException {
    List<Path> linked = new ArrayList<>();
    Path all = common.resolve("worktrees");
    if (Files.isDirectory(all)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
        for (Path folder : folders) {
          Path top = folder.resolve(line(folder.resolve("gitdir"))).normalize().getParent();
          if (top != null && Files.isDirectory(top) && !ours(top)) {
            linked.add(top.toRealPath());
          }
        }
      }
    }
    Collections.sort(linked);
    return linked;
  }

  private static boolean ours(Path folder) {
    return Streams.stream(folder).anyMatch(name -> name.toString().equals(STATE));
  }

  /** Returns whose unit works in {@code folder}, or null if that is no unit's working copy. */
  private static @Nullable Path ofUnit(Path folder) {
    Path run = folder.getParent();
    Path all = run == null ? null : run.getParent();
    Path state = all == null ? null : all.getParent();
    return all != null && state != null && all.endsWith(STATE + "/workstreams")
        ? state.getParent()
        : null;
  }

  private static Optional<Path> repositoryOf(Path worktree) throws IOException {
    Path git = worktree.resolve(GIT);
    if (Files.isRegularFile(git)) {
      String said = line(git);
      Path named = said.startsWith(GITDIR) ? worktree.resolve(said.substring(8)) : git;
      return repository(named) ? Optional.of(named.toRealPath()) : Optional.empty();
    }
    return repository(git) ? Optional.of(git.toRealPath()) : Optional.empty();
  }

  /** As git tells one; what all worktrees share is elsewhere for a linked one. */
  private static boolean repository(Path folder) throws IOException {
    return Files.exists(folder.resolve("HEAD"))
        && (Files.isRegularFile(folder.resolve("commondir"))
            || Files.isDirectory(folder.resolve("objects"))
                && Files.isDirectory(folder.resolve("refs")));
  }

  private static Path shared(Path own) throws IOException {
    String elsewhere = line(own.resolve("commondir"));
    return elsewhere.isEmpty() ? own : own.resolve(elsewhere).toRealPath();
  }

  private static String line(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    String text = text(file);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
