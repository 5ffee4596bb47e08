package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.OpenAiFixture.ask;
import static dev.nightshift.models.openai.OpenAiFixture.failure;
import static dev.nightshift.models.openai.OpenAiFixture.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.core.provider.RateLimitStatus.Dimension;
import dev.nightshift.models.testing.ReplayServer;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiFailureTest {
  /** Case 17 of the list of tricky cases: four refusals of status 429 are about money. */
  @ParameterizedTest(name = "{0} {2}")
  @CsvSource({
    "429, insufficient_quota, credit_balance_exhausted, MONEY",
    "429, insufficient_quota, organization_spend_limit_exceeded, MONEY",
    "429, insufficient_quota, project_spend_limit_exceeded, MONEY",
    "429, insufficient_quota, organization_usage_limit_exceeded, MONEY",
    "429, insufficient_quota, '', MONEY",
    "429, '', credit_balance_exhausted, MONEY",
    "429, '', organization_spend_limit_exceeded, MONEY",
    "429, '', project_spend_limit_exceeded, MONEY",
    "429, '', organization_usage_limit_exceeded, MONEY",
    "429, '', insufficient_quota, MONEY",
    "429, '', billing_hard_limit_reached, MONEY",
    "429, '', billing_not_active, MONEY",
    "429, tokens, rate_limit_exceeded, THROTTLED",
    "429, requests, slow_down, THROTTLED",
    "429, brand_new, brand_new, THROTTLED",
    "503, server_error, server_is_overloaded, OVERLOADED",
    "503, '', slow_down, THROTTLED",
    "500, server_error, '', SERVER",
    "400, invalid_request_error, context_length_exceeded, CONTEXT_LENGTH",
    "400, invalid_request_error, unsupported_parameter, CALLER",
    "401, invalid_request_error, invalid_api_key, AUTHENTICATION",
    "401, invalid_request_error, '', AUTHENTICATION",
    "403, invalid_request_error, unsupported_country_region_territory, AUTHENTICATION",
    "404, invalid_request_error, model_not_found, MODEL_NOT_FOUND",
    "403, invalid_request_error, model_not_found, MODEL_NOT_FOUND",
    "400, invalid_request_error, model_not_found, MODEL_NOT_FOUND",
    "404, invalid_request_error, '', CALLER",
    "413, '', '', CONTEXT_LENGTH"
  })
  void classifiesRefusalsByTheirCode(int status, String type, String code, ModelErrorKind kind) {
    ModelException failure =
        failure(
            Recording.json(
                    status,
                    "{\"error\":{\"type\":\"%s\",\"code\":\"%s\",\"message\":\"no: Bearer sk-test\",\"param\":null}}"
                        .formatted(type, code))
                .withHeader("x-request-id", "req_7"));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing()).isEqualTo(Billing.NOT_BILLED);
    assertThat(failure.requestId()).isEqualTo("req_7");
    assertThat(failure).hasMessageContaining("HTTP " + status).hasMessageNotContaining("sk-test");
  }

  /** Case 17 of the list of tricky cases. */
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | CONTEXT_LENGTH | {'error':{'code':'rate_limit_exceeded','type':'tokens','message':"
            + "'Request too large for gpt-6.1-sol: Limit 30000, Requested 50000'}}",
        "400 | CONTEXT_LENGTH | {'error':{'code':400,'message':'the request exceeds the available"
            + " context size','type':'exceed_context_size_error','n_ctx':4096}}",
        "400 | CONTEXT_LENGTH | {'object':'error','message':'This model`s maximum context length"
            + " is 8192 tokens','code':400}",
        "402 | MONEY | {'error':{'code':402,'message':'Insufficient credits'}}",
        "402 | THROTTLED | {'error':{'code':402,'message':'m','metadata':"
            + "{'reason':'in_flight_budget_exhausted'}}}",
        "403 | MONEY | {'error':{'code':403,'message':'Key limit exceeded (total limit)'}}",
        "429 | MONEY | {'error':{'code':'429','type':'budget_exceeded','message':'Budget has been"
            + " exceeded! Current cost: 5.1'}}",
        "400 | MONEY | {'error':{'code':'400','type':'None','message':'ExceededBudget: over'}}",
        "429 | MONEY | {'error':{'type':'exceeded_current_quota_error','message':'no'}}",
        "429 | MONEY | {'error':{'message':'suspended due to insufficient balance'}}",
        "429 | MONEY | {'error':{'code':429,'message':'Insufficient credits'}}",
        "429 | THROTTLED | {'error':{'code':'in_flight_budget_exhausted','message':'spend limit'}}",
        "429 | THROTTLED | {'error':{'message':'You exceeded your current quota'}}",
        "400 | MONEY | {'error':{'type':'invalid_request_error','message':'Your credit balance is"
            + " too low'}}",
        "200 | THROTTLED | {'error':{'code':'429','message':'slow'}}",
        "200 | MONEY | {'error':{'code':'402','message':'pay'}}",
        "404 | MODEL_NOT_FOUND | {'error':'model `x` not found'}",
        "400 | MODEL_NOT_FOUND | {'error':'No models loaded. Please load a model.'}",
        "400 | MODEL_NOT_FOUND | {'error':{'code':400,'message':'model not found','type':"
            + "'invalid_request_error'}}",
        "404 | MODEL_NOT_FOUND | {'object':'error','message':'The model `x` does not exist.','type':"
            + "'NotFoundError','param':null,'code':404}",
        "400 | MODEL_NOT_FOUND | {'object':'error','message':'no','type':'invalid_model','code':"
            + "'1500'}",
        "404 | MODEL_NOT_FOUND | {'error':{'message':'No endpoints found for x/y.','code':404}}",
        "400 | MODEL_NOT_FOUND | {'error':{'message':'x/y is not a valid model ID','code':400}}",
        "401 | MODEL_NOT_FOUND | {'error':{'message':'no','type':'key_model_access_denied','code':"
            + "'401'}}",
        "404 | MODEL_NOT_FOUND | {'error':{'code':'DeploymentNotFound','message':'no'}}",
        "200 | MODEL_NOT_FOUND | {'error':{'code':404,'message':'model x: none'}}",
        "404 | CALLER | {'error':{'message':'Invalid URL (POST /v1/v1/responses)'}}",
        "404 | CALLER | {'detail':'Not Found'}",
        "404 | CALLER | <html>no page of a model</html>",
        "200 | CALLER | {'error':'Unexpected endpoint or method. (POST /x). Returning 200'}",
        "500 | MONEY | {'error':{'message':'Insufficient credits'}}",
        "403 | MONEY | {'code':'no permission','error':'Your team has used all available credits'}",
        "400 | MONEY | {'error':{'code':'Arrearage','message':'no'}}",
        "400 | CONTEXT_LENGTH | {'code':'context_length_exceeded','message':'no'}",
        "200 | CALLER | {'code':'context_length_exceeded','message':'an answer of a kind'}",
        "422 | CALLER | {'detail':[{'msg':'field required'}]}",
        "422 | CALLER | {'detail':[{'type':'missing','loc':['body','messages',0],'msg':'Field"
            + " required','input':{'content':'Your credit balance is too low'}}]}",
        "400 | CALLER | {'error':{'message':'Invalid content: maximum context length','type':"
            + "'invalid_request_error','param':'messages[0].content','code':'invalid_type'}}",
        "400 | CALLER | {'error':{'message':'Your credit balance is too low','type':"
            + "'invalid_request_error','param':'input[0]','code':'invalid_value'}}",
        "400 | MONEY | {'error':{'message':'Your credit balance is too low','param':'None'}}",
        "400 | CALLER | {'error':{'message':'Provider returned error','code':400,'metadata':{'raw':"
            + "'in_flight_budget_exhausted is what my prompt says'}}}",
        "400 | CALLER | {'error':{'message':'no','code':400,'metadata':{'flagged_input':'spend"
            + " limit'}}}",
        "400 | CALLER | {'object':'error','message':'[{`input`: in_flight_budget_exhausted}]',"
            + "'code':400}",
        "500 | SERVER | not JSON",
        "200 | THROTTLED | {'error':{'code':429,'message':'upstream'}}",
        "200 | SERVER | {'error':{'message':'upstream'}}"
      })
  void understandsWhatServersLikeItSay(int status, ModelErrorKind kind, String body) {
    assertThat(failure(Recording.json(status, body.replace('\'', '"'))).kind()).isEqualTo(kind);
  }

  /** No message of an exception shows a prompt. */
  @Test
  void wrongFieldsAreToldWithoutTheInputThatIsShownWithThem() {
    String body =
        "{'detail':[{'loc':['body','messages',0,'content'],'msg':'no text','input':'secret plan'}]}";

    assertThat(failure(Recording.json(422, body.replace('\'', '"'))))
        .hasMessageContaining("body.messages.0.content: no text")
        .hasMessageNotContaining("secret plan");
  }

  @Test
  void answerThatCameWholeIsBilledAndNamesTheRemedy() {
    ModelException failure =
        failure(
            Recording.json(
                200,
                "{\"object\":\"response\",\"error\":null,\"usage\":{\"input_tokens\":5,"
                    + "\"output_tokens\":6}}"));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
    assertThat(failure.billing()).isEqualTo(Billing.BILLED);
    assertThat(failure.usage().orElseThrow().total()).isEqualTo(11);
    assertThat(failure).hasMessageContaining("a Responses API that streams");
  }

  /** Case 16 of the list of tricky cases. */
  @ParameterizedTest
  @CsvSource({"retry-after, 7, 7000", "retry-after-ms, 250, 250", "x-none, 1, -1"})
  void waitIsWhatTheHeadersSay(String name, String value, long millis) {
    ModelException failure = failure(throttled("no").withHeader(name, value));

    assertThat(failure.retryAfter().map(Duration::toMillis).orElse(-1L)).isEqualTo(millis);
  }

  @Test
  void waitThatOnlyTheSentenceNamesIsKept() {
    ModelException failure = failure(throttled("Limit reached. Please try again in 6m1.5s. Visit"));

    assertThat(failure.retryAfter()).contains(Duration.ofMillis(361_500));
  }

  @Test
  void reportsTheLimitsOfAnAnswer() {
    OpenAiFixture.Call call = new OpenAiFixture.Call();
    Recording refusal =
        throttled("no")
            .withHeader("x-ratelimit-limit-requests", "500")
            .withHeader("x-ratelimit-remaining-requests", "499")
            .withHeader("x-ratelimit-reset-requests", "120ms")
            .withHeader("x-ratelimit-limit-tokens", "30000")
            .withHeader("x-ratelimit-remaining-tokens", "0")
            .withHeader("x-ratelimit-reset-tokens", "6m0s");

    try (ReplayServer server = ReplayServer.start(refusal)) {
      assertThatThrownBy(() -> provider(server).complete(ask("go"), call))
          .isInstanceOf(ModelException.class);
    }

    assertThat(call.limits)
        .containsExactlyInAnyOrder(
            new RateLimitStatus(Dimension.REQUESTS, 500, 499, Duration.ofMillis(120)),
            new RateLimitStatus(Dimension.TOKENS, 30_000, 0, Duration.ofMinutes(6)));
  }

  @ParameterizedTest
  @CsvSource({
    "1s, 1000",
    "6m0s, 360000",
    "120ms, 120",
    "8.64s, 8640",
    "1h2m3.5s, 3723500",
    "1d, 86400000",
    "0s, 0",
    "soon, -1",
    "'', -1",
    "-1s, -1",
    "12, -1",
    "99999999999s, -1"
  })
  void readsDurationsOfGo(String text, long millis) {
    assertThat(GoDuration.parse(text).map(Duration::toMillis).orElse(-1L)).isEqualTo(millis);
  }

  private static Recording throttled(String message) {
    return Recording.json(
        429, "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"" + message + "\"}}");
  }
}
