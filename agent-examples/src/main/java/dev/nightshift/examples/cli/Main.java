package dev.nightshift.examples.cli;

/** The command line of the examples. */
public final class Main {

  private Main() {}

  /**
   * Runs the command named by the first argument.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    System.out.println("nightshift " + String.join(" ", arguments));
  }
}
