package dev.aidp.cli;

/** The {@code aidp} command. */
public final class Main {
  private Main() {}

  /** Prints the version. */
  public static void main(String[] arguments) {
    String version = Main.class.getPackage().getImplementationVersion();
    System.out.println("aidp " + (version == null ? "unknown" : version));
  }
}
