package dev.aidp.activities.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.secret.Secrets;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bare repository that several clones reach, each that of a host; nothing else is shared. */
final class Hosts {

  private static final Duration SHORT = Duration.ofMillis(300);

  private final Path folder;
  private final Path bare;

  private Hosts(Path folder) {
    this.folder = folder;
    this.bare = folder.resolve("the hub.git");
  }

  static Hosts in(Path folder) {
    return in(folder, "sha1");
  }

  static Hosts in(Path folder, String format) {
    Hosts hosts = new Hosts(folder);
    sh(
        folder,
        """
        git init -q -b main --object-format=%s seed
        cd seed
        git config user.name Ada
        git config user.email ada@example.com
        echo one > file.txt
        git add -A
        git commit -q -m start
        git clone -q --bare . '../the hub.git'
        """
            .formatted(format));
    return hosts;
  }

  Path bare() {
    return bare;
  }

  String hub(String command) {
    return sh(bare, command);
  }

  Host host(String name) {
    return host(name, "git clone -q '" + bare + "' " + name);
  }

  /** Makes a host whose clone is made by {@code command}. */
  Host host(String name, String command) {
    sh(folder, command);
    return new Host(folder.resolve(name));
  }

  /** A host, in a process that has begun just now. */
  static final class Host {

    private final Path top;
    private final Layout layout;
    private final ContentStore artifacts;

    private Host(Path top) {
      this.top = top;
      this.layout = Layout.of(top);
      layout.prepare();
      sh("git config user.name Bob && git config user.email bob@example.com");
      this.artifacts = new ContentStore(layout.artifacts(), Secrets.in(Map.of()));
    }

    Hub hub() {
      return hub(sh("git remote get-url origin"));
    }

    Hub hub(String address) {
      return hub(address, null);
    }

    /** Returns one whose artifacts are at {@code store}. */
    Hub hub(String address, @Nullable String store) {
      return new Hub(layout, address, artifacts, store, SHORT);
    }

    Layout layout() {
      return layout;
    }

    ContentStore artifacts() {
      return artifacts;
    }

    String put(String text) {
      return artifacts.put(text);
    }

    String read(String ref) {
      try (var in = artifacts.open(ref)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Makes a commit that no branch leads to. */
    String commit(String text) {
      String tree = tree(text);
      return sh("git commit-tree -p HEAD -m 'made' " + tree);
    }

    String tree(String text) {
      String blob = sh("printf '%s' '" + text + "' | git hash-object -w --stdin");
      return sh("printf '100644 blob " + blob + "\\tnew.txt\\n' | git mktree");
    }

    boolean has(String object) {
      return sh("git cat-file -e " + object + " 2>/dev/null && echo yes || echo no").equals("yes");
    }

    String sh(String script) {
      return Hosts.sh(top, script);
    }
  }

  static String sh(Path folder, String script) {
    try {
      Process process =
          new ProcessBuilder("sh", "-es")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(script.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(script + "\n" + said).isZero();
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
