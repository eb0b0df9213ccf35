package dev.aidp.activities.hub;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.hub.Named.Found;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.failure.UnusableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a run on a hub. With what a step names goes what has been printed on its host since
 * the last one, as a part of a file: {@code logs/UNIT.log/TIME-CLONE-FROM-TO} in its carrier.
 */
public final class HubLogs {

  /** As much as one output has in a log; of more, the end. */
  private static final int MOST = 8 << 20;

  private static final int BATCH = 50;
  private static final String SUFFIX = ".log";

  /** Branches are looked through as well, and hold whatever their people put there. */
  private static final Pattern PATH =
      Pattern.compile("logs/([^/]+)/([0-9]{13})-([0-9a-f]{32})-([0-9]{1,18})-([0-9]{1,18})");

  private final Layout layout;
  private final Git git;
  private final Remote remote;
  private final Named named;
  private final Map<Path, Long> taken = new ConcurrentHashMap<>();
  private @Nullable String here;

  HubLogs(Layout layout, Git git, Remote remote, Named named) {
    this.layout = layout;
    this.git = git;
    this.remote = remote;
    this.named = named;
  }

  /** A part of a log, and where it is in the file on its host. */
  private record Part(String log, String time, String writer, long from, long to)
      implements Comparable<Part> {

    static Optional<Part> of(String path) {
      Matcher found = PATH.matcher(path);
      return found.matches()
          ? Optional.of(
              new Part(
                  found.group(1),
                  found.group(2),
                  found.group(3),
                  Long.parseLong(found.group(4)),
                  Long.parseLong(found.group(5))))
          : Optional.empty();
    }

    String path() {
      return "logs/%s/%s-%s-%d-%d".formatted(log, time, writer, from, to);
    }

    @Override
    public int compareTo(Part other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : path().compareTo(other.path());
    }
  }

  /** Adds to {@code cargo} what {@code log} holds that has not been taken to the hub. */
  void add(HubStep step, Path log, Cargo cargo) {
    try {
      String name = log.getFileName().toString();
      long size = Files.size(log);
      long known = taken.computeIfAbsent(log, file -> there(step.run(), name));
      long from = known > size ? 0 : known; // somebody began it anew
      long first = Math.max(from, size - MOST);
      byte[] bytes = read(log, first);
      long to = first + bytes.length;
      if (bytes.length > 0) {
        String left = first > from ? left(log, first - from) : "";
        String time = "%013d".formatted(Instant.now().toEpochMilli());
        cargo.log(
            new Part(name, time, here(), from, to).path(),
            left + new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (NoSuchFileException e) {
      // It has printed nothing.
    } catch (IOException e) {
      throw UnusableException.ofStorage("The log " + log + " cannot be read", e);
    }
  }

  /** Remembers what of {@code log} is there with {@code cargo}. */
  void taken(@Nullable Path log, Cargo cargo) {
    if (log != null) {
      cargo.logs().keySet().stream()
          .flatMap(path -> Part.of(path).stream())
          .forEach(part -> taken.put(log, part.to()));
    }
  }

  private static String left(Path log, long bytes) {
    return "[aidp: %d bytes before this are only in %s, on the host that wrote it]\n"
        .formatted(bytes, log);
  }

  /** Whole lines from there on. */
  private static byte[] read(Path log, long from) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.max(0, Math.min(MOST, file.length() - from))];
      file.seek(from);
      file.readFully(bytes);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      return Arrays.copyOf(bytes, end);
    } catch (FileNotFoundException e) {
      throw new NoSuchFileException(log.toString());
    }
  }

  /** Returns up to where this clone's log has been taken there by processes before this one. */
  private long there(String run, String name) {
    return parts(HubRefs.own(run)).keySet().stream()
        .filter(part -> part.log().equals(name) && part.writer().equals(here()))
        .mapToLong(Part::to)
        .max()
        .orElse(0);
  }

  /** Returns the parts that have come in {@code folder}, each with its blob. */
  private Map<Part, String> parts(String folder) {
    Map<Part, String> parts = new TreeMap<>();
    git.text("for-each-ref", "--format=%(objecttype) %(objectname)", folder)
        .lines()
        .filter(line -> line.startsWith("commit "))
        .map(line -> line.substring("commit ".length()))
        .forEach(
            tip ->
                git.text("ls-tree", "-r", tip, "--", "logs/")
                    .lines()
                    .map(line -> line.split("[ \t]", 4))
                    .forEach(
                        words -> Part.of(words[3]).ifPresent(part -> parts.put(part, words[2]))));
    return parts;
  }

  /**
   * Puts together what all hosts have printed in steps that have ended, and what is here of others:
   * a file for each log in {@code into}.
   */
  public void gather(String run, Path into) {
    String folder = HubRefs.folder(run);
    remote.fetch(List.of(HubRefs.mirrored(folder)));
    Map<Part, String> parts = parts(folder);
    TreeSet<String> names = new TreeSet<>();
    parts.keySet().forEach(part -> names.add(part.log()));
    try {
      Path here = layout.logs(run);
      if (Files.isDirectory(here)) {
        try (var files = Files.newDirectoryStream(here, "*" + SUFFIX)) {
          files.forEach(file -> names.add(file.getFileName().toString()));
        }
      }
      PrivateFiles.folder(into);
      for (String name : names) {
        gather(name, parts, here.resolve(name), into);
      }
    } catch (IOException e) {
      throw UnusableException.ofStorage("The logs of " + run + " cannot be put together", e);
    }
  }

  private void gather(String name, Map<Part, String> all, Path here, Path into) throws IOException {
    Path draft = Files.createTempFile(into, "draft-", ".part");
    Map<String, Long> reached = new TreeMap<>();
    try (OutputStream out = Files.newOutputStream(draft)) {
      List<String> blobs = new ArrayList<>();
      all.forEach(
          (part, blob) -> {
            // Two processes may have taken the same lines there.
            if (part.log().equals(name) && part.to() > reached.getOrDefault(part.writer(), 0L)) {
              reached.put(part.writer(), part.to());
              blobs.add(blob);
            }
          });
      for (List<String> batch : Lists.partition(blobs, BATCH)) {
        List<Found> found = ImmutableList.copyOf(named.found(batch).values());
        for (byte[] bytes : named.bytes(found)) {
          out.write(bytes);
        }
      }
      if (Files.exists(here)) {
        out.write(read(here, Math.min(Files.size(here), reached.getOrDefault(here(), 0L))));
      }
    }
    Files.move(draft, into.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns what tells this clone from every other, wherever that is. */
  private synchronized String here() {
    if (here == null) {
      Path file = layout.temporal().resolve("clone");
      try {
        PrivateFiles.folder(layout.temporal());
        if (!Files.exists(file)) {
          Path draft = Files.createTempFile(layout.temporal(), "draft-", ".part");
          Files.writeString(draft, UUID.randomUUID().toString().replace("-", ""));
          try {
            Files.move(draft, file);
          } catch (FileAlreadyExistsException e) {
            Files.delete(draft); // another process was faster
          }
        }
        here = Files.readString(file);
      } catch (IOException e) {
        throw UnusableException.ofStorage("The file " + file + " cannot be written", e);
      }
    }
    return here;
  }
}
