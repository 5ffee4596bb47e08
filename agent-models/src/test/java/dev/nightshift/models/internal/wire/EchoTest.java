package dev.nightshift.models.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.ModelErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symptom: a prompt that spoke of credit blocked the account of everybody for an hour. */
class EchoTest {
  private static final String MONEY = "Your credit balance is too low";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'type': 'missing', 'loc': ('body', 'messages'), 'msg': 'Field required', 'input': {'a': '%s'}}]",
        "[{'type': 'string_type', 'loc': ('body',), 'msg': 'no string', 'input': %s, 'url': 'u'}]",
        "[{\"type\":\"missing\",\"loc\":[\"body\"],\"msg\":\"Field required\",\"input\":\"%s\"}]",
        "1 validation error for Request messages.0.content Input should be a valid string"
            + " [type=string_type, input_value='%s', input_type=str]",
        "1 validation error for Request [type=x, input_value=%s, input_type=str] For further",
        "Input should be a valid string, input: %s",
        "Invalid input: %s",
        "Validation failed, got: %s",
        "Unsupported content: %s",
        "Invalid value: '%s'. Supported values are: 'system' and 'user'.",
        "Invalid value: 'so 'quoted' %s'.",
        "'%s' is not one of ['system', 'assistant', 'user'] - 'messages.0.role'",
        "[{'text': '%s'}] is not of type 'string' - 'messages.0.content'",
        "{\"text\": \"say \\\"%s\\\"\"} is not of type 'string'",
        "Unknown name \"%s\" at 'contents[0]': Cannot find field.",
        "Invalid value at 'contents[0].role' (TYPE_STRING), \"%s\"",
        "parse error at line 1: invalid literal; last read: '{ %s'",
        "Failed to parse messages: Missing 'content'; messages = [ { \"content\": \"%s\" } ]",
        "json: cannot unmarshal `%s` into Go struct field ChatRequest.messages",
        "messages.0.content.0.text: %s",
        "tools.3.custom.input_schema: JSON schema is invalid: %s",
        "messages: %s"
      })
  void whatRepeatsThePromptSaysNothingOfMoneyModelOrLength(String sentence) {
    for (String prompt :
        new String[] {
          MONEY, "quota: Insufficient credits", "Model x not found", "enable billing", "dunning"
        }) {
      for (int status : new int[] {200, 400, 422, 500}) {
        assertThat(
                ErrorSentence.of(status, sentence.replace("%s", prompt))
                    .kind(ModelErrorKind.CALLER))
            .isEqualTo(ModelErrorKind.CALLER);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your credit balance is too low, see 'plans and billing'.",
        "The team's and the users' usage: Your credit balance is too low.",
        "The `max_tokens` of 'x' are refused: Your credit balance is too low",
        "litellm.BadRequestError: AnthropicException - {\"type\":\"error\",\"error\":{\"type\":"
            + "\"invalid_request_error\",\"message\":\"Your credit balance is too low to access\"}}",
        "litellm.BadRequestError: AnthropicException - b'{\"type\":\"error\",\"error\":{\"message\":"
            + "\"Your credit balance is too low\"}}'",
        "Error code: 400 - {'error': {'message': 'Your credit balance is too low', 'code': 400}}"
      })
  void whatTheServerSaysItselfCounts(String sentence) {
    assertThat(ErrorSentence.of(400, sentence).kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.MONEY);
  }

  /** What speaks of money by its status repeats no prompt. */
  @Test
  void nothingIsLeftOutOfARefusalForMoney() {
    assertThat(
            ErrorSentence.of(403, "Project 'my first one': Your 'credit balance' of spending cap")
                .kind(ModelErrorKind.AUTHENTICATION))
        .isEqualTo(ModelErrorKind.MONEY);
  }

  @Test
  void fieldThatTheErrorNamesIsWhatIsWrong() {
    assertThat(ErrorSentence.of(400, MONEY, "messages[0].content").kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.CALLER);
    assertThat(ErrorSentence.of(400, "Model not found", "model").kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.MODEL_NOT_FOUND);
  }

  @Test
  @Timeout(25)
  void quotesThatNeverEndAreReadOnce() {
    String quotes = "'a b\" `c 'd' ".repeat(1_000_000);

    assertThat(ErrorSentence.of(400, quotes).kind(ModelErrorKind.CALLER))
        .isEqualTo(ModelErrorKind.CALLER);
  }
}
