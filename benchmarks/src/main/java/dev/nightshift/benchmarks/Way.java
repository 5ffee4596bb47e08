package dev.nightshift.benchmarks;

/** One way to do the same work. */
record Way(String name, Opening opening) {
  /** A way that needs nothing around its operation. */
  static Way of(String name, Operation operation) {
    return new Way(name, use -> use.with(operation));
  }

  /** Makes what the operation needs, and hands the operation out for a while. */
  @FunctionalInterface
  interface Opening {
    void open(Use use) throws Exception;
  }

  /** What is done with the operation. */
  @FunctionalInterface
  interface Use {
    void with(Operation operation) throws Exception;
  }
}
