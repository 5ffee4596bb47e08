package dev.nightshift.models.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.UnknownPriceException;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.models.testing.ReplayServer;
import dev.nightshift.models.testing.ReplayServer.Asked;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A whole run over each of the two APIs, from the task to the delivered change. */
class OpenAiRunTest {
  private static final String WRITE =
      "{\\\"path\\\":\\\"a.txt\\\",\\\"content\\\":\\\"two\\\\n\\\"}";
  private static final String FINISH = "{\\\"summary\\\":\\\"done\\\"}";
  private static final String APPROVE =
      "{\\\"verdict\\\":\\\"approve\\\",\\\"closes\\\":[],\\\"findings\\\":[],\\\"criteria\\\":[]}";

  @Test
  void oneModelImplementsAndAnotherReviewsOverTheResponsesApi() throws InterruptedException {
    try (ReplayServer server =
            ReplayServer.start(
                response("write_file", WRITE),
                response("finish", FINISH),
                response("submit_review", APPROVE));
        Nightshift nightshift =
            Nightshift.builder(InMemoryWorkspaces.of(Map.of("a.txt", "one\n")))
                .provider(OpenAiFixture.provider(server))
                .build()) {
      RunResult result =
          nightshift.run(task(), pipeline("openai:gpt-6.1-sol", "openai:gpt-6-luna"));

      assertThat(result).isInstanceOf(RunResult.Delivered.class);
      List<Asked> asked = server.asked();
      assertThat(asked.get(1).body()).contains("\"encrypted_content\":\"E\"", "call_x");
      assertThat(asked.get(2).body()).contains("gpt-6-luna").doesNotContain("\"E\"", "call_x");
    }
  }

  /**
   * Symptom: gpt-5.5-2026-09-09, which no alias lists, ran at the price of gpt-5.5, said to be
   * exact.
   */
  @Test
  void datedModelThatNoAliasListsRanAtThePriceOfTheUndatedOne() {
    try (ReplayServer server = ReplayServer.start();
        Nightshift nightshift =
            Nightshift.builder(InMemoryWorkspaces.of(Map.of("a.txt", "one\n")))
                .provider(OpenAiFixture.provider(server))
                .build()) {
      assertThatExceptionOfType(UnknownPriceException.class)
          .isThrownBy(
              () ->
                  nightshift.run(
                      task(), pipeline("openai:gpt-5.5-2026-09-09", "openai:gpt-6-luna")))
          .withMessageContaining("'openai:gpt-5.5-2026-09-09'")
          .withMessageContaining("a row or an alias of exactly this name");
      assertThat(server.asked()).isEmpty();
    }
  }

  /** A vendor answers with a dated name to a request for the undated one, which is priced. */
  @Test
  void answerUnderADatedNameIsBilledAsTheModelThatWasAskedFor() throws InterruptedException {
    List<Object> estimated = new CopyOnWriteArrayList<>();
    try (ReplayServer server =
            ReplayServer.start(
                response("write_file", WRITE, "gpt-5.5-2026-09-09"),
                response("finish", FINISH, "gpt-5.5-2026-09-09"),
                response("submit_review", APPROVE));
        Nightshift nightshift =
            Nightshift.builder(InMemoryWorkspaces.of(Map.of("a.txt", "one\n")))
                .provider(OpenAiFixture.provider(server))
                .listener(
                    event -> {
                      if (event.name().equals("model.call")) {
                        estimated.add(event.attributes().get("estimated"));
                      }
                    })
                .build()) {
      RunResult result = nightshift.run(task(), pipeline("openai:gpt-5.5", "openai:gpt-6-luna"));

      assertThat(result).isInstanceOf(RunResult.Delivered.class);
      // 900 tokens at 5 and 20 at 30 dollars a million, twice, and 900 at 0.10 and 20 at 0.50.
      assertThat(result.report().spend().view().spent().cost()).isEqualTo(Money.usd("0.0103"));
      assertThat(estimated).hasSize(3).containsOnly(false);
    }
  }

  @Test
  void oneModelImplementsAndAnotherReviewsOnALocalServer() throws InterruptedException {
    ModelId coder = ModelId.parse("ollama:coder");
    ModelId critic = ModelId.parse("ollama:critic");
    try (ReplayServer server =
            ReplayServer.start(
                chunks("write_file", WRITE),
                chunks("finish", FINISH),
                chunks("submit_review", APPROVE));
        Nightshift nightshift =
            Nightshift.builder(InMemoryWorkspaces.of(Map.of("a.txt", "one\n")))
                .provider(
                    OpenAiCompatibleProvider.ollama(Map.of())
                        .baseUrl(server.url())
                        .prices(PriceBook.free(coder, critic))
                        .build())
                .build()) {
      RunResult result = nightshift.run(task(), pipeline(coder.toString(), critic.toString()));

      assertThat(result).isInstanceOf(RunResult.Delivered.class);
      assertThat(server.asked().get(1).body())
          .contains("\"role\":\"tool\",\"tool_call_id\":\"call_x\"");
    }
  }

  private static StandardPipeline pipeline(String coder, String critic) {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.using(coder))
        .reviewer(ModelReviewer.using(critic))
        .gate(Gates.maxDiff(10))
        .build();
  }

  private static Task task() {
    return Task.builder("Write two").build();
  }

  private static Recording response(String tool, String arguments) {
    return response(tool, arguments, "");
  }

  private static Recording response(String tool, String arguments, String model) {
    return Recording.events(
        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"id\":\"rs\","
            + "\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"E\"}}",
        ("{\"type\":\"response.output_item.done\",\"output_index\":1,\"item\":{\"id\":\"fc\","
                + "\"type\":\"function_call\",\"call_id\":\"call_x\",\"name\":\"%s\","
                + "\"arguments\":\"%s\"}}")
            .formatted(tool, arguments),
        ("{\"type\":\"response.completed\",\"response\":{\"model\":\"%s\","
                + "\"usage\":{\"input_tokens\":900,\"output_tokens\":20}}}")
            .formatted(model));
  }

  private static Recording chunks(String tool, String arguments) {
    return Recording.events(
        ("{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_x\","
                + "\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}]},"
                + "\"finish_reason\":\"stop\"}]}")
            .formatted(tool, arguments),
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":900,\"completion_tokens\":20}}",
        "[DONE]");
  }
}
