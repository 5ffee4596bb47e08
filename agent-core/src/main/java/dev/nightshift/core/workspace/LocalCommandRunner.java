package dev.nightshift.core.workspace;

/** STUB. */
final class LocalCommandRunner {
  private LocalCommandRunner() {}

  static CommandRunner of(CommandPolicy policy) {
    throw new UnsupportedOperationException("stub " + policy);
  }
}
