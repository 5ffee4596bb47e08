package dev.nightshift.benchmarks;

/** A program that gets one answer of a model, says so, and waits to be looked at. */
public final class FirstAnswer {
  private FirstAnswer() {}

  /** The way, and the URL of the model. */
  public static void main(String[] arguments) throws Exception {
    String url = arguments[1];
    switch (arguments[0]) {
      case "raw" -> RawClient.plain(url).send(RawClient.request());
      case "provider" -> DirectClient.at(url).send(DirectClient.request());
      case "engine" -> EngineRuns.at(url).loop();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("answered");
    System.out.flush();
    System.in.read();
    Runtime.getRuntime().halt(0);
  }
}
