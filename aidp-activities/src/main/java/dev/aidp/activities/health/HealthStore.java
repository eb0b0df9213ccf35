package dev.aidp.activities.health;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is known of each provider in a small file of its own, for all processes that work on
 * the repository. A change is made under a lock and appears whole or not at all; a file that cannot
 * be read says nothing. Safe for use by many threads.
 */
public final class HealthStore implements ProviderHealth {

  /** A lock of a file excludes other processes, not other threads of this one. */
  private static final ConcurrentMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** What a file holds: times are milliseconds since 1970. */
  private record Kept(
      @Nullable FailureKind kind,
      @Nullable String message,
      @Nullable Long until,
      int limits,
      int failures,
      @Nullable Long opened,
      int trials,
      @Nullable Long tried) {

    static Kept of(Health health) {
      Failure limit = health.limit();
      Breaker breaker = health.breaker();
      return new Kept(
          limit == null ? null : limit.kind(),
          limit == null ? null : limit.message(),
          limit == null ? null : millis(limit.retryAt()),
          health.limits(),
          breaker.failures(),
          millis(breaker.opened()),
          breaker.trials(),
          millis(breaker.tried()));
    }

    Health health() {
      Failure limit = kind == null || message == null ? null : failure(kind, message);
      return new Health(limit, limits, new Breaker(failures, time(opened), trials, time(tried)));
    }

    private Failure failure(FailureKind known, String text) {
      return new Failure(known, text, time(until));
    }

    private static @Nullable Long millis(@Nullable Instant time) {
      return time == null ? null : time.toEpochMilli();
    }

    private static @Nullable Instant time(@Nullable Long millis) {
      return millis == null ? null : Instant.ofEpochMilli(millis);
    }
  }

  private final Path folder;

  /** Makes the one in {@code folder}. */
  public HealthStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public @Nullable Failure admit(String provider, boolean insists, Instant now) {
    AtomicReference<@Nullable Failure> refusal = new AtomicReference<>();
    change(
        provider,
        known -> {
          Health.Admission admission = known.admit(provider, insists, now);
          refusal.set(admission.refusal());
          return admission.then();
        });
    return refusal.get();
  }

  @Override
  public void ended(String provider, @Nullable Failure failure, Instant now) {
    change(provider, known -> known.ended(failure, now));
  }

  /** Changes what is known of the provider {@code name}; {@code change} may be asked once only. */
  private void change(String name, UnaryOperator<Health> change) {
    String provider = name.replaceAll("[^A-Za-z0-9_-]", "_");
    Path lockFile = folder.resolve(provider + ".lock");
    ReentrantLock lock = IN_PROCESS.computeIfAbsent(lockFile, any -> new ReentrantLock());
    lock.lock();
    try {
      PrivateFiles.folder(folder);
      try (FileChannel channel =
          PrivateFiles.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        Health before = read(provider);
        Health after = change.apply(before);
        if (!after.equals(before)) {
          write(provider, after);
        }
      }
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      Thread.currentThread().interrupt();
      throw new StepCancelledException("Interrupted before the turn of " + provider + ".");
    } catch (IOException e) {
      throw UnusableException.ofStorage(
          "What is known of %s cannot be kept in %s".formatted(provider, folder), e);
    } finally {
      lock.unlock();
    }
  }

  private Health read(String provider) throws IOException {
    try {
      return JSON.readValue(Files.readString(file(provider)), Kept.class).health();
    } catch (NoSuchFileException | JacksonException e) {
      return Health.GOOD;
    }
  }

  private void write(String provider, Health health) throws IOException {
    PrivateFiles.replace(file(provider), JSON.writeValueAsString(Kept.of(health)));
  }

  private Path file(String provider) {
    return folder.resolve(provider + ".json");
  }
}
