package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.HAIKU;
import static dev.nightshift.models.anthropic.AnthropicFixture.OPUS;
import static dev.nightshift.models.anthropic.AnthropicFixture.provider;
import static dev.nightshift.models.anthropic.AnthropicFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a role wants its model to work, from the role to the wire. */
class AnthropicOptionsTest {
  private static final ModelOptions THOROUGH =
      ModelOptions.standard().withEffort(Effort.MAX).withCacheLifetime(Duration.ofHours(1));
  private static final ModelOptions QUICK = ModelOptions.standard().withEffort(Effort.LOW);

  /** Symptom: an effort was set on the provider, so both roles of it had the same. */
  @Test
  void twoRolesOfOneProviderHaveDifferentEffortOnTheWire() throws InterruptedException {
    try (ScriptedModelServer server =
            ScriptedModelServer.start(
                Reply.toolUse("write_file", "{\"path\":\"a.txt\",\"content\":\"two\\n\"}"),
                Reply.toolUse("finish", "{\"summary\":\"done\"}"),
                Reply.toolUse(
                    "submit_review",
                    "{\"verdict\":\"approve\",\"closes\":[],\"findings\":[],\"criteria\":[]}"));
        Nightshift nightshift = nightshift(server)) {
      RunResult result = nightshift.run(task(), pipeline(HAIKU));

      assertThat(result).isInstanceOf(RunResult.Delivered.class);
      assertThat(server.requests())
          .extracting(AnthropicOptionsTest::effort)
          .containsExactly("max", "max", "low");
      assertThat(server.requests())
          .extracting(sent -> sent.bodyText().contains("\"ttl\":\"1h\""))
          .containsExactly(true, true, false);
      server.assertExhausted();
    }
  }

  @Test
  void effortThatAModelDoesNotTakeIsRefusedAtDispatchBeforeAnythingIsSent() {
    try (ScriptedModelServer server = ScriptedModelServer.start();
        Nightshift nightshift = nightshift(server)) {
      ModelId old = ModelId.parse("anthropic:claude-haiku-4-5-20251001");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightshift.dispatch(task(), pipeline(old)))
          .withMessage(
              "model 'anthropic:claude-haiku-4-5-20251001' does not take the effort LOW;"
                  + " leave that option out in its ModelOptions");
      assertThat(server.requests()).isEmpty();
      assertThat(nightshift.runs()).isEmpty();
    }
  }

  @Test
  void lifetimeThatTheApiDoesNotHaveIsRefusedBeforeItIsSent() {
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      ModelOptions halfAnHour = ModelOptions.standard().withCacheLifetime(Duration.ofMinutes(30));
      ModelRequest request =
          request(OPUS, UserTurn.text("go")).toBuilder().options(halfAnHour).build();

      assertThatIllegalArgumentException()
          .isThrownBy(() -> provider(server).complete(request, FakeCall.open()))
          .withMessageContaining("does not take a prompt cache of PT30M")
          .withMessageContaining("say one of [PT0S, PT5M, PT1H]");
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource({
    "claude-opus-5-5, LOW MEDIUM HIGH XHIGH MAX",
    "claude-opus-4-6, LOW MEDIUM HIGH MAX",
    "claude-opus-4-5, LOW MEDIUM HIGH",
    "claude-sonnet-4-5, ''",
    "unknown-yet, LOW MEDIUM HIGH XHIGH MAX",
  })
  void knowsWhichEffortsAModelTakes(String model, String efforts) {
    AnthropicProvider provider = AnthropicProvider.builder().apiKey("k").build();
    List<String> taken = List.of(efforts.split(" ", -1));

    assertThat(provider.facts(new ModelId("anthropic", model)).options().efforts())
        .extracting(Effort::name)
        .containsExactlyInAnyOrderElementsOf(efforts.isEmpty() ? List.of() : taken);
  }

  private static Nightshift nightshift(ScriptedModelServer server) {
    return Nightshift.builder(InMemoryWorkspaces.of(Map.of("a.txt", "one\n")))
        .provider(provider(server))
        .build();
  }

  private static StandardPipeline pipeline(ModelId reviewer) {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.builder(OPUS).options(THOROUGH).build())
        .reviewer(ModelReviewer.builder(reviewer).options(QUICK).build())
        .gate(Gates.maxDiff(10))
        .build();
  }

  private static Task task() {
    return Task.builder("Write two").build();
  }

  private static String effort(RecordedRequest sent) {
    String body = sent.bodyText();
    String member = "\"output_config\":{\"effort\":\"";
    int from = body.indexOf(member) + member.length();
    return body.substring(from, body.indexOf('"', from));
  }
}
