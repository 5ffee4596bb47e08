package dev.nightshift.examples.faults;

/**
 * One kind of fault that must not be there.
 *
 * @param name what has to hold, in one line
 * @param proof shows it on a stage of its own
 * @param slow true if it takes more than two seconds
 */
record Fault(String name, Proof proof, boolean slow) {
  Fault(String name, Proof proof) {
    this(name, proof, false);
  }

  /** Shows that the fault is not there. */
  @FunctionalInterface
  interface Proof {
    /**
     * Carries it out.
     *
     * @throws FaultFoundException if the fault is there
     */
    void on(Stage stage) throws Exception;
  }
}
