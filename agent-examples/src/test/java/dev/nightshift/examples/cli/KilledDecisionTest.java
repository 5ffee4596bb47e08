package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.run.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process that was killed while it carried out what a human had decided, without any key. */
@Timeout(300)
class KilledDecisionTest extends OnState {
  private static final String SOL = "openai:gpt-6.1-sol";
  private static final String FLASH = "gemini:gemini-3.8-flash";

  @BeforeEach
  void runWithKeys() throws IOException {
    Files.writeString(
        directory.resolve("gate.sh"),
        "touch '%s'; while test -e '%s'; do sleep 0.1; done\n".formatted(asked(), held()));
    prices = List.of();
    String url = "http://" + models.host();
    environment = Map.of("OPENAI_BASE_URL", url, "GOOGLE_GEMINI_BASE_URL", url);
    assertThat(run()).as(text()).isZero();
    environment = Map.of();
  }

  /** Its gate waits as long as somebody holds it. */
  @Override
  List<String> work(String... more) {
    List<String> arguments = new ArrayList<>(super.work(more));
    String gate = "sh " + directory.resolve("gate.sh");
    arguments.replaceAll(
        argument ->
            argument.equals(CODER)
                ? SOL
                : argument.equals(CRITIC) ? FLASH : argument.equals("true") ? gate : argument);
    return arguments;
  }

  private Path held() {
    return directory.resolve("held");
  }

  private Path asked() {
    return directory.resolve("asked");
  }

  /** Symptom: 'runs resume' asked for the keys of models, of which accepting asks none. */
  @Test
  void whatWasAcceptedLandsWithoutKeysAfterAKill() throws Exception {
    String run = onlyRun();
    assertThat(onState("runs list", "--json")).isZero();
    assertThat(listed().path("choices").valueStream().map(JsonNode::asString))
        .containsExactly("ACCEPTED", "REVISED", "REJECTED");
    int calls = models.asked().size();
    killWhileAccepting(run);

    // Symptom: the command line named Nightshift.recover.
    assertThat(onState("runs reject", run, "--reason", "not_needed"))
        .isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(text())
        .contains("run " + run + ": it has not ended", "'nightshift runs resume' lets it go on")
        .doesNotContain("Nightshift.recover");

    assertThat(onState("runs resume")).as(text()).isZero();

    assertThat(text()).contains("ended as merged");
    assertThat(repository.read(repository.tip("main"), "b.txt")).isEqualTo("two\n");
    assertThat(models.asked()).hasSize(calls);
  }

  private void killWhileAccepting(String run) throws Exception {
    Files.deleteIfExists(asked());
    Files.createFile(held());
    Process process = process("runs", List.of("accept", "--state", state.toString(), run));
    while (!Files.exists(asked())) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS))
          .as(() -> "ended: " + process)
          .isFalse();
    }
    process.destroyForcibly().waitFor();
    Files.delete(held());
    RecordedRun open = StateDirectory.at(state).runs().get(0);
    assertThat(open.status()).isEqualTo(RecordedRun.Status.UNFINISHED);
    assertThat(open.end().decisions())
        .extracting(HumanDecision::kind)
        .containsExactly(HumanDecision.Kind.ACCEPTED);
  }

  private JsonNode listed() {
    JsonNode all = JsonMapper.shared().readTree(text());
    return all.isArray() ? all.path(0) : all;
  }
}
