package dev.aidp.run;

import java.time.Duration;

/** Every constant that a user meets, in one place, with its unit and reason. */
public final class Defaults {

  /** Iterations of a work loop: an agent that is not done by then is not going to be. */
  public static final int MAX_ITERATIONS = 50;

  /**
   * Units of a feature that run at the same time: what a developer's machine and most accounts
   * bear.
   */
  public static final int MAX_PARALLEL = 5;

  /** Further attempts of a unit that failed by a limit, a transient error or a time-out. */
  public static final int RETRIES = 3;

  /** Repeats of one turn that failed transiently or timed out. */
  public static final int TURN_REPEATS = 3;

  /** Wait before the first repeat of a turn; it doubles each time. */
  public static final Duration TURN_BACKOFF = Duration.ofSeconds(1);

  /** Longest wait before a repeat of a turn. */
  public static final Duration TURN_BACKOFF_LIMIT = Duration.ofSeconds(30);

  /**
   * Wait for an agent after a limit whose text names no time, and for one whose login has expired;
   * it doubles each time.
   */
  public static final Duration RATE_LIMIT_WAIT = Duration.ofMinutes(5);

  /** Longest such wait; that for an agent whose allowance is used up. */
  public static final Duration LONGEST_UNNAMED_WAIT = Duration.ofHours(1);

  /** Longest wait for a provider: no limit that waiting helps against lasts longer. */
  public static final Duration LONGEST_WAIT = Duration.ofDays(8);

  /** Failures of a provider in a row that open its circuit breaker. */
  public static final int BREAKER_FAILURES = 5;

  /** How long an open breaker lets no turn through. */
  public static final Duration BREAKER_PAUSE = Duration.ofSeconds(300);

  /** Turns that a half-open breaker lets through to see whether the provider is back. */
  public static final int BREAKER_TRIALS = 3;

  /** Red iterations with a model before a unit goes on with a stronger one. */
  public static final int MODEL_ATTEMPTS = 2;

  /**
   * Turns in a row that bring nothing new before something is done about it: once is a slip, twice
   * an attempt to mend it.
   */
  public static final int STUCK_TURNS = 3;

  /**
   * Turns without news after each thing done about it, before the next one or the end: one to go
   * another way, one to mend that.
   */
  public static final int STUCK_TRIES = 2;

  /**
   * Iterations from one regular checkpoint to the next: few enough lines to read a list of them.
   */
  public static final int CHECKPOINT_EVERY = 5;

  /** Longest report of work that is stuck, in characters: it travels in a step's argument. */
  public static final int STUCK_REPORT = 12_000;

  /** Longest part of a diff that is handed over inline, in characters. */
  public static final int HANDOVER_TEXT = 12_000;

  /** Longest turn of an agent. */
  public static final Duration AGENT_TIMEOUT = Duration.ofSeconds(600);

  /** Longest run of one check. */
  public static final Duration CHECK_TIMEOUT = Duration.ofSeconds(600);

  /**
   * Further runs of a check that is red on a tree on which it was green: one tells chance from a
   * fault that shows in a clean checkout only.
   */
  public static final int FLAKY_RERUNS = 1;

  /** Share of a feature's units that must be in the branch, in percent. */
  public static final int MIN_SUCCESS_PERCENT = 80;

  /** Recorded turns of the resolver for one textual conflict. */
  public static final int RESOLVER_TURNS = 2;

  /** Levels of features within a feature. */
  public static final int DEPTH = 5;

  /** Times that a planner gets its plan's faults back. */
  public static final int PLAN_CORRECTIONS = 3;

  /** Times that a reviewer gets the faults of its document back. */
  public static final int REVIEW_CORRECTIONS = 3;

  /** Wait between TERM and KILL when an agent is ended. */
  public static final Duration KILL_GRACE = Duration.ofSeconds(5);

  /** Longest text kept inline in an outcome, in characters; the whole is in the artifact store. */
  public static final int INLINE_TEXT = 4_000;

  /** Longest feedback in a prompt, in characters, over all failed checks. */
  public static final int FEEDBACK_TEXT = 16_000;

  /** Longest prompt, in bytes: what is longer is read less well, and costs each turn. */
  public static final int PROMPT_BYTES = 60 * 1024;

  /** Iterations after which a prompt shows once more what the project asks of agents. */
  public static final int GUIDE_EVERY = 5;

  /** Longest injected instruction, in characters: it travels in messages. */
  public static final int INSTRUCTION_TEXT = 16_000;

  /** Receipts of ended instructions that a run keeps: enough to look up, and still a message. */
  public static final int RECEIPTS = 100;

  /** Wait for the answer to a question: a person may be away until the next morning. */
  public static final Duration PATIENCE = Duration.ofHours(24);

  /** Longest question of an agent, in characters: it is shown, and travels in messages. */
  public static final int QUESTION_TEXT = 2_000;

  /** First port of the first lane: above the well-known ones, below those that systems give out. */
  public static final int PORT_BASE = 20_000;

  private Defaults() {}
}
