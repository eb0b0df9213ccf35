package dev.aidp.workflows.workloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Limits;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How many further attempts there are, as a table. */
class AttemptPolicyTest {

  private static final AgentChain PLAIN = AgentChain.command("agent");
  private static final AgentChain CHAIN = new AgentChain(List.of(AgentChoice.provider("claude")));

  /** What has failed so far, and how many attempts may follow if they fail like the last one. */
  @ParameterizedTest(name = "retries {0}, {1}: after {2} there are {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "3, -, timeout, 3",
        "3, -, timeout timeout timeout, 1",
        "3, -, timeout timeout timeout timeout, 0",
        "3, -, rate_limited, 3",
        "3, -, rate_limited rate_limited rate_limited rate_limited, 0",
        "3, -, rate_limited timeout transient, 1",
        "3, -, rate_limited timeout transient rate_limited, 0",
        "0, -, timeout, 0",
        "0, -, rate_limited, 0",
        "0, rate_limited=2, rate_limited, 2",
        "0, rate_limited=2, rate_limited rate_limited rate_limited, 0",
        "0, rate_limited=2, rate_limited timeout, 0",
        "3, timeout=0, timeout, 0",
        "3, timeout=1, transient transient timeout, 1",
        "3, timeout=1, transient timeout timeout, 0",
        "1, timeout=5, timeout timeout timeout transient, 1",
        "1, timeout=5 rate_limited=9, timeout rate_limited timeout rate_limited, 8",
        "9, -, permanent, 0",
        "9, -, timeout permanent, 0",
        "9, timeout=9, quota_exceeded, 0",
      })
  void a_plain_command_has_as_many_further_attempts_as_its_class_of_failure_allows(
      int retries, String after, String failures, int left) {
    AttemptPolicy policy = AttemptPolicy.begin(retries(retries, after), PLAIN);
    Failure last = null;
    for (String each : Splitter.on(' ').split(failures)) {
      last = Failure.of(kind(each), "x");
      policy = policy.failed(last);
    }

    assertThat(policy.left(last)).isEqualTo(left);
    assertThat(policy.startsAgain(last)).isEqualTo(left > 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"QUOTA_EXCEEDED", "AUTH_EXPIRED", "PERMANENT", "BUDGET_SPENT", "CANCELLED"})
  void there_is_no_further_attempt_where_none_can_help(FailureKind kind) {
    Failure failure = Failure.of(kind, "x");

    assertThat(AttemptPolicy.begin(retries(3, null), PLAIN).failed(failure).startsAgain(failure))
        .isFalse();
    assertThatThrownBy(() -> Limits.Retries.of(3).with(kind, 1))
        .hasMessage("no further attempt helps after: " + kind.wireName());
  }

  @Test
  void a_limit_that_ends_the_attempt_of_a_chain_was_waited_for_often_enough() {
    Failure limit = Failure.of(FailureKind.RATE_LIMITED, "x");
    Failure late = Failure.of(FailureKind.TIMEOUT, "x");
    AttemptPolicy policy = AttemptPolicy.begin(retries(3, null), CHAIN);

    assertThat(policy.failed(limit).startsAgain(limit)).isFalse();
    assertThat(policy.failed(late).startsAgain(late)).isTrue();
  }

  private static Limits.Retries retries(int retries, String after) {
    Limits.Retries all = Limits.Retries.of(retries);
    if (after != null) {
      for (String each : Splitter.on(' ').split(after)) {
        List<String> said = Splitter.on('=').splitToList(each);
        all = all.with(kind(said.get(0)), Integer.parseInt(said.get(1)));
      }
    }
    return all;
  }

  private static FailureKind kind(String name) {
    return FailureKind.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
