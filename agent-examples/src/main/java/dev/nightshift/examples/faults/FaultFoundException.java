package dev.nightshift.examples.faults;

/** A fault is there. */
final class FaultFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FaultFoundException(String what) {
    super(what);
  }
}
