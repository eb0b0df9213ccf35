package dev.aidp.testkit.artifact;

import dev.aidp.testkit.agent.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of S3 with one bucket in a folder, which looks at signatures: a process that ends with
 * this one.
 */
public final class S3Server implements AutoCloseable {

  /** Who may use it. */
  public static final String KEY = "the-key";

  /** What proves it. */
  public static final String SECRET = "the-secret";

  private static final Pattern LISTENS = Pattern.compile("\\{127\\.0\\.0\\.1:(\\d+)}");

  private final Path folder;
  private final Process process;
  private final int port;

  private S3Server(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(bucket());
    Path settings = folder.resolve("s3proxy.properties");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=http://127.0.0.1:0
        s3proxy.authorization=aws-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.identity=none
        jclouds.credential=none
        jclouds.filesystem.basedir=%s
        """
            .formatted(KEY, SECRET, bucket().getParent()));
    Path log = folder.resolve("s3proxy.log");
    this.process =
        new ProcessBuilder(
                "sh",
                "-c",
                "\"$0\" -jar \"$1\" --properties \"$2\" & cat > /dev/null; kill $!",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Path.of("target", "s3proxy.jar").toAbsolutePath().toString(),
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Await.until(() -> port(log).isPresent(), "a server that listens: " + log);
    this.port = port(log).orElseThrow();
  }

  /** Starts one whose bucket is in {@code folder}. */
  public static S3Server in(Path folder) throws IOException {
    return new S3Server(folder);
  }

  private static Optional<Integer> port(Path log) {
    try {
      Matcher listens = LISTENS.matcher(Files.readString(log));
      return listens.find() ? Optional.of(Integer.valueOf(listens.group(1))) : Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the folder of its bucket. */
  public Path bucket() {
    return folder.resolve("buckets").resolve("bucket");
  }

  /** Returns the address of a part of its bucket. */
  public String address() {
    return "s3://bucket/fleet?endpoint=" + endpoint();
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** Has this process use it with {@code secret}. */
  public static void credentials(String secret) {
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", secret);
  }

  /** Takes the credentials away. */
  public static void noCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Override
  public void close() throws Exception {
    process.getOutputStream().close();
    process.waitFor();
  }
}
