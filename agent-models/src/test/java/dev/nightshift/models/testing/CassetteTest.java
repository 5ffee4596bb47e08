package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.RetryAdvice;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.anthropic.AnthropicProvider;
import dev.nightshift.models.internal.wire.FakeCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CassetteTest {
  private static final ModelId MODEL = ModelId.parse("mine:large");
  private static final String KEY = "sk-ant-api03-0123456789abcdefXYZ";
  private static final AssistantTurn ANSWER =
      AssistantTurn.of(
              MODEL,
              StopReason.TOOL_USE,
              List.of(
                  new ContentBlock.Thinking("hm", "sig+/="),
                  new ContentBlock.Text("half a pair \ud83d"),
                  new ContentBlock.ToolUse("c1", "read_file", "{\"path\": \"a"),
                  new ContentBlock.Other("citation", "{\"n\":1.50}")))
          .withWireForm(WireForm.of("mine-1", new byte[] {'[', (byte) 0xFF, 0, ']'}));
  private static final TokenUsage USAGE =
      TokenUsage.builder()
          .input(7)
          .cacheRead(5)
          .cacheWrite(Duration.ofMinutes(5), 3)
          .output(4)
          .reasoning(1)
          .estimated(true)
          .build();

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("calls.jsonl");
  }

  @Test
  void playsAnAnswerAsItWas() throws InterruptedException {
    ModelResponse recorded = new ModelResponse(ANSWER, USAGE, ModelId.parse("mine:large-2"), "r1");

    assertThat(record(recorded).complete(ask("go"), call())).isSameAs(recorded);

    assertThat(Cassette.replay(file).complete(ask("go"), call())).isEqualTo(recorded);
  }

  @Test
  void playsAFailureWithItsFacts() {
    ModelException recorded =
        ModelException.builder(ModelErrorKind.THROTTLED, "wait")
            .billing(Billing.NOT_BILLED)
            .retryAdvice(RetryAdvice.DO_NOT_RETRY)
            .retryAfter(Duration.ofMillis(2_500))
            .httpStatus(429)
            .requestId("r2")
            .usage(TokenUsage.of(3, 0))
            .build();
    assertThat(failure(record(recorded))).isSameAs(recorded);

    assertThat(failure(Cassette.replay(file)))
        .usingRecursiveComparison()
        .ignoringFields("stackTrace", "suppressedExceptions", "cause")
        .isEqualTo(recorded);
  }

  @Test
  void doesNotRecordWhatWasCancelledFromThisSide() {
    failure(record(ModelException.builder(ModelErrorKind.CANCELLED, "cancelled").build()));

    assertThat(Cassette.replay(file).unused()).isEmpty();
  }

  @Test
  void playsSeveralRecordingsOfOneRequestInOrder() throws InterruptedException {
    ModelProvider recording = record(answer("one"), answer("two"));
    recording.complete(ask("go"), call());
    recording.complete(ask("go"), call());
    Cassette cassette = Cassette.replay(file);

    assertThat(cassette.complete(ask("go"), call()).turn().text()).isEqualTo("one");
    assertThat(cassette.complete(ask("go"), call()).turn().text()).isEqualTo("two");
    assertThatThrownBy(() -> cassette.complete(ask("go"), call()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("each was played");
  }

  @Test
  void takesToolsInAnyOrderAndAnyLargestAnswerForTheSameRequest() throws InterruptedException {
    record(answer("hi")).complete(ask("go"), call());
    ModelRequest same =
        ask("go").toBuilder().tools(List.of(tool("b"), tool("a"))).maxOutputTokens(9).build();

    assertThat(Cassette.replay(file).complete(same, call()).turn().text()).isEqualTo("hi");
  }

  @Test
  void aMissNamesTheNearestRecordingAndTheFirstDifference() throws InterruptedException {
    ModelProvider recording = record(answer("1"), answer("2"), answer("3"));
    recording.complete(ask("something else"), call());
    recording.complete(ask("fix the bug in A"), call());
    recording.complete(ask("fix").toBuilder().system("Other.").build(), call());
    Cassette cassette = Cassette.replay(file);
    ModelRequest asked =
        ask("fix the bug in A").toBuilder()
            .options(ModelOptions.standard().withEffort(ModelOptions.Effort.LOW))
            .build();

    assertThatThrownBy(() -> cassette.complete(asked, call()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the nearest is line 4: mine:large, 1 turns")
        .hasMessageContaining("options.effort was null and is \"LOW\"");
    assertThatThrownBy(cassette::assertExhausted)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("has no recording of");
  }

  @Test
  void aMissShowsWhereTwoTextsPart() throws InterruptedException {
    record(answer("1")).complete(ask("fix the bug in A.java please"), call());

    assertThatThrownBy(
            () -> Cassette.replay(file).complete(ask("fix the bug in B.java please"), call()))
        .hasMessageContaining("turns[0].blocks[0].text, from character 15 on")
        .hasMessageContaining("A.java please")
        .hasMessageContaining("B.java please");
  }

  @Test
  void tellsWhatWasNotPlayed() throws InterruptedException {
    ModelProvider recording = record(answer("1"), answer("2"));
    recording.complete(ask("one"), call());
    recording.complete(ask("two"), call());
    Cassette cassette = Cassette.replay(file);

    cassette.complete(ask("two"), call());

    assertThat(cassette.unused()).singleElement().asString().startsWith("line 3: mine:large");
    assertThatThrownBy(cassette::assertExhausted)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("line 3");
    cassette.complete(ask("one"), call());
    cassette.assertExhausted();
  }

  @Test
  void knowsTheFactsAndThePriceOfTheRecording() throws InterruptedException {
    ModelProvider recording = record(answer("1"));
    recording.complete(ask("go"), call());
    ModelFacts facts = recording.facts(MODEL);

    ModelFacts played = Cassette.replay(file).facts(MODEL);

    assertThat(played.canonical()).isEqualTo(facts.canonical());
    assertThat(played.limits()).isEqualTo(new ModelLimits(1_000, 100));
    assertThat(played.prices().price(MODEL, Instant.EPOCH))
        .isEqualTo(facts.prices().price(MODEL, Instant.now()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cassette.replay(file).facts(ModelId.parse("mine:other")))
        .withMessageContaining("knows nothing of model 'mine:other', only of [mine:large]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        KEY,
        "sk-proj-abcDEF0123456789_abcDEF",
        "AIzaSyA0123456789abcdefghijklmnopqrstuv",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "Authorization: Bearer abcdef0123456789.ABC",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF-123",
        "OPENAI_API_KEY=0a1b2c3d4e5f6a7b8c9d",
        "{\"password\": \"hunter2hunter2\"}",
        "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "api_key=\\\"0a1b2c3d4e5f\\\"",
        "Authorization: Basic ZGVwbG95OmNvcnJlY3Rob3JzZQ==",
        "https://bob:hunter2hunter2@host",
        "<log><password>hunter2hunter2",
        "AccountKey=AbCd0123efGH4567",
        "passphrase: correct horse battery",
        "GOCSPX-AbCdEfGhIjKlMnOpQrStUvWx1234",
        "secretKey: 0a1b2c3d4e5f",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0123456789abcdefghij\nMIIEpAIBAAKCAQEA"
      })
  void writesNoKeyAnywhere(String secret) throws InterruptedException, IOException {
    String worst = secret.substring(secret.length() - 8);
    AssistantTurn leaking =
        AssistantTurn.text(MODEL, "it is " + secret)
            .withWireForm(
                WireForm.of(
                    "mine-1",
                    JsonValue.texts(List.of(secret)).ascii().getBytes(StandardCharsets.UTF_8)));
    ModelException failing =
        ModelException.builder(ModelErrorKind.CALLER, "refused " + secret).build();
    ModelProvider recording = record(ModelResponse.of(leaking, USAGE), failing);
    recording.complete(ask("my key: " + secret), call());
    failure(recording);

    Cassette cassette = Cassette.replay(file);
    AssistantTurn played = cassette.complete(ask("my key: " + secret), call()).turn();

    assertThat(Files.readString(file)).doesNotContain(worst);
    assertThat(played.text()).startsWith("it is ").contains("[redacted]").doesNotContain(worst);
    assertThat(wire(played)).contains("[redacted]").doesNotContain(worst);
    assertThat(failure(cassette).getMessage()).contains("[redacted]").doesNotContain(worst);
  }

  @Test
  void redactsWhatTheCallerLists() throws InterruptedException, IOException {
    Pattern customer = Pattern.compile("ACME|Wile");
    script(answer("ACME it is"));
    Cassette.record(provider, file, customer).complete(ask("call ACME"), call());

    Cassette cassette = Cassette.replay(file, customer);

    assertThat(Files.readString(file)).doesNotContain("ACME");
    assertThat(cassette.complete(ask("call ACME"), call()).turn().text())
        .isEqualTo("[redacted] it is");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String password = readPasswordFromTerminal();",
        "the desk-top-of-the-line-computer-2026 of ask-me",
        "commit 7940b7aa0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a",
        "int maxTokens = 8192; token: 12"
      })
  void leavesOtherTextAsItIs(String text) throws InterruptedException {
    record(answer(text)).complete(ask("go"), call());

    assertThat(Cassette.replay(file).complete(ask("go"), call()).turn().text()).isEqualTo(text);
  }

  /** What was redacted in an answer is asked for again with the answer of the cassette. */
  @Test
  void aConversationGoesOnAfterARedactedAnswer() throws InterruptedException {
    ModelProvider recording = record(answer("the key is " + KEY), answer("done"));
    AssistantTurn first = recording.complete(ask("go"), call()).turn();
    recording.complete(goOn(first), call());
    Cassette cassette = Cassette.replay(file);

    AssistantTurn played = cassette.complete(ask("go"), call()).turn();

    assertThat(cassette.complete(goOn(played), call()).turn().text()).isEqualTo("done");
  }

  /** A private key as a tool shows it; the wire form has it as JSON in JSON. */
  @Test
  void writesNoLineOfALongPrivateKey() throws InterruptedException, IOException {
    StringBuilder shown = new StringBuilder("1\t-----BEGIN RSA PRIVATE KEY-----\n");
    shown.append("2\tProc-Type: 4,ENCRYPTED\n3\t\n");
    for (int line = 4; line < 2_000; line++) {
      shown.append(line).append("\tMIIEpAIBAAKCAQEA0123456789abcdefghijABCDEFGHIJ0123\n");
    }
    shown.append("2000\tQw0KGgo=\n2001\t-----END RSA PRIVATE KEY-----\n");
    String arguments = JsonValue.object().with("content", shown.toString()).ascii();
    String wire = JsonValue.object().with("arguments", arguments).ascii();
    AssistantTurn leaking =
        AssistantTurn.text(MODEL, shown.toString())
            .withWireForm(WireForm.of("mine-1", wire.getBytes(StandardCharsets.UTF_8)));
    record(ModelResponse.of(leaking, USAGE)).complete(ask(arguments), call());

    AssistantTurn played = Cassette.replay(file).complete(ask(arguments), call()).turn();

    assertThat(Files.readString(file)).doesNotContain("MIIE", "Qw0K");
    assertThat(played.text()).doesNotContain("MIIE", "Qw0K").contains("2000\t[redacted]\n");
    String content = JsonValue.parse(wire(played)).required("arguments").text();
    assertThat(JsonValue.parse(content).required("content").text()).isEqualTo(played.text());
  }

  /** Whoever stands around the provider, and however the key is written. */
  @Test
  void writesNoKeyOfAProviderInAnyEncoding() throws InterruptedException, IOException {
    String key = "my own gateway key 7".replace(' ', '/');
    AnthropicProvider.builder().apiKey(key);
    String basic = base64("someone:" + key);
    String said = key + " " + key.replace("/", "%2F") + " " + basic + " " + base64("a" + key);
    record(answer(said)).complete(ask("my key is " + said), call());

    Cassette cassette = Cassette.replay(file);

    assertThat(Files.readString(file)).doesNotContain("gateway", basic, base64("a" + key));
    assertThat(cassette.complete(ask("my key is " + said), call()).turn().text())
        .isEqualTo("[redacted] [redacted] [redacted] [redacted]");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void playsARealProviderWithoutServerOrKey() throws InterruptedException, IOException {
    ModelId opus = ModelId.parse("anthropic:claude-opus-5-5");
    ModelRequest request = ask("go").toBuilder().model(opus).build();
    ModelResponse recorded;
    try (ScriptedModelServer server = ScriptedModelServer.start(Reply.text("hello"))) {
      AnthropicProvider real =
          AnthropicProvider.builder().apiKey(KEY).baseUrl(server.baseUrl()).build();
      recorded = Cassette.record(real, file).complete(request, call());
    }

    Cassette cassette = Cassette.replay(file);

    assertThat(cassette.name()).isEqualTo("anthropic");
    assertThat(cassette.complete(request, call())).isEqualTo(recorded);
    assertThat(cassette.facts(opus).prices().price(opus, Instant.now()))
        .isEqualTo(
            AnthropicProvider.builder()
                .apiKey(KEY)
                .build()
                .facts(opus)
                .prices()
                .price(opus, Instant.now()));
    assertThat(Files.readString(file)).doesNotContain(KEY);
  }

  @Test
  void namesTheLineThatCannotBeRead() throws InterruptedException, IOException {
    record(answer("1")).complete(ask("go"), call());
    Files.writeString(file, Files.readString(file).replace("\"usage\"", "\"used\""));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cassette.replay(file))
        .withMessageContaining("line 3 of cassette")
        .withMessageContaining("usage");
  }

  @Test
  void refusesAFileThatIsNoCassette() throws IOException {
    Files.writeString(file, "{\"cassette\":2}\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cassette.replay(file))
        .withMessageContaining("no cassette of version 1");
    assertThatThrownBy(() -> Cassette.replay(directory.resolve("absent")))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> Cassette.record(provider, directory.resolve("absent/calls.jsonl")))
        .isInstanceOf(UncheckedIOException.class);
  }

  private final Deque<Object> script = new ArrayDeque<>();
  private final ModelProvider provider = new Scripted();

  private ModelProvider record(Object... ends) {
    script(ends);
    return Cassette.record(provider, file);
  }

  private void script(Object... ends) {
    script.addAll(List.of(ends));
  }

  private static ModelResponse answer(String text) {
    return ModelResponse.of(AssistantTurn.text(MODEL, text), TokenUsage.of(1, 1));
  }

  private static ModelException failure(ModelProvider called) {
    return catchThrowableOfType(ModelException.class, () -> called.complete(ask("fail"), call()));
  }

  private static ModelRequest ask(String text) {
    return ModelRequest.builder(MODEL)
        .system("You fix bugs.")
        .tools(List.of(tool("a"), tool("b")))
        .transcript(Transcript.empty().plus(UserTurn.text(text)))
        .build();
  }

  private static ModelRequest goOn(AssistantTurn turn) {
    ModelRequest first = ask("go");
    return first.toBuilder()
        .transcript(first.transcript().plus(turn).plus(UserTurn.text("go on")))
        .build();
  }

  private static ToolDefinition tool(String name) {
    return new ToolDefinition(name, "Does " + name, "{\"type\":\"object\"}");
  }

  private static CallContext call() {
    return FakeCall.open();
  }

  private static String wire(AssistantTurn turn) {
    return new String(turn.wireForm().orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  private final class Scripted implements ModelProvider {
    @Override
    public String name() {
      return "mine";
    }

    @Override
    public ModelFacts facts(ModelId id) {
      Rates rates =
          Rates.perMillionTokens("1.25", "10").withCaching("0.1", Map.of(Duration.ofHours(1), "2"));
      return ModelFacts.cautious(id)
          .withLimits(new ModelLimits(1_000, 100))
          .withPrice(Price.of(rates));
    }

    @Override
    public ModelResponse complete(ModelRequest request, CallContext context) {
      Object end = script.remove();
      if (end instanceof ModelException failure) {
        throw failure;
      }
      return (ModelResponse) end;
    }
  }
}
