package dev.aidp.activities.command;

import com.google.common.hash.Hashing;
import dev.aidp.activities.layout.Layout;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.run.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Which checks a run has seen pass on which trees, on disk. Whatever is lost of it is only checked
 * once more.
 */
final class Verdicts {

  private static final int SHA256_CHARS = 64;

  private final Layout layout;

  Verdicts(Layout layout) {
    this.layout = layout;
  }

  /** Returns the result of a check that has passed on exactly this tree, or empty. */
  Optional<CheckResult> passed(ChecksRequest request, Check check) {
    try {
      String output = Files.readString(file(request, check)).strip();
      return output.length() == SHA256_CHARS
          ? Optional.of(new CheckResult(check.name(), true, 0, "", output, 0))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Remembers the result if the check has passed. */
  void remember(ChecksRequest request, Check check, CheckResult result) throws IOException {
    if (!result.passed()) {
      return;
    }
    Path file = file(request, check);
    Path draft = file.resolveSibling(UUID.randomUUID() + ".new");
    Files.createDirectories(file.getParent());
    Files.writeString(draft, result.output());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path file(ChecksRequest request, Check check) {
    String key = request.state().tree() + "\0" + check.command();
    String name = Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
    return layout.verdicts(request.work().run()).resolve(name);
  }
}
