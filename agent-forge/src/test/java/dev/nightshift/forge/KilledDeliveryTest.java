package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.run.RecordedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that are killed while they open a pull request, and the one that goes on. */
@Timeout(180)
@ParameterizedClass(name = "{0}")
@EnumSource(FakeForge.Kind.class)
class KilledDeliveryTest {
  @Parameter FakeForge.Kind kind;
  @TempDir private Path root;

  @ParameterizedTest(name = "killed {0}")
  @ValueSource(strings = {"before push", "between push and open", "between open and record"})
  void aKilledRunHasOneRequestInTheEnd(String point) throws Exception {
    try (Shop shop = new Shop(root, kind)) {
      assertThat(process(shop, point)).isEqualTo(HaltedDelivery.HALTED);

      assertThat(process(shop, "nowhere")).isZero();

      assertOneRequest(shop);
    }
  }

  @Test
  void aRunThatIsKilledAgainAndAgainHasOneRequestInTheEnd() throws Exception {
    try (Shop shop = new Shop(root, kind)) {
      for (String point :
          List.of(
              "between push and open", "between open and record", "between update and record")) {
        assertThat(process(shop, point)).isEqualTo(HaltedDelivery.HALTED);
      }

      assertThat(process(shop, "nowhere")).isZero();

      assertOneRequest(shop);
    }
  }

  private static void assertOneRequest(Shop shop) {
    assertThat(shop.server.complaints()).isEmpty();
    assertThat(shop.server.requests()).hasSize(1);
    assertThat(shop.server.calls("POST", shop.server.list())).hasSize(1);
    RecordedRun run = StateDirectory.at(shop.state).runs().get(0);
    assertThat(run.end().reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(run.end().link()).isEqualTo(shop.server.link(shop.server.requests().get(0)));
    assertThat(shop.remoteTip(run.id())).isEqualTo(shop.local.tip(run.progress().branch()));
  }

  private int process(Shop shop, String point) throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                HaltedDelivery.class.getName(),
                shop.local.directory().toString(),
                root.resolve("ws").toString(),
                shop.state.toString(),
                kind.name(),
                shop.server.web().toString(),
                shop.server.token(),
                point)
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = jvm.waitFor();
    assertThat(status).as(said).isIn(0, HaltedDelivery.HALTED);
    return status;
  }
}
