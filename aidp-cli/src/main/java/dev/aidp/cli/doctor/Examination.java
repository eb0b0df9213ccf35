package dev.aidp.cli.doctor;

import dev.aidp.StoreSize;
import dev.aidp.activities.artifact.ObjectStores;
import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Executables;
import dev.aidp.artifact.ObjectStore;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.show.Stored;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.temporal.TemporalConnection;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what is there. Looks only: nothing is made, nothing is changed. */
public final class Examination {

  private static final Pattern GIT_VERSION =
      Pattern.compile("git version (\\d+)\\.(\\d+).*", Pattern.DOTALL);
  private static final long ENOUGH_SPACE = 1L << 30;

  private final Shell shell;
  private final Path place;
  private final List<Finding> findings = new ArrayList<>();

  private Examination(Shell shell, Path place) {
    this.shell = shell;
    this.place = place;
  }

  /** Looks at Java, git, the shell, and the repository around {@code place}. */
  public static List<Finding> machine(Shell shell, Path place) {
    Examination examination = new Examination(shell, place);
    examination.findings.add(
        Finding.good(
            "java", System.getProperty("java.version") + " in " + System.getProperty("java.home")));
    examination.git();
    examination.tools();
    examination.repository();
    return List.copyOf(examination.findings);
  }

  /** Asks the service at the end of {@code connection}; not needed by the native engine. */
  public static Finding server(TemporalConnection connection, boolean needed) {
    try {
      TemporalEngine.check(connection);
      return Finding.good(
          "temporal", connection.target() + " answers, namespace " + connection.namespace());
    } catch (UnusableException e) {
      return unusable(String.valueOf(e.getMessage()), e.remedy(), needed);
    } catch (UsageException e) {
      return unusable(String.valueOf(e.getMessage()), String.valueOf(e.remedy()), needed);
    }
  }

  /** Asks the hub of the repository around {@code place}. */
  public static Finding hub(Path place, String remote) {
    try {
      return Finding.good("hub", Hub.demand(Layout.of(place), remote) + " answers");
    } catch (UnusableException e) {
      return Finding.bad("hub", String.valueOf(e.getMessage()), e.remedy());
    } catch (UsageException e) {
      return Finding.bad("hub", String.valueOf(e.getMessage()), String.valueOf(e.remedy()));
    }
  }

  /** Asks the store of artifacts of the repository around {@code place}. */
  public static Finding artifacts(Path place, String address, boolean hub) {
    try {
      ObjectStore store = ObjectStores.open(Layout.of(place).top(), address);
      store.demand();
      return Finding.good(
          "artifacts",
          store.shown()
              + (hub ? " answers" : " answers; without repository.hub nothing goes there"));
    } catch (IOException e) {
      return Finding.bad(
          "artifacts",
          address + " does not answer: " + e.getMessage(),
          "See that this host reaches it (repository.artifacts).");
    } catch (UnusableException e) {
      return Finding.bad("artifacts", String.valueOf(e.getMessage()), e.remedy());
    } catch (UsageException e) {
      return Finding.bad("artifacts", String.valueOf(e.getMessage()), String.valueOf(e.remedy()));
    }
  }

  private static Finding unusable(String why, String remedy, boolean needed) {
    return needed
        ? Finding.bad("temporal", why, remedy)
        : Finding.good("temporal", why + " The native engine needs none.");
  }

  private void git() {
    String answer = ask("git", "--version");
    Matcher version = GIT_VERSION.matcher(answer);
    if (!version.matches()) {
      findings.add(Finding.bad("git", "not found", "Install git 2.38 or newer."));
      return;
    }
    int major = Integer.parseInt(version.group(1));
    boolean enough = major > 2 || (major == 2 && Integer.parseInt(version.group(2)) >= 38);
    String text = answer.strip().replace("git version ", "");
    findings.add(
        enough
            ? Finding.good("git", text)
            : Finding.bad("git", text + " is too old", "Install git 2.38 or newer."));
  }

  private void tools() {
    boolean setsid = isOnPath("setsid");
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    if (setsid) {
      findings.add(Finding.good("setsid", "there"));
    } else if (mac) {
      findings.add(
          Finding.good("setsid", "not there; on macOS agents are ended by their descendants"));
    } else {
      findings.add(
          Finding.bad(
              "setsid",
              "not found",
              "Install util-linux: agents are started as heads of their own groups."));
    }
    if (!isOnPath("sh")) {
      findings.add(
          Finding.bad(
              "sh", "not found", "Agents and checks run through sh -c: put one on the PATH."));
    }
  }

  private void repository() {
    try {
      Layout layout = Layout.of(place);
      layout.demandState();
      findings.add(Finding.good("repository", layout.top() + ", writable"));
      space(layout.top());
      store(layout.top());
    } catch (UsageException e) {
      String remedy = e.remedy() == null ? "Name a git repository with -C DIR." : e.remedy();
      findings.add(Finding.bad("repository", String.valueOf(e.getMessage()), remedy));
    }
  }

  private void space(Path top) {
    try {
      long free = Files.getFileStore(top).getUsableSpace();
      String text = "%.1f GiB free".formatted(free / (double) (1L << 30));
      findings.add(
          free >= ENOUGH_SPACE
              ? Finding.good("disk", text)
              : Finding.bad("disk", text, "Make room: each unit has a worktree of its own."));
    } catch (IOException e) {
      findings.add(
          Finding.bad(
              "disk", "unknown: " + e.getMessage(), "See whether the disk of " + top + " works."));
    }
  }

  private void store(Path top) {
    try {
      findings.add(Finding.good("store", Stored.words(StoreSize.of(top))));
    } catch (UnusableException e) {
      findings.add(Finding.bad("store", String.valueOf(e.getMessage()), e.remedy()));
    }
  }

  private boolean isOnPath(String program) {
    return Executables.find(program, shell.environment()).isPresent();
  }

  private String ask(String... command) {
    ProcessBuilder asking = new ProcessBuilder(command).redirectErrorStream(false);
    asking.redirectError(Redirect.DISCARD).redirectInput(Redirect.from(new File("/dev/null")));
    try {
      Process process = asking.directory(place.toFile()).start();
      try (InputStream answer = process.getInputStream()) {
        String text = new String(answer.readNBytes(64 * 1024), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? text : "";
      }
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
