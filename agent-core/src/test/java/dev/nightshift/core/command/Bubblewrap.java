package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** The condition of tests that need bubblewrap. */
final class Bubblewrap {
  private Bubblewrap() {}

  /** Skips the test where bubblewrap does not work, unless the environment demands that it does. */
  static void require() {
    Optional<String> fault = BubblewrapProbe.fault();
    if ("true".equals(System.getenv("NIGHTSHIFT_REQUIRE_BWRAP"))) {
      assertThat(fault).isEmpty();
    }
    assumeTrue(fault.isEmpty(), () -> "bubblewrap is needed: " + fault.orElse(""));
  }
}
