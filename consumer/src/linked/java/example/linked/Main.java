package example.linked;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.tool;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import dev.nightshift.core.provider.ModelProviders;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.TestNightshift;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.limits.RateLimits;
import java.util.Map;
import java.util.Set;

/** Runs from an image that jlink made, without git. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (!AnthropicProvider.builder().apiKey("any").build().name().equals("anthropic")) {
      throw new IllegalStateException("the provider has another name");
    }
    if (!ModelProviders.of("ollama:qwen3", Map.of()).name().equals("ollama")
        || !ModelProviders.names().containsAll(Set.of("anthropic", "openai", "gemini", "openai-compatible"))) {
      throw new IllegalStateException("the image finds only " + ModelProviders.names());
    }
    limits();
    ScriptedModel coder =
        ScriptedModel.of(tool("search", "{\"pattern\":\"v[0-9]\"}"), write("A.java", "v1"), finish("done"));
    RunResult result =
        TestNightshift.inMemory(Map.of("A.java", "v0"), coder, ScriptedModel.of(approves()))
            .run(Task.builder("Count on").build());
    coder.assertExhausted();
    System.out.println("consumer: " + result.reason() + " in a linked image");
  }

  /** Tokens are limited without resilience4j; for requests an image has to be told where it is. */
  private static void limits() {
    RateLimits.builder().inputTokensPerMinute(30_000).build();
    try {
      RateLimits.builder().requestsPerMinute(50).build();
    } catch (IllegalStateException refused) {
      if (refused.getMessage().contains("--add-modules io.github.resilience4j.ratelimiter")) {
        return;
      }
      throw refused;
    }
    throw new IllegalStateException("the image holds resilience4j");
  }
}
