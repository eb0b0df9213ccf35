package dev.aidp.activities.process;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code /proc}. What vanishes or may not be read meanwhile counts as not there. */
final class LinuxProcessTable implements ProcessTable {

  private static final Splitter BLANKS = Splitter.on(' ');
  private static final Splitter ENTRIES = Splitter.on('\0');

  private final Path proc;

  LinuxProcessTable(Path proc) {
    this.proc = proc;
  }

  @Override
  public @Nullable ProcessEntry find(long pid) {
    try {
      return parse(pid, text(pid, "stat"));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /* The name in brackets may hold blanks and brackets: the fields begin after the last one. */
  private static ProcessEntry parse(long pid, String stat) {
    List<String> fields = BLANKS.splitToList(stat.substring(stat.lastIndexOf(')') + 2).strip());
    String state = fields.get(0);
    return new ProcessEntry(
        pid,
        Long.parseLong(fields.get(19)),
        Long.parseLong(fields.get(1)),
        Long.parseLong(fields.get(2)),
        Long.parseLong(fields.get(3)),
        state.equals("Z") || state.equals("X"),
        state.equals("T"),
        state.equals("D"));
  }

  @Override
  public List<ProcessEntry> all() {
    ImmutableList.Builder<ProcessEntry> found = ImmutableList.builder();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path folder : folders) {
        ProcessEntry entry = find(Long.parseLong(folder.getFileName().toString()));
        if (entry != null) {
          found.add(entry);
        }
      }
    } catch (IOException | RuntimeException e) {
      return found.build();
    }
    return found.build();
  }

  @Override
  public boolean carries(ProcessEntry entry, String marker) {
    try {
      for (String variable : ENTRIES.split(text(entry.pid(), "environ"))) {
        if (Marker.matches(variable, marker)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  @Override
  public String boot() {
    try {
      return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private String text(long pid, String file) throws IOException {
    return new String(
        Files.readAllBytes(proc.resolve(Long.toString(pid)).resolve(file)),
        StandardCharsets.ISO_8859_1);
  }
}
