package dev.nightshift.core.score;

/** What is wrong with a line that {@link FaultPlanter} changed. */
public enum FaultKind {
  /** A value of another type than its place takes; a compiler finds it. */
  TYPE_ERROR("type error"),
  /** An absent value is no longer looked for. */
  NULL_CHECK("null check"),
  /** A boundary, a condition or a count is off. */
  LOGIC_EDGE_CASE("logic edge case"),
  /** Two arguments are swapped. */
  ARGUMENT_ORDER("argument order"),
  /** Something is no longer done. */
  MISSING_CALL("missing call"),
  /** Nothing is returned in place of a value. */
  NULL_RESULT("null result");

  private final String words;

  FaultKind(String words) {
    this.words = words;
  }

  /**
   * Returns the kind for people.
   *
   * @return one to three lower-case words
   */
  @Override
  public String toString() {
    return words;
  }
}
