package dev.aidp.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.aidp.cli.io.Interruption;
import dev.aidp.cli.io.Screen;
import dev.aidp.cli.io.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** One call of the command, and what came of it. */
record Called(int code, String out, String err) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Calls {@code aidp} in {@code directory}. */
  static Called aidp(Path directory, String... arguments) {
    return aidp(directory, Map.of(), new Interruption(), arguments);
  }

  /** Calls it with further variables, and a way to interrupt it. */
  static Called aidp(
      Path directory, Map<String, String> further, Interruption interruption, String... arguments) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.putAll(further);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            directory,
            Screen.none(),
            interruption,
            Clock.systemUTC());
    int code = Main.run(Arrays.asList(arguments), shell);
    return new Called(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Returns standard output as the one document that it must be. */
  JsonNode json() {
    try {
      return MAPPER.readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException(out + "\n" + err, e);
    }
  }
}
