package dev.aidp.runtime.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.health.Breaker;
import dev.aidp.activities.health.Health;
import dev.aidp.activities.spending.Accounts.Account;
import dev.aidp.activities.spending.Accounts.Amount;
import dev.aidp.activities.spending.Accounts.Kept;
import dev.aidp.activities.spending.Accounts.Last;
import dev.aidp.activities.spending.Accounts.Open;
import dev.aidp.activities.spending.Accounts.Whole;
import dev.aidp.activities.spending.Allowance.Sum;
import dev.aidp.activities.spending.BudgetBook.Balance;
import dev.aidp.activities.spending.BudgetBook.Turn;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import dev.aidp.runtime.health.ProvidersWorkflow;
import dev.aidp.runtime.spending.LedgerWorkflow;
import dev.aidp.runtime.spending.LedgerWorkflow.Answer;
import dev.aidp.runtime.spending.LedgerWorkflow.Asked;
import dev.aidp.runtime.spending.LedgerWorkflow.State;
import dev.aidp.runtime.spending.LedgerWorkflow.Told;
import dev.aidp.workflows.wire.Wire;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows that keep something hold these forms: change one only so that the old form still reads.
 */
class KeptWireTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final Budget BUDGET =
      new Budget(new Cap(5_000_000L, null), new Cap(null, 900L), Cap.NONE);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Failure LIMIT = new Failure(FailureKind.RATE_LIMITED, "429", NOW);
  private static final Health ILL = new Health(LIMIT, 2, new Breaker(5, NOW, 1, NOW));
  private static final Turn TURN = new Turn("a.b", "f-csv/a.b:turn-3");

  static List<Record> samples() {
    Amount spent = new Amount(1_500_000, 12_000);
    Amount open = new Amount(300_000, 0);
    Account account =
        new Account(spent, new Open(TURN.step(), open), new Last("s-2", spent, true, "call"));
    Kept kept =
        new Kept(
            new Whole(BUDGET, spent, open, spent),
            ImmutableMap.of("a.b", account, "c", Account.NONE));
    return List.of(
        new State("/srv/hub/f-csv", kept),
        new Asked("/srv/hub/f-csv-2", TURN, BUDGET),
        new Answer(new Cap(null, 10L), Cap.NONE, "Spent", "budget.usd"),
        new Told(TURN, new Usage(1, 2, 3, 4, 5, true), "call"),
        new Balance(BUDGET, new Sum(1, 2), new Sum(3, 4)),
        new ProvidersWorkflow.State(ImmutableMap.of("claude", ILL, "codex", Health.GOOD)),
        new ProvidersWorkflow.Asked("claude", true, NOW),
        new ProvidersWorkflow.Ended("claude", LIMIT, NOW),
        new Health.Admission(LIMIT, ILL),
        ILL);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void comes_back_as_it_was(Record sample) {
    assertThat((Object) Wire.read(Wire.json(sample), sample.getClass())).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void is_written_as_it_always_was(Record sample) throws IOException {
    Path file = GOLDEN.resolve(name(sample.getClass()) + ".json");
    String json =
        Wire.mapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(sample)
                .replace("\r", "")
            + "\n";
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, json);
    }

    assertThat(file).as("write it with -Dgolden.write=true and review the difference").exists();
    assertThat(json).isEqualTo(Files.readString(file));
  }

  private static String name(Class<?> type) {
    String of = type.getPackageName().endsWith(".health") ? "Providers" : "Ledger";
    return of + type.getSimpleName();
  }

  @Test
  void no_record_of_theirs_that_they_take_or_give_is_missing() {
    List<Class<?>> pinned = samples().stream().<Class<?>>map(Object::getClass).toList();

    Stream<Class<?>> records =
        Stream.of(LedgerWorkflow.class, ProvidersWorkflow.class)
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .flatMap(KeptWireTest::types)
            .filter(type -> type.isRecord() && !type.getPackageName().equals("dev.aidp.run"));

    assertThat(records).isSubsetOf(pinned);
  }

  private static Stream<Class<?>> types(Method method) {
    return Stream.concat(
        Arrays.stream(method.getParameterTypes()), Stream.of(method.getReturnType()));
  }
}
