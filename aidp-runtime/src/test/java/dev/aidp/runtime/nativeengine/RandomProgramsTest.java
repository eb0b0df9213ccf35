package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Update;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Database;
import dev.aidp.workflow.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The rule that matters most: wherever a run is cut, it goes on to the same end, and nothing is
 * done twice.
 */
class RandomProgramsTest {

  private static final int PROGRAMS = Integer.getInteger("aidp.programs", 1_000);
  private static final long SEED = Long.getLong("aidp.seed", 20_261_121L);
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final String RUN = "r";
  private static final List<List<List<@Nullable Object>>> NOTHING =
      Collections.nCopies(5, List.of());

  private static final ConcurrentLinkedDeque<Database> IDLE = new ConcurrentLinkedDeque<>();

  @AfterAll
  static void close() {
    IDLE.forEach(Database::close);
    IDLE.clear();
  }

  /** Something the outside did, and when. */
  record Act(Instant at, What what, String name, String text) {}

  enum What {
    SETTLE,
    STEP,
    TIMER,
    TELL,
    ASK
  }

  /** What was on disk after a commit. */
  record Cut(List<List<List<@Nullable Object>>> disk, Instant at) {}

  record Lived(List<Act> acts, List<Cut> cuts, String result, List<String> journal) {}

  @Test
  void a_run_that_is_cut_anywhere_goes_on_to_the_same_end_and_repeats_no_recorded_step() {
    int[] total = new int[3];

    LongStream.range(0, PROGRAMS)
        .parallel()
        .forEach(
            i -> {
              long seed = SEED + i;
              try {
                int[] counted = check(seed);
                synchronized (total) {
                  for (int k = 0; k < total.length; k++) {
                    total[k] += counted[k];
                  }
                }
              } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("program " + seed + ": " + e.getMessage(), e);
              }
            });

