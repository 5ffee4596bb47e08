package dev.nightshift.models.gemini;

import static dev.nightshift.models.gemini.GeminiFixture.call;
import static dev.nightshift.models.gemini.GeminiFixture.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.testing.GeminiServer;
import dev.nightshift.models.testing.GeminiServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole run of the engine on two models of Google, with all that goes wrong on the way. */
class GeminiRunTest {
  private static final String STOP = "\"finishReason\":\"STOP\",";
  private static final String USAGE =
      ",\"usageMetadata\":{\"promptTokenCount\":3000,\"cachedContentTokenCount\":1000,"
          + "\"candidatesTokenCount\":40,\"thoughtsTokenCount\":60,\"totalTokenCount\":3100}";
  private static final Answer BUSY =
      Answer.error(
          429,
          "[{\"error\":{\"code\":429,\"message\":\"quota\",\"status\":\"RESOURCE_EXHAUSTED\","
              + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
              + "\"retryDelay\":\"59s\"}]}}]");
  private static final Answer MALFORMED =
      Answer.stream(
          "{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]" + USAGE + "}");

  private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-29T12:00:00Z"));

  @Test
  void runIsMergedAndPaidToTheNanoDollar() throws InterruptedException {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("a.txt", "one\n"));
    try (GeminiServer server =
            GeminiServer.start(
                works(
                    signed("read_file", "{\"path\":\"a.txt\"}")
                        + ","
                        + call("write_file", "{\"path\":\"b.txt\",\"content\":\"two\\n\"}")),
                BUSY,
                MALFORMED,
                works(signed("finish", "{\"summary\":\"wrote two\"}")),
                reviews(signed("read_file", "{\"path\":\"b.txt\"}")),
                reviews(signed("submit_review", "{\"verdict\":\"approve\",\"criteria\":[]}")));
        Nightshift engine =
            Nightshift.builder(workspaces).provider(provider(server)).time(time).build()) {
      RunResult result = engine.run(Task.builder("Write two").build(), pipeline());

      server.assertExhausted();
      assertThat(result).isInstanceOf(RunResult.Delivered.class);
      assertThat(workspaces.targetFiles()).containsEntry("b.txt", "two\n");
      assertThat(result.report().duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(59));
      // Three answers of 2,000 + 1,000 cached + 100 tokens each, and two of the reviewer's.
      long implementer = 3 * (2000 * 750 + 1000 * 75 + 100 * 3750);
      long reviewer = 2 * (2000 * 300 + 1000 * 30 + 100 * 2500);
      assertThat(result.report().spend().view().spent().cost())
          .isEqualTo(Money.ofNanos(implementer + reviewer));
    }
  }

  private GeminiProvider provider(GeminiServer server) {
    return GeminiProvider.builder()
        .apiKey("key-test")
        .baseUrl(server.baseUrl())
        .connection(ConnectionSettings.standard().withTime(time))
        .build();
  }

  private static StandardPipeline pipeline() {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.using("gemini:gemini-3.8-flash"))
        .reviewer(ModelReviewer.using("gemini:gemini-2.5-flash"))
        .gate(Gates.maxDiff(10))
        .delivery(Delivery.merge())
        .build();
  }

  private static Answer works(String parts) {
    return Answer.stream(
        piece("{\"text\":\"On\"}"), piece("{\"text\":\" it.\"}"), piece(parts, STOP, USAGE));
  }

  private static Answer reviews(String parts) {
    return Answer.stream(piece(parts, STOP, USAGE).replace("gemini-3.8-flash", "gemini-2.5-flash"));
  }

  private static String signed(String name, String args) {
    return "{\"functionCall\":{\"name\":\"%s\",\"args\":%s},\"thoughtSignature\":\"S==\"}"
        .formatted(name, args);
  }
}
