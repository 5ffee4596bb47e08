package dev.nightshift.models.gemini;

import static dev.nightshift.models.gemini.GeminiFixture.FLASH;
import static dev.nightshift.models.gemini.GeminiFixture.failure;
import static dev.nightshift.models.gemini.GeminiFixture.last;
import static dev.nightshift.models.gemini.GeminiFixture.request;
import static dev.nightshift.models.gemini.GeminiFixture.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.models.testing.GeminiServer.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error means whose status says something else, wherever it stands. */
class GeminiErrorEventTest {
  private static final String PIECE =
      "{'candidates':[{'content':{'parts':[{'text':'a'}]}}],"
          + "'usageMetadata':{'promptTokenCount':7,'candidatesTokenCount':3,'totalTokenCount':10}}";
  private static final String RETRY =
      "{'error':{'code':429,'status':'RESOURCE_EXHAUSTED','message':'%s','details':[{'@type':"
          + "'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'30s'}]}}";

  /** Symptom: a depleted account was waited for, or its key was said to be wrong. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | RESOURCE_EXHAUSTED | Your prepayment credits are depleted.",
        "400 | FAILED_PRECONDITION | Project has exceeded its monthly spending cap",
        "403 | PERMISSION_DENIED | Project has exceeded its monthly spending cap",
        "403 | PERMISSION_DENIED | The billing account for the owning project is disabled",
        "403 | PERMISSION_DENIED | Lightning dunning decision is deny for project: projects/7",
        "503 | UNAVAILABLE | Your prepayment credits are depleted."
      })
  void missingMoneyIsMoneyWhateverTheStatus(int status, String word, String sentence) {
    String body =
        RETRY
            .formatted(sentence)
            .replace("429", Integer.toString(status))
            .replace("RESOURCE_EXHAUSTED", word);

    ModelException refused = failure(Answer.error(status, json(body)));
    ModelException broken = failure(Answer.stream(json(PIECE), json(body)));

    assertThat(refused.kind()).isEqualTo(ModelErrorKind.MONEY);
    assertThat(refused.kind().isRetryable()).isFalse();
    assertThat(broken.kind()).isEqualTo(ModelErrorKind.MONEY);
  }

  /** Symptom: a model that is not there was a wrong request, so that no fallback was tried. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "models/gemini-x is not found for API version v1beta, or is not supported for"
            + " generateContent. Call ListModels to see the list of available models.",
        "This model models/gemini-x is no longer available to new users.",
        "Requested entity was not found."
      })
  void missingModelIsToldAsThat(String sentence) {
    String body = "{'error':{'code':404,'status':'NOT_FOUND','message':'" + sentence + "'}}";

    ModelException failure = failure(Answer.error(404, json(body)));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.MODEL_NOT_FOUND);
    assertThat(failure.billing()).isEqualTo(Billing.NOT_BILLED);
    assertThat(failure).hasMessageContaining("; check the name of the model");
    assertThat(failure(Answer.stream(json(PIECE), json(body))).kind())
        .isEqualTo(ModelErrorKind.MODEL_NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'code':404,'status':'NOT_FOUND','message':'Method not found.'}}",
        "{'message':'no route for /v1beta/models/gemini-x'}",
        "<html>The requested URL /v1beta/models/x was not found on this server.</html>"
      })
  void wrongPlaceNamesTheBaseUrl(String body) {
    ModelException failure = failure(Answer.error(404, json(body)));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
    assertThat(failure).hasMessageEndingWith("; check the base URL");
  }

  /** Symptom: the wait of a 200 whose body is an error was forgotten. */
  @Test
  void errorOfStatus200KeepsTheWaitThatItNames() {
    String body = json(RETRY.formatted("wait"));

    assertThat(failure(Answer.whole(body)).retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(failure(Answer.stream(json(PIECE), body)).retryAfter())
        .contains(Duration.ofSeconds(30));
    assertThat(failure(Answer.stream(body).withHeader("retry-after", "7")).retryAfter())
        .contains(Duration.ofSeconds(7));
  }

  /** Symptom: an error beside or instead of a piece was skipped. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "OVERLOADED | [{'error':{'code':503,'status':'UNAVAILABLE','message':'x'}}]",
        "OVERLOADED | [{'candidates':[{'finishReason':'STOP'}]},{'error':{'code':503}}]",
        "OVERLOADED | {'error':{'\\ud83d':1,'code':503,'message':'\\ude00'}}",
        "THROTTLED | {'error':{'code':429,'message':'x'},'candidates':[{'finishReason':'STOP'}]}",
        "MONEY | {'error':'Your prepayment credits are depleted.'}",
        "SERVER | {'error':'quota'}",
        "SERVER | {'type':'error','message':'x'}"
      })
  void errorInTheStreamIsOneWhateverItsShape(ModelErrorKind kind, String event) {
    ModelException failure = failure(Answer.stream(json(PIECE), json(event)));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(failure.usage().orElseThrow().input()).isEqualTo(7);
    assertThat(failure).hasMessageContaining("with an error in the stream");
  }

  /** Symptom: a name with half of a surrogate pair ended the call as not JSON. */
  @Test
  void halfOfASurrogatePairInANameOrAnIdDoesNotFailTheCall() throws InterruptedException {
    String call =
        "{\"functionCall\":{\"id\":\"a\\u%s\",\"name\":\"t\\ud83d\",\"args\":{\"\\ud83d\":\"\\ude00\"}}}";

    AssistantTurn turn = stream(last(call.formatted("d83d") + "," + call.formatted("d83e"))).turn();
    List<String> ids = turn.toolUses().stream().map(ContentBlock.ToolUse::id).toList();
    List<ContentBlock> results =
        ids.stream().<ContentBlock>map(id -> new ContentBlock.ToolResult(id, "r", false)).toList();
    ModelRequest next = request(FLASH, UserTurn.text("go"), turn, UserTurn.of(results));
    String sent = new String(new RequestEncoder().encode(next).toBytes(), StandardCharsets.UTF_8);

    assertThat(ids).doesNotHaveDuplicates().contains("a\uFFFD");
    assertThat(turn.toolUses().get(0).argumentsJson()).isEqualTo("{\"\uFFFD\":\"\uFFFD\"}");
    assertThat(sent).contains("\"args\":{\"\uFFFD\":\"\uFFFD\"}").doesNotContain("\\ud83", "?");
  }

  private static String json(String quoted) {
    return quoted.replace('\'', '"');
  }
}
