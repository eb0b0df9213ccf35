package com.example;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Publishes in a file; the first two attempts fail. */
@ActivityInterface
public interface Publisher {

  @ActivityMethod(name = "ExamplePublish")
  String publish(String commit);

  /** Returns one that counts its attempts in {@code folder}. */
  static Publisher in(Path folder) {
    return commit -> {
      try {
        Path attempts = folder.resolve("attempts");
        Files.writeString(
            attempts, "x\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (Files.readAllLines(attempts).size() < 3) {
          throw new IllegalStateException("The registry is busy.");
        }
        Files.writeString(folder.resolve("published"), commit);
        return "published " + commit;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    };
  }
}
