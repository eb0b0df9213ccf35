package dev.aidp.testkit.provider;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import dev.aidp.run.Usage;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * An executable that stands in for an agent's program, under its name in a folder of its own: it
 * takes the same options and refuses all others, writes the same records, keeps sessions, and fails
 * as the real one does. A POSIX shell script; needs no network and costs nothing, but keeps a bill.
 *
 * <p>Not safe for use by many threads until {@link #install()} was called; then it only reads.
 */
public final class StandIn {

  /** The programs, by the names of their providers. */
  private static final ImmutableMap<String, String> PROGRAMS =
      ImmutableMap.<String, String>builder()
          .put("claude", "claude")
          .put("codex", "codex")
          .put("gemini", "gemini")
          .put("cursor", "cursor-agent")
          .put("copilot", "copilot")
          .put("aider", "aider")
          .put("opencode", "opencode")
          .put("kilocode", "kilo")
          .buildOrThrow();

  private final String program;
  private final String dialect;
  private final Path home;
  private final StringBuilder rules = new StringBuilder();
  private Play otherwise = Play.nothing().finishing("STATUS: COMPLETE");

  private StandIn(String program, String dialect, Path home) {
    this.program = program;
    this.dialect = dialect;
    this.home = home;
  }

  /** Returns the names of the providers whose programs can be stood in for. */
  public static ImmutableList<String> providers() {
    return PROGRAMS.keySet().asList();
  }

  /** Makes one for the program of {@code provider}, in {@code folder}, which is made too. */
  public static StandIn of(String provider, Path folder) {
    String program = PROGRAMS.get(provider);
    if (program == null) {
      throw new IllegalArgumentException("No stand-in for " + provider + ": " + PROGRAMS);
    }
    try {
      String dialect = provider.equals("kilocode") ? "opencode" : provider;
      return speaking(program, resource(dialect + ".sh"), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes one for a program of your own.
   *
   * @param program its name
   * @param dialect its part of the script: what {@code claude.sh}, beside this class, defines
   */
  public static StandIn speaking(String program, String dialect, Path folder) {
    try {
      for (String name : List.of("bin", "calls", "sessions", "gates")) {
        Files.createDirectories(folder.resolve(name));
      }
      return new StandIn(program, dialect, folder.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says what it does when it is called for the {@code call}-th time, from 1. */
  public StandIn on(int call, Play play) {
    rules.append(rule(Integer.toString(call), play));
    return this;
  }

  /** Says what it does in all other calls; if nothing is said, that the work is complete. */
  public StandIn otherwise(Play play) {
    otherwise = play;
    return this;
  }

  /** Writes the executable and returns where it is. */
  public Path install() {
    try {
      String script =
          resource("stand-in.sh")
              .replace("@HOME@", Shell.quoted(home.toString()))
              .replace("@DIALECT@", dialect)
              .replace("@RULES@", rules + rule("*", otherwise));
      Path executable = bin().resolve(program);
      Path draft = home.resolve("draft");
      Files.writeString(draft, script);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
      // A call under way reads the script as it goes: replace it, never write into it.
      return Files.move(draft, executable, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder to put on a PATH. */
  public Path bin() {
    return home.resolve("bin");
  }

  /** Returns a gate of this stand-in; the same name is the same gate. */
  public Gate gate(String name) {
    return new Gate(home.resolve("gates"), name);
  }

  /** Returns every call so far, in order. */
  public List<Call> calls() {
    ImmutableList.Builder<Call> calls = ImmutableList.builder();
    for (int n = 1; Files.exists(home.resolve("calls/" + n + "/pid")); n++) {
      calls.add(new Call(home.resolve("calls/" + n)));
    }
    return calls.build();
  }

  /** Returns what each turn that came to its end has cost, in order. */
  public List<Bill> bill() {
    return lines(home.resolve("bill")).map(Bill::read).collect(ImmutableList.toImmutableList());
  }

  /** Returns the ids of all sessions. */
  public List<String> sessions() {
    try (Stream<Path> files = Files.list(home.resolve("sessions"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes it know no session any more. */
  public void forgetSessions() {
    for (String id : sessions()) {
      try {
        Files.delete(home.resolve("sessions").resolve(id));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns what the file of a session says: {@code begin N call M} and {@code end N}. */
  public List<String> session(String id) {
    return lines(home.resolve("sessions").resolve(id))
        .filter(line -> !line.startsWith("cwd "))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the processes that it left in the background. */
  public List<Long> leftProcesses() {
    return lines(home.resolve("left")).map(Long::valueOf).collect(ImmutableList.toImmutableList());
  }

  /**
   * A call.
   *
   * @param folder what is kept of it
   */
  public record Call(Path folder) {

    /** Returns what it was called with. */
    public List<String> arguments() {
      return lines(folder.resolve("arguments")).collect(ImmutableList.toImmutableList());
    }

    /** Returns what it was told. */
    public String prompt() {
      return text(folder.resolve("prompt"));
    }

    /** Returns its session, or an empty text if it refused its call. */
    public String session() {
      return text(folder.resolve("session")).strip();
    }

    /** Returns whether it went on with a session. */
    public boolean resumed() {
      return text(folder.resolve("resumed")).strip().equals("yes");
    }

    /** Returns its process. */
    public long pid() {
      return Long.parseLong(text(folder.resolve("pid")).strip());
    }
  }

  /**
   * What a turn has cost.
   *
   * @param session whose
   * @param turn of the session, from 1
   * @param usage what it used
   */
  public record Bill(String session, int turn, Usage usage) {

    private static Bill read(String line) {
      List<String> words = Splitter.on(' ').splitToList(line);
      return new Bill(
          words.get(0),
          Integer.parseInt(words.get(1)),
          new Usage(
              Long.parseLong(words.get(2)),
              Long.parseLong(words.get(3)),
              Long.parseLong(words.get(4)),
              Long.parseLong(words.get(5)),
              Long.parseLong(words.get(6)),
              false));
    }
  }

  private static String rule(String pattern, Play play) {
    StringBuilder text = new StringBuilder("  " + pattern + ")\n    :\n");
    play.lines().forEach(line -> text.append("    ").append(line).append('\n'));
    return text.append("    ;;\n").toString();
  }

  private static String resource(String name) throws IOException {
    return Resources.toString(Resources.getResource(StandIn.class, name), StandardCharsets.UTF_8);
  }

  private static Stream<String> lines(Path file) {
    return text(file).lines();
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
