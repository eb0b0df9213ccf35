package dev.aidp.activities.process;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is on disk of a running command, for whoever comes after a crash: a folder named by its
 * marker, with a file that names the boot, the head and, as they are seen, the other members.
 *
 * @param boot the boot of the machine, or empty where that is not known
 * @param head the head of the group
 * @param members what else was seen to belong to it
 */
record ProcessRecord(String boot, ProcessKey head, List<ProcessKey> members) {

  private static final String FILE = "identity";
  private static final Splitter WORDS = Splitter.on(' ');

  ProcessRecord {
    members = ImmutableList.copyOf(members);
  }

  /** Writes it so that it survives a crash; a torn one has no last word and is no record. */
  void write(Path folder) throws IOException {
    String text = "boot " + boot + " .\n" + line("head", head);
    try (FileChannel file =
        PrivateFiles.open(
            folder.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.force(true);
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Adds a member; it need not survive a power loss, since neither does the member. */
  static void add(Path folder, ProcessKey member) throws IOException {
    Files.writeString(folder.resolve(FILE), line("member", member), StandardOpenOption.APPEND);
  }

  private static String line(String what, ProcessKey key) {
    return what + " " + key.pid() + " " + key.start() + " .\n";
  }

  /** Returns what {@code folder} records, or null if its command never began to run. */
  static @Nullable ProcessRecord read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return null;
    }
    String boot = "";
    ProcessKey head = null;
    ImmutableList.Builder<ProcessKey> members = ImmutableList.builder();
    for (String line : Files.readAllLines(file)) {
      List<String> words = WORDS.splitToList(line);
      if (!words.get(words.size() - 1).equals(".")) {
        continue;
      }
      switch (words.get(0)) {
        case "boot" -> boot = words.get(1);
        case "head" -> head = key(words);
        default -> members.add(key(words));
      }
    }
    return head == null ? null : new ProcessRecord(boot, head, members.build());
  }

  private static ProcessKey key(List<String> words) {
    return new ProcessKey(Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
  }
}
