package dev.nightshift.models.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.ModelErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorSentenceTest {
  private static final String NO_CREDIT = "Your credit balance is too low";

  /** Symptom: a depleted account was waited for, or its key was said to be wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your credit balance is too low to access the Anthropic API.",
        "You have reached your specified API usage limits. You will regain access on 2026-12-01.",
        "You have reached your organization's monthly usage limit.",
        "Your prepayment credits are depleted. Please go to AI Studio at https://ai.studio/projects",
        "Your project has exceeded its monthly spending cap.",
        "This API method requires billing to be enabled. Please enable billing on project #7",
        "The billing account for the owning project is disabled in state closed",
        "Lightning dunning decision is deny for project: projects/7",
        "Insufficient credits. Add more using https://openrouter.ai/credits",
        "This request requires more credits, or fewer max_tokens.",
        "Key limit exceeded (total limit).",
        "Insufficient Balance",
        "Your team 7 has either used all available credits or reached its monthly spending limit.",
        "Your newly created teams doesn't have any credits yet.",
        "Budget has been exceeded! Current cost: 5.1, Max budget: 5",
        "ExceededBudget: User=x over budget. Spend=5.1, Budget=5",
        "Access denied, please make sure your account is in good standing."
      })
  void missingMoneyIsMoneyWhateverTheStatusSays(String sentence) {
    for (ModelErrorKind known : ModelErrorKind.values()) {
      assertThat(ErrorSentence.of(429, sentence).kind(known)).isEqualTo(ModelErrorKind.MONEY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rate limit reached for gpt-6.1-sol on tokens per min (TPM): Limit 30000, Used 29000. Please"
            + " try again in 6s. You can increase your rate limit by adding a payment method to your"
            + " account at https://platform.openai.com/account/billing.",
        "This request would exceed your organization's rate limit of 30,000 input tokens per minute."
            + " You may also contact sales to discuss your options for a rate limit increase.",
        "You exceeded your current quota, please check your plan and billing details.",
        "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 requests per day",
        "The model `x` does not exist right now because its limit is reached",
        "model: overloaded, not found a free slot"
      })
  void limitStaysALimit(String sentence) {
    assertThat(ErrorSentence.of(429, sentence).kind(ModelErrorKind.THROTTLED))
        .isEqualTo(ModelErrorKind.THROTTLED);
  }

  /** Symptom: a model that nobody has was said to be a wrong request, so no other was tried. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "model: claude-not-there",
        "The model `gpt-x` does not exist or you do not have access to it.",
        "models/gemini-x is not found for API version v1beta, or is not supported for"
            + " generateContent.",
        "This model models/gemini-x is no longer available to new users.",
        "Publisher Model `projects/p/locations/l/publishers/google/models/x` was not found",
        "Requested entity was not found.",
        "This is not a chat model and thus not supported in the v1/chat/completions endpoint.",
        "No allowed providers are available for the selected model."
      })
  void whatStatus404SaysOfAModelIsAboutTheModel(String sentence) {
    assertThat(ErrorSentence.of(404, sentence).kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.MODEL_NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model 'qwen3' not found",
        "model \"qwen3\" not found, try pulling it first",
        "The model `x` does not exist.",
        "model not found",
        "Model Not Exist",
        "Model \"default\" not found. Please specify a valid model.",
        "Invalid model identifier \"x\". Please specify a valid downloaded model (e.g. y).",
        "No models loaded. Please load a model in the developer page or use 'lms load'.",
        "x/y is not a valid model ID",
        "No endpoints found for x/y.",
        "No endpoints found that support tool use.",
        "Invalid model: x",
        "/chat/completions: Invalid model name passed in model=x. Call `/v1/models` to view",
        "Unknown Model, please check the model code.",
        "The model `x` has been decommissioned and is no longer supported.",
        "The model `x` is blocked at the project level.",
        "Project `proj_x` does not have access to model `x`.",
        "key not allowed to access model. This key can only access models=['y']",
        "Unable to access model x. Please visit the list of models."
      })
  void whatNamesAMissingModelIsAboutTheModelWhateverTheStatusSays(String sentence) {
    assertThat(ErrorSentence.of(400, sentence).kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.MODEL_NOT_FOUND);
    assertThat(ErrorSentence.of(403, sentence).kind(ModelErrorKind.AUTHENTICATION))
        .isEqualTo(ModelErrorKind.MODEL_NOT_FOUND);
    assertThat(ErrorSentence.of(200, sentence).kind(ModelErrorKind.SERVER))
        .isEqualTo(ModelErrorKind.MODEL_NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Not Found",
        "File Not Found",
        "Method not found.",
        "Invalid URL (POST /v1/v1/responses)",
        "No route for POST /v1beta/models/gemini-x:streamGenerateContent",
        "Previous response with id 'resp_7' not found.",
        "Item with id 'rs_7' not found. Items are not persisted when `store` is set to false.",
        ""
      })
  void otherThingsThatAreMissingAreNoModel(String sentence) {
    assertThat(ErrorSentence.of(404, sentence).kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.CALLER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unsupported parameter: 'temperature' is not supported with this model.",
        "model name is missing from the request",
        "you must provide a model parameter",
        "Invalid model output: the tool 'x' was not found",
        "the model's tool 'x' not found",
        "registry.ollama.ai/library/x:latest does not support tools"
      })
  void wrongRequestThatNamesTheModelStaysOne(String sentence) {
    assertThat(ErrorSentence.of(400, sentence).kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.CALLER);
  }

  @ParameterizedTest
  @EnumSource(ModelErrorKind.class)
  void sentenceThatSaysNothingChangesNothing(ModelErrorKind known) {
    assertThat(ErrorSentence.of(400, "no").kind(known)).isEqualTo(known);
  }

  /** Symptom: a server could keep a call busy for half a minute with one sentence. */
  @Test
  @Timeout(25)
  void sentenceThatNeverEndsIsReadAtItsBeginning() {
    String endless = "model name a ".repeat(3_000_000);

    assertThat(ErrorSentence.of(400, endless + NO_CREDIT).kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.CALLER);
    assertThat(ErrorSentence.of(400, NO_CREDIT + endless).kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.MONEY);
  }

  @Test
  void moneyComesBeforeTheModel() {
    assertThat(ErrorSentence.of(404, "model: x. " + NO_CREDIT).kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.MONEY);
  }
}
