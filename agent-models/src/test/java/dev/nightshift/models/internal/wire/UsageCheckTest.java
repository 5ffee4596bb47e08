package dev.nightshift.models.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import org.junit.jupiter.api.Test;

class UsageCheckTest {
  private static final TokenUsage BOUND =
      TokenUsage.builder().input(500).output(1024).estimated(true).build();
  private final UsageCheck check = new UsageCheck();

  /** Case 13 of the list of tricky cases: a server that never tells it does so in each answer. */
  @Test
  void missingUsageIsToldOnceAModel() {
    assertThat(check.check(answer("qwen3", TokenUsage.of(5, 1)))).isFalse();
    assertThat(check.check(answer("qwen3", BOUND))).isTrue();
    assertThat(check.check(answer("qwen3", BOUND))).isFalse();
    assertThat(check.check(answer("glm-6", BOUND))).isTrue();
  }

  private static ModelResponse answer(String model, TokenUsage usage) {
    return ModelResponse.of(
        AssistantTurn.text(ModelId.parse("openai-compatible:" + model), "hi"), usage);
  }
}
