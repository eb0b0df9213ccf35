package dev.aidp.cli;

import com.google.common.collect.ImmutableList;
import dev.aidp.cli.io.Exits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Calls what people call most, so that the launcher can keep the classes of it (class data sharing)
 * and the next calls need not read them; and unpacks SQLite's library for them. Takes a repository
 * of its own that is thrown away, and the folder for the library.
 */
final class Training {

  private static final ImmutableList<ImmutableList<String>> CALLS =
      ImmutableList.of(
          ImmutableList.of("--help"),
          ImmutableList.of(
              "loop",
              "Write a file.",
              "--engine",
              "native",
              "--agent-command",
              "echo done > done.txt; echo STATUS: COMPLETE",
              "--check",
              "there=test -f done.txt",
              "--id",
              "training"),
          ImmutableList.of("list"),
          ImmutableList.of("status", "training"),
          ImmutableList.of("status", "training", "--json"),
          ImmutableList.of("logs", "training"));

  private Training() {}

  /** Takes the repository and the folder. */
  public static void main(String[] arguments) throws IOException {
    unpack(Path.of(arguments[1]));
    var unused = codes(Path.of(arguments[0]));
    System.exit(Exits.DONE);
  }

  /** Puts the library into {@code folder}, which is there only with it. */
  static void unpack(Path folder) throws IOException {
    String library = LibraryLoaderUtil.getNativeLibName();
    String packed = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library;
    Path draft = Path.of(folder + "." + ProcessHandle.current().pid());
    try (InputStream from = Training.class.getResourceAsStream(packed)) {
      if (from != null) {
        Files.createDirectory(draft);
        Files.copy(from, draft.resolve(library));
        Files.move(draft, folder);
      }
    }
  }

  /** Returns how the calls end. */
  static ImmutableList<Integer> codes(Path repository) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return CALLS.stream()
        .map(call -> Main.run(call, environment, repository, nowhere, nowhere))
        .collect(ImmutableList.toImmutableList());
  }
}