    System.out.printf(
        "%d programs from seed %d: %d entries, %d cuts, %d of them compared entry by entry%n",
        PROGRAMS, SEED, total[0], total[1], total[2]);
    assertThat(total[2]).isGreaterThan(3 * PROGRAMS);
  }

  private static int[] check(long seed) {
    Database idle = IDLE.poll();
    Database database = idle == null ? Database.inMemory() : idle;
    int[] counted = check(seed, database);
    IDLE.push(database);
    return counted;
  }

  private static int[] check(long seed, Database database) {
    Disk.restore(database, NOTHING);
    Lived lived = live(seed, database);
    database.afterCommit(null);
    int compared = 0;
    for (Cut cut : lived.cuts()) {
      compared += goOn(cut, lived, database) ? 1 : 0;
    }
    return new int[] {lived.journal().size(), lived.cuts().size(), compared};
  }

  private static Lived live(long seed, Database database) {
    Random random = new Random(seed);
    List<Act> acts = new ArrayList<>();
    List<Cut> cuts = new ArrayList<>();
    try (HandDriven world = new HandDriven(database, BEGIN)) {
      database.afterCommit(sql -> cuts.add(new Cut(Disk.content(sql), world.now)));
      world.engine.start(RUN, Job.class, job -> job.run(seed + ":0"));
      world.settle();
      while (world.engine.condition(RUN) != Engine.Condition.ENDED) {
        Act act = draw(world, random, acts.size());
        assertThat(acts).as("acts").hasSizeLessThan(5000);
        acts.add(act);
        perform(world, act);
      }
      String result = result(world);
      assertUpdatesKnown(world);
      assertThat(world.effects.values()).allMatch(times -> times == 1);
      if (!result.startsWith("Failure")) {
        assertThat(String.join(" ", world.engine.query(RUN, Job.class, Job::seen)))
            .isEqualTo(result);
      }
      TreeSet<String> told = Disk.told(database);
      acts.removeIf(act -> act.what() == What.ASK && tooLate(act.text(), told));
      return new Lived(acts, Disk.distinct(cuts), result, Disk.journal(database));
    }
  }

  /** An update that came when the program had ended: in no journal stands where. */
  private static boolean tooLate(String text, TreeSet<String> told) {
    return !told.contains(text) && !ScriptedJob.refuses(text);
  }

  private static Act draw(HandDriven world, Random random, int number) {
    Instant now = world.now.plusMillis(random.nextInt(50));
    if (random.nextInt(3) != 0) {
      return new Act(now, What.SETTLE, "", "");
    }
    if (random.nextInt(5) != 0 && !world.steps.isEmpty()) {
      return new Act(now, What.STEP, one(new ArrayList<>(world.steps.keySet()), random), "");
    }
    if (random.nextInt(2) == 0 && !world.timers.isEmpty()) {
      String name = one(new ArrayList<>(world.timers.keySet()), random);
      Instant due = world.timers.get(name).time();
      return new Act(due.isAfter(now) ? due : now, What.TIMER, name, "");
    }
    List<String> open = Disk.open(world.database);
    What what = random.nextBoolean() ? What.TELL : What.ASK;
    return new Act(now, what, one(open, random), "m" + number);
  }

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static boolean perform(HandDriven world, Act act) {
    world.now = act.at();
    return switch (act.what()) {
      case SETTLE -> {
        world.settle();
        yield true;
      }
      case STEP -> world.perform(act.name());
      case TIMER -> world.fire(act.name());
      case TELL -> world.engine.signal(act.name(), Job.class, job -> job.tell(act.text()));
      case ASK -> !ask(world, act.name(), act.text()).isCompletedExceptionally();
    };
  }

  private static CompletableFuture<Outcome<String>> ask(HandDriven world, String run, String text) {
    return world.engine.update(run, new Update(text, "ask", "[\"" + text + "\"]"));
  }

  /** Whoever sends an update again is given what is recorded, and nothing else happens. */
  private static void assertUpdatesKnown(HandDriven world) {
    for (Map.Entry<String, Answer> known : Disk.updated(world.database).entrySet()) {
      String[] runAndId = known.getKey().split(" ");
      assertThat(ask(world, runAndId[0], runAndId[1]))
          .isCompletedWithValue(Payload.json(known.getValue()));
    }
  }

  /**
   * Goes on from {@code cut} in the recorded order; returns whether that order was determined
   * there.
   */
  private static boolean goOn(Cut cut, Lived lived, Database database) {
    Disk.restore(database, cut.disk());
    Disk.forgetUntakenMessages(database);
    boolean determined = Disk.determined(database);
    TreeSet<String> before = new TreeSet<>(Disk.journal(database));
    int ends = Disk.ends(database);
    TreeSet<String> recorded = Disk.recordedSteps(database);
    try (HandDriven world = new HandDriven(database, cut.at())) {
      boolean ended = !world.engine.adopt(RUN);
      world.settle();
      determined &= Disk.ends(database) == ends;
      TreeSet<String> told = Disk.told(database);
      for (Act act : lived.acts()) {
        if (!world.steps.isEmpty() || !ended) {
          boolean done = recorded.contains(act.name()) || told.contains(act.text());
          if (!done && !(act.at().isBefore(cut.at()) && act.what() == What.SETTLE)) {
            follow(world, act);
          }
        }
      }
      finish(world);
      assertUpdatesKnown(world);
      assertThat(world.effects.keySet()).as("steps done again").noneMatch(recorded::contains);
      assertThat(world.effects.values()).allMatch(times -> times == 1);
      List<String> journal = Disk.journal(database);
      assertThat(journal).containsAll(before);
      if (determined) {
        assertThat(journal).isEqualTo(lived.journal());
        assertThat(result(world)).isEqualTo(lived.result());
      }
      return determined;
    }
  }

  private static void follow(HandDriven world, Act act) {
    Instant now = world.now;
    perform(world, act);
    world.now = act.at().isBefore(now) ? now : act.at();
  }

  private static void finish(HandDriven world) {
    for (int i = 0; world.engine.condition(RUN) != Engine.Condition.ENDED; i++) {
      List.copyOf(world.steps.keySet()).forEach(world::perform);
      for (String name : List.copyOf(world.timers.keySet())) {
        HandDriven.Timer timer = world.timers.get(name);
        world.now = timer != null && timer.time().isAfter(world.now) ? timer.time() : world.now;
        world.fire(name);
      }
      for (String open : Disk.open(world.database)) {
        String text = "late" + i;
        world.engine.signal(open, Job.class, job -> job.tell(text));
      }
      world.settle();
      assertThat(i).as("rounds to the end").isLessThan(200);
    }
  }

  private static String result(HandDriven world) {
    Outcome<String> outcome = world.engine.result(RUN, String.class).join();
    return outcome instanceof Outcome.Failed<String> failed
        ? failed.failure().toString()
        : outcome.orThrow();
  }
}
