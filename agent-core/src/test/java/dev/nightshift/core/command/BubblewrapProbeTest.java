package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.BubblewrapProbe.Attempt;
import dev.nightshift.core.command.BubblewrapProbe.Finding;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class BubblewrapProbeTest {
  private static final Attempt WORKS = () -> new Finding("", true);
  private static final Attempt NEVER_MORE =
      () -> {
        throw new AssertionError("probed again");
      };

  @Test
  void oneTimeoutDoesNotSwitchTheSandboxOffForEver() {
    BubblewrapProbe probe = probe(() -> new Finding("too slow", false), WORKS, NEVER_MORE);

    assertThat(probe.check()).contains("too slow");
    assertThat(probe.check()).isEmpty();
    assertThat(probe.check()).isEmpty();
  }

  @Test
  void oneFullDiskDoesNotSwitchTheSandboxOffForEver() {
    Attempt fails =
        () -> {
          throw new IOException("disk full");
        };
    BubblewrapProbe probe = probe(fails, WORKS, NEVER_MORE);

    assertThat(probe.check()).hasValueSatisfying(fault -> assertThat(fault).contains("disk full"));
    assertThat(probe.check()).isEmpty();
  }

  @Test
  void anInterruptionDoesNotChooseNoSandbox() {
    Attempt interrupted =
        () -> {
          throw new InterruptedException();
        };
    BubblewrapProbe probe = probe(interrupted, WORKS, NEVER_MORE);

    assertThatThrownBy(() -> Sandboxes.select(SandboxMode.PREFERRED, probe::check))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Sandboxes.select(SandboxMode.PREFERRED, probe::check).toDisplay())
        .isEqualTo("bubblewrap");
  }

  @Test
  void aDefiniteRefusalIsAskedForOnce() {
    BubblewrapProbe probe = probe(() -> new Finding("not permitted", true), NEVER_MORE);

    assertThat(probe.check()).contains("not permitted");
    assertThat(probe.check()).contains("not permitted");
  }

  private static BubblewrapProbe probe(Attempt... attempts) {
    Deque<Attempt> left = new ArrayDeque<>(List.of(attempts));
    return new BubblewrapProbe(() -> left.remove().run());
  }
}
