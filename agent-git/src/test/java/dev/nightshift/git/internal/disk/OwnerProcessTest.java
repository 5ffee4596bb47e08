package dev.nightshift.git.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.internal.disk.OwnerProcess.HostSystem;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OwnerProcessTest {
  private final OwnerProcess here = OwnerProcess.current();
  private final HostSystem system = here.system();

  @Test
  void isTheSameAfterItWasWrittenDown() {
    Properties properties = new Properties();
    here.saveTo(properties);

    assertThat(OwnerProcess.from(properties)).isEqualTo(here);
    assertThat(here.isCurrent()).isTrue();
    assertThat(here.isSeen()).isTrue();
  }

  @Test
  void laterProcessWithTheSameNumberIsAnother() {
    OwnerProcess earlier = new OwnerProcess(here.pid(), "1", system, here.copy());

    assertThat(earlier.isCurrent()).isFalse();
    assertThat(earlier.isSeen()).isFalse();
  }

  @Test
  void numbersOfAnotherNamespaceSayNothing() {
    HostSystem container = new HostSystem(system.boot(), "pid:[1]", system.machine(), "c");

    assertThat(container.isRunning()).isEqualTo(!system.boot().isEmpty());
    assertThat(new OwnerProcess(here.pid(), here.birth(), container, here.copy()).isSeen())
        .isFalse();
  }

  @Test
  void onlyTheSameMachineCanHaveStartedAgain() {
    HostSystem before = new HostSystem("b", system.namespace(), "m", system.host());
    HostSystem after = new HostSystem("c", system.namespace(), "m", system.host());

    assertThat(before.isEarlierThan(after)).isTrue();
    assertThat(before.isEarlierThan(new HostSystem("c", "", "n", system.host()))).isFalse();
    assertThat(before.isEarlierThan(new HostSystem("c", "", "m", "clone"))).isFalse();
    assertThat(before.isEarlierThan(before)).isFalse();
    assertThat(new HostSystem("b", "", "", "h").isEarlierThan(new HostSystem("c", "", "", "h")))
        .isFalse();
  }
}
