package dev.aidp.bench;

import dev.aidp.bench.overhead.Overhead;
import dev.aidp.bench.report.Fingerprint;
import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.PerformanceDoc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that anybody may check of our speed: {@code Bench [overhead|micro|growth|probe]... [--quick]
 * [--rounds N] [--doc FILE]}. Without names it measures all of them. Prints Markdown; with {@code
 * --doc} it also writes it, and plots beside it, into the parts of that document which are its own.
 */
public final class Bench {

  private static final List<String> ALL = List.of("probe", "overhead", "micro", "growth");
  private static final String USAGE =
      "Usage: bench [probe|overhead|micro|growth]... [--quick] [--rounds N] [--doc FILE]";

  private static final int ROUNDS = 5;
  private static final int LARGE = 10_000;
  private static final int SMALL = 40;

  private final boolean quick;
  private final int rounds;
  private final @Nullable PerformanceDoc doc;
  private boolean met = true;

  private Bench(boolean quick, int rounds, @Nullable PerformanceDoc doc) {
    this.quick = quick;
    this.rounds = rounds;
    this.doc = doc;
  }

  /** Measures; exits with 1 if the overhead is not as it must be. */
  public static void main(String[] args) throws Exception {
    List<String> names = new ArrayList<>();
    boolean quick = false;
    int rounds = ROUNDS;
    PerformanceDoc doc = null;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--rounds" -> rounds = Integer.parseInt(value(args, ++i));
        case "--doc" -> doc = new PerformanceDoc(Path.of(value(args, ++i)));
        default -> names.add(args[i]);
      }
    }
    if (!ALL.containsAll(names)) {
      refuse("There is nothing to measure called " + String.join(" ", names) + ".");
    }
    Bench bench = new Bench(quick, quick ? 0 : rounds, doc);
    for (String name : names.isEmpty() ? ALL : names) {
      bench.measure(name);
    }
    System.exit(
        bench.met || quick ? 0 : 1); // what servers in this JVM leave behind does not keep it
  }

  private static String value(String[] args, int i) {
    if (i == args.length) {
      refuse(args[i - 1] + " needs a value.");
    }
    return args[i];
  }

  private static void refuse(String why) {
    System.err.println("bench: " + why + "\n  " + USAGE);
    System.exit(2);
  }

  private void measure(String name) throws Exception {
    switch (name) {
      case "probe" -> probe();
      case "overhead" -> overhead();
      case "micro" -> tell("micro", Micro.measured(quick) + "\n\n" + on());
      default -> growth();
    }
  }

  private void probe() throws Exception {
    Path folder = Machine.folder("probe");
    tell("machine", Fingerprint.taken(folder).text());
    Machine.delete(folder);
  }

  private void overhead() throws Exception {
    Overhead.Result result = Overhead.measured(rounds);
    met &= result.met();
    String picture =
        doc == null || quick
            ? ""
            : doc.picture("overhead", "Overhead by the agent's time", result.plot()) + "\n\n";
    tell("overhead", picture + result.markdown());
  }

  private void growth() throws Exception {
    Growth growth = Growth.measured(quick ? SMALL : LARGE);
    String picture =
        doc == null || quick
            ? ""
            : doc.picture("growth", "Cost by what was done before", growth.plot()) + "\n\n";
    tell("growth", picture + growth.markdown() + "\n\n" + on());
  }

  private static String on() {
    return "Measured on: " + Machine.line();
  }

  private void tell(String part, String markdown) throws Exception {
    System.out.println(markdown + "\n");
    if (doc != null && !quick) {
      doc.write(part, markdown);
    }
  }
}
