package dev.nightshift.models.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.testing.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedModelServerTest {
  private static final String USER = "{\"role\":\"user\",\"content\":\"Fix it\"}";
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void answersInOrderAndRecordsWhatItWasAsked() throws Exception {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(Reply.text("one"), Reply.overloaded())) {
      HttpResponse<String> first = post(server, body(USER));
      HttpResponse<String> second = post(server, body(USER));

      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.body()).contains("event: message_stop", "\"text\":\"one\"");
      assertThat(second.statusCode()).isEqualTo(529);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests().get(1).bodyText()).isEqualTo(body(USER));
      assertThat(server.requests().get(1).index()).isEqualTo(1);
      server.assertExhausted();
    }
  }

  @Test
  void unexpectedRequestIsAnsweredWith500AndFailsTheTest() throws Exception {
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      HttpResponse<String> response = post(server, body(USER));

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.headers().firstValue("x-should-retry")).contains("false");
      assertThat(response.body()).contains("no more replies", "claude-haiku-4-5");
      assertThatThrownBy(server::assertExhausted)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("request 0 to claude-haiku-4-5");
    }
  }

  @Test
  void connectionIsClosedWithoutAWordAfterAReplyThatSaysSo() throws Exception {
    try (ScriptedModelServer server =
            ScriptedModelServer.start(Reply.overloaded().closingAfterwards());
        Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(server.baseUrl()).getPort())) {
      String request =
          "POST /v1/messages HTTP/1.1\r\nx-api-key: k\r\ncontent-length: "
              + body(USER).length()
              + "\r\n\r\n"
              + body(USER);
      socket.getOutputStream().write(request.getBytes(UTF_8));

      String all = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(all).startsWith("HTTP/1.1 529").endsWith("}").doesNotContain("connection:");
    }
  }

  /** Symptom: the answer of a server told to wait for a month was a broken connection at once. */
  @ParameterizedTest
  @ValueSource(strings = {"P25D", "P30D", "PT2562047788015215H"})
  void delayOfAnyLengthIsKept(String delay) throws Exception {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(Reply.text("late").delayed(Duration.parse(delay)))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.baseUrl() + "/v1/messages"))
              .header("x-api-key", "k")
              .timeout(Duration.ofMillis(300))
              .POST(BodyPublishers.ofString(body(USER)))
              .build();

      assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(HttpTimeoutException.class);
      assertThat(server.awaitClientGone(10)).isTrue();
    }
  }

  /** Symptom: the continuation of a paused turn could not be played. */
  @Test
  void onlyAPausedTurnMayStandAtTheEnd() throws Exception {
    String paused =
        "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"So far\"}]}";
    String marked =
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Fix it\""
            + ",\"cache_control\":{\"type\":\"ephemeral\"}}]}";
    String unmarked = marked.replace(",\"cache_control\":{\"type\":\"ephemeral\"}", "");
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            Reply.text("So far").withStopReason(StopReason.PAUSE_TURN),
            Reply.text("So far").withStopReason(StopReason.PAUSE_TURN),
            Reply.text("done"))) {
      assertThat(post(server, body(unmarked + "," + paused)).statusCode()).isEqualTo(400);
      assertThat(post(server, body(marked)).statusCode()).isEqualTo(200);
      assertThat(post(server, body(unmarked + "," + paused)).statusCode()).isEqualTo(200);
      assertThat(post(server, body(unmarked + "," + paused + "," + paused)).statusCode())
          .isEqualTo(200);
      assertThat(post(server, body(USER + "," + paused)).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void unusedRepliesFailTheTest() {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(Reply.text("one"), Reply.text("two"))) {
      assertThatThrownBy(server::assertExhausted)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("2 replies of the script were not asked for");
    }
  }

  @Test
  void functionPlaysTwoRolesByLookingAtTheRequest() throws Exception {
    Function<RecordedRequest, Reply> roles =
        request ->
            request.model().contains("haiku")
                ? Reply.text("approve " + request.lastUserText())
                : request.toolResults().isEmpty()
                    ? Reply.toolUse("read_file", "{\"path\":\"A.java\"}")
                    : Reply.text("done after " + request.assistantTurns());
    String toolLoop =
        USER
            + ",{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\","
            + "\"name\":\"read_file\",\"input\":{}}]},{\"role\":\"user\",\"content\":"
            + "[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"is_error\":true,"
            + "\"content\":\"none\"}]}";
    try (ScriptedModelServer server = ScriptedModelServer.start(roles)) {
      assertThat(post(server, body(USER)).body()).contains("approve Fix it");
      assertThat(post(server, body(USER).replace("haiku-4-5", "opus-5-5")).body())
          .contains("\"stop_reason\":\"tool_use\"", "toolu_1_0");
      assertThat(post(server, body(toolLoop).replace("haiku-4-5", "opus-5-5")).body())
          .contains("done after 1");

      RecordedRequest last = server.requests().get(2);
      assertThat(last.toolResults())
          .containsExactly(new ContentBlock.ToolResult("t1", "none", true));
      assertThat(last.firstUserText()).isEqualTo("Fix it");
      assertThat(last.messageCount()).isEqualTo(3);
      assertThat(last.maxTokens()).isEqualTo(100);
      assertThat(last.system()).isEqualTo("S");
      assertThat(last.toolNames()).containsExactly("read_file");
      server.assertExhausted();
    }
  }

  @Test
  void exceptionOfTheFunctionIsAFailure() throws Exception {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            request -> {
              throw new AssertionError("reviewer saw " + request.lastUserText());
            })) {
      assertThat(post(server, body(USER)).statusCode()).isEqualTo(500);
      assertThat(server.failures()).singleElement().asString().contains("reviewer saw Fix it");
    }
  }

  @Test
  void keyIsNeededAndNeverRecorded() throws Exception {
    try (ScriptedModelServer server = ScriptedModelServer.start(Reply.text("one"))) {
      post(server, body(USER));
      HttpRequest withoutKey =
          HttpRequest.newBuilder(URI.create(server.baseUrl() + "/v1/messages"))
              .POST(BodyPublishers.ofString(body(USER)))
              .build();

      assertThat(client.send(withoutKey, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(401);
      assertThat(server.requests().get(0).headers()).doesNotContainKey("x-api-key");
      assertThat(server.requests().get(0).headers().toString()).doesNotContain("sk-secret");
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"top_p\":1,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}] | sampling",
        "\"tool_choice\":{\"type\":\"any\"},\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]"
            + " | forced tool use",
        "\"messages\":[] | at least one message",
        "\"messages\":[{\"role\":\"user\",\"content\":[]}] | non-empty content",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\" \"}]}]"
            + " | non-whitespace text",
        "\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"}] | end with a user message",
        "\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\"}]},"
            + "{\"role\":\"user\",\"content\":\"a\"}] | need tool_result blocks"
      })
  void refusesWhatTheRealApiRefuses(String fields, String complaint) throws Exception {
    try (ScriptedModelServer server = ScriptedModelServer.start(Reply.text("never"))) {
      HttpResponse<String> response =
          post(server, "{\"model\":\"m\",\"max_tokens\":9," + fields + "}");

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("invalid_request_error", complaint);
      assertThat(server.failures()).hasSize(1);
    }
  }

  @Test
  void otherPathsAndBrokenBodiesAreFailures() throws Exception {
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      HttpRequest elsewhere =
          HttpRequest.newBuilder(URI.create(server.baseUrl() + "/v1/complete"))
              .header("x-api-key", "k")
              .POST(BodyPublishers.ofString("{}"))
              .build();

      assertThat(client.send(elsewhere, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(404);
      assertThat(post(server, "{").statusCode()).isEqualTo(400);
      assertThat(server.failures()).hasSize(2);
    }
  }

  @Test
  void billsEachAnswerByTheUsageItReported() throws Exception {
    Reply paid =
        Reply.text("x").withUsage(TokenUsage.builder().input(3).cacheRead(7).output(1).build());
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            paid, Reply.overloaded(), paid.cutAfter(200), paid.endingInError("api_error", "x"))) {
      post(server, body(USER));
      post(server, body(USER));
      assertThatThrownBy(() -> post(server, body(USER))).isInstanceOf(IOException.class);
      post(server, body(USER));

      // Haiku 4.5: 1, 0.10 and 5 dollars per million tokens.
      assertThat(server.bill()).isEqualTo(Money.ofNanos(3_000 + 700 + 5_000));
      assertThat(server.charges()).hasSize(1);
      assertThat(server.charges().get(0).model()).isEqualTo("claude-haiku-4-5");
      server.assertExhausted();
    }
  }

  @Test
  void modelWithoutPriceIsAFailureNotAFreeCall() throws Exception {
    try (ScriptedModelServer server =
        ScriptedModelServer.builder().prices(PriceBook.empty()).script(Reply.text("x")).start()) {
      assertThat(post(server, body(USER)).statusCode()).isEqualTo(500);
      assertThatThrownBy(server::assertExhausted).hasMessageContaining("no price for model");
    }
  }

  @Test
  void simulatedCacheReadsWhatItHasSeenAndForgetsItInTime() throws Exception {
    ManualTime time = ManualTime.create();
    String mark = ",\"cache_control\":{\"type\":\"ephemeral\"}}";
    String task = "Fix it ".repeat(4_000);
    String first = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + task + "\"";
    String answer = "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"why\"}]}";
    String second = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"because\"";
    String one = body(first + mark + "]}");
    String two = body(first + "}]}," + answer + "," + second + mark + "]}");
    try (ScriptedModelServer server =
        ScriptedModelServer.builder()
            .simulateCaching()
            .time(time)
            .model(request -> Reply.text("ok"))
            .start()) {
      post(server, one);
      post(server, two);
      time.advance(Duration.ofMinutes(6));
      post(server, two);

      List<TokenUsage> usages = server.charges().stream().map(Charge::usage).toList();
      TokenUsage cold = usages.get(0);
      TokenUsage warm = usages.get(1);
      TokenUsage expired = usages.get(2);
      assertThat(cold.cacheRead()).isZero();
      assertThat(cold.cacheWrites().tokens(Duration.ofMinutes(5))).isPositive();
      assertThat(warm.cacheRead()).isEqualTo(cold.cacheWrites().tokens(Duration.ofMinutes(5)));
      assertThat(warm.cacheWrites().tokens(Duration.ofMinutes(5)))
          .isPositive()
          .isLessThan(cold.cacheWrites().tokens(Duration.ofMinutes(5)));
      assertThat(expired.cacheRead()).isZero();
      assertThat(expired.cacheWrites().tokens(Duration.ofMinutes(5)))
          .isEqualTo(warm.cacheRead() + warm.cacheWrites().tokens(Duration.ofMinutes(5)));
      assertThat(cold.input()).isZero();
    }
  }

  @Test
  void takesBodiesOfUnknownLength() throws Exception {
    BodyPublisher chunked =
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body(USER).getBytes(UTF_8)));
    try (ScriptedModelServer server = ScriptedModelServer.start(Reply.text("one"))) {
      assertThat(send(server, chunked).statusCode()).isEqualTo(200);
      assertThat(server.requests().get(0).bodyText()).isEqualTo(body(USER));
    }
  }

  @Test
  void closesItsConnectionsAndThreads() throws Exception {
    ScriptedModelServer server = ScriptedModelServer.start(Reply.text("one"));
    String url = server.baseUrl();
    post(server, body(USER));

    server.close();

    assertThatThrownBy(() -> post(server, body(USER))).isInstanceOf(IOException.class);
    assertThatCode(server::close).doesNotThrowAnyException();
    assertThat(url).startsWith("http://127.0.0.1:");
  }

  private HttpResponse<String> post(ScriptedModelServer server, String body)
      throws IOException, InterruptedException {
    return send(server, BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(ScriptedModelServer server, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.baseUrl() + "/v1/messages"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("x-api-key", "sk-secret")
            .POST(body)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String body(String messages) {
    return "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":100,\"system\":\"S\","
        + "\"tools\":[{\"name\":\"read_file\",\"input_schema\":{}}],\"messages\":["
        + messages
        + "]}";
  }
}
