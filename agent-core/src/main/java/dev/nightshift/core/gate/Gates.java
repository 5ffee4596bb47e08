package dev.nightshift.core.gate;

/** The gates that come with the library. STUB: being written. */
public final class Gates {
  private Gates() {}

  /**
   * Returns a gate that passes when all of the given ones pass.
   *
   * @param gates evaluated in order until one fails
   * @return the gate
   */
  public static MergeGate allOf(MergeGate... gates) {
    throw new UnsupportedOperationException("stub " + gates.length);
  }
}
