package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.SMALL;
import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.model.AgentRole.IMPLEMENTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.UserTurn;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RepeatedWarningTest {
  private static final UserTurn GO = UserTurn.text("go");
  private final MeterFixture at = new MeterFixture();

  /** Symptom: a server that never reports usage filled the log with one warning for each call. */
  @Test
  void modelWithoutUsageIsWarnedOfOnceThoughEachCallIsCharged() throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation strong = meter.open(spec(STRONG).build(), IMPLEMENTER, "strong");
    Conversation small = meter.open(spec(SMALL).build(), IMPLEMENTER, "small");
    for (int i = 0; i < 4; i++) {
      at.provider.answers(0, 0);
    }
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      strong.send(GO);
      strong.send(GO);
      small.send(GO);
      small.send(GO);
    } finally {
      System.setErr(before);
    }

    assertThat(log.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("fake:strong reported no usage")
        .containsOnlyOnce("fake:small reported no usage");
    assertThat(at.events.stream().filter(event -> event.name().equals("model.call")))
        .hasSize(4)
        .allMatch(event -> event.attributes().get("estimated").equals(true));
  }
}
