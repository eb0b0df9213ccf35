package dev.aidp.cli.demo;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The sample repository: files that are resources of the program, one commit, always the same. */
final class DemoRepository {

  private static final ImmutableList<String> TRACKED =
      ImmutableList.of(
          "README.md",
          "contacts.sh",
          "data/contacts.txt",
          "lib/list.sh",
          "test/cases/list.sh",
          "test/expect.sh",
          "test/run.sh",
          "test/syntax.sh");

  private static final ImmutableList<String> SCRIPTS =
      ImmutableList.of("plan.yaml", "coder.sh", "resolver.sh", "agent.sh");

  private static final String NAME = "Aidp Demo";
  private static final String EMAIL = "demo@localhost";
  private static final String DATE = "2026-01-01T12:00:00+0000";

  private DemoRepository() {}

  /** Makes it in {@code top}, which does not exist; the scripts go to {@code scripts} in it. */
  static void make(Path top, Path scripts) throws IOException {
    Files.createDirectory(top);
    for (String file : TRACKED) {
      copy("project/" + file, top.resolve(file));
    }
    commit(top);
    for (String file : SCRIPTS) {
      copy("agent/" + file, top.resolve(scripts).resolve(file));
    }
  }

  /** Whatever the user's git is told to do with new repositories and line ends. */
  private static void commit(Path top) throws IOException {
    Git git = signed(Git.at(top));
    git.done("init", "--quiet", "--template=", "--initial-branch=main");
    Path exclude = top.resolve(".git").resolve("info").resolve("exclude");
    Files.createDirectories(exclude.getParent());
    Files.writeString(exclude, "/.aidp/\n");
    git.done("-c", "core.autocrlf=false", "-c", "core.attributesFile=", "add", "--force", ".");
    git.done("commit", "--quiet", "--message=An address book in plain shell");
  }

  private static Git signed(Git git) {
    return git.with("GIT_AUTHOR_NAME", NAME)
        .with("GIT_AUTHOR_EMAIL", EMAIL)
        .with("GIT_AUTHOR_DATE", DATE)
        .with("GIT_COMMITTER_NAME", NAME)
        .with("GIT_COMMITTER_EMAIL", EMAIL)
        .with("GIT_COMMITTER_DATE", DATE);
  }

  private static void copy(String resource, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream in =
        Objects.requireNonNull(DemoRepository.class.getResourceAsStream(resource), resource)) {
      Files.copy(in, file);
    }
  }
}
