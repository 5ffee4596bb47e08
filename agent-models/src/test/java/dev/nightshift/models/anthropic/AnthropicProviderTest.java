package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.HAIKU;
import static dev.nightshift.models.anthropic.AnthropicFixture.OPUS;
import static dev.nightshift.models.anthropic.AnthropicFixture.ask;
import static dev.nightshift.models.anthropic.AnthropicFixture.provider;
import static dev.nightshift.models.anthropic.AnthropicFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicProviderTest {
  @Test
  void returnsTheAnswerWithItsUsageAndStopReason() throws InterruptedException {
    TokenUsage usage =
        TokenUsage.builder()
            .input(7)
            .cacheRead(1000)
            .cacheWrite(Duration.ofMinutes(5), 30)
            .cacheWrite(Duration.ofHours(1), 4)
            .output(60)
            .reasoning(20)
            .build();
    Reply reply =
        Reply.of(
                new ContentBlock.Thinking("", "sig"),
                new ContentBlock.Text("I will read both."),
                Reply.use("read_file", "{\"path\": \"A.java\"}"),
                Reply.use("list_files", ""))
            .withUsage(usage);
    try (ScriptedModelServer server = ScriptedModelServer.start(reply)) {
      FakeCall call = FakeCall.open();

      ModelResponse response = provider(server).complete(ask("Fix it"), call);

      assertThat(response.turn().blocks())
          .containsExactly(
              new ContentBlock.Thinking("", "sig"),
              new ContentBlock.Text("I will read both."),
              new ContentBlock.ToolUse("toolu_0_2", "read_file", "{\"path\": \"A.java\"}"),
              new ContentBlock.ToolUse("toolu_0_3", "list_files", "{}"));
      assertThat(response.turn().stopReason()).isEqualTo(StopReason.TOOL_USE);
      assertThat(response.turn().producer()).isEqualTo(OPUS);
      assertThat(response.usage()).usingRecursiveComparison().isEqualTo(usage);
      assertThat(response.requestId()).isEqualTo("req_scripted_0");
      assertThat(call.receivedBytes()).isPositive();
      assertThat(call.openRegistrations()).isZero();
      server.assertExhausted();
    }
  }

  @Test
  void sendsKeyAndVersionAndNothingNewModelsRefuse() throws InterruptedException {
    try (ScriptedModelServer server = ScriptedModelServer.start(Reply.text("hi"))) {
      provider(server).complete(ask("Fix it"), FakeCall.open());

      RecordedRequest request = server.requests().get(0);
      assertThat(request.headers().get("anthropic-version")).containsExactly("2023-06-01");
      assertThat(request.headers()).doesNotContainKey("x-api-key");
      assertThat(request.bodyText())
          .contains("\"stream\":true")
          .doesNotContain("tool_choice", "temperature", "thinking", "output_config");
      server.assertExhausted();
    }
  }

  @Test
  void keepsTheNameTheServerAnswersUnder() throws InterruptedException {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(Reply.text("hi").withModel("claude-opus-5-5-20260922"))) {
      ModelResponse response = provider(server).complete(ask("Fix it"), FakeCall.open());

      assertThat(response.model()).isEqualTo(ModelId.parse("anthropic:claude-opus-5-5-20260922"));
      assertThat(response.turn().producer()).isEqualTo(OPUS);
    }
  }

  @Test
  void missingKeyNamesTheVariable() {
    assertThatThrownBy(() -> AnthropicProvider.fromEnvironment(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ANTHROPIC_API_KEY");
    assertThatThrownBy(() -> AnthropicProvider.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ANTHROPIC_API_KEY");
  }

  @Test
  void environmentNamesTheBaseUrlWithOrWithoutVersion() {
    for (String url : new String[] {"http://localhost:9/x", "http://localhost:9/x/v1/"}) {
      AnthropicProvider provider =
          AnthropicProvider.fromEnvironment(
              Map.of("ANTHROPIC_API_KEY", "sk-secret", "ANTHROPIC_BASE_URL", url));

      assertThat(provider).hasToString("AnthropicProvider[http://localhost:9/x/v1/messages]");
    }
  }

  @Test
  void neverRepeatsAKeyItRefuses() {
    assertThatThrownBy(() -> AnthropicProvider.builder().apiKey("sk-secret\nx"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> AnthropicProvider.builder().baseUrl("https://me:secret@host"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> AnthropicProvider.builder().baseUrl("api.anthropic.com"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("api.anthropic.com");
  }

  @Test
  void knowsModelsByAllTheirNames() {
    AnthropicProvider provider = AnthropicProvider.builder().apiKey("k").build();
    ModelId dated = ModelId.parse("anthropic:claude-haiku-4-5-20251001");

    assertThat(provider.name()).isEqualTo("anthropic");
    assertThat(provider.facts(dated).canonical())
        .isEqualTo(ModelId.parse("anthropic:claude-haiku-4-5"));
    assertThat(provider.facts(OPUS).canonical()).isSameAs(OPUS);
    assertThat(provider.facts(dated).limits()).isEqualTo(new ModelLimits(200_000, 64_000));
    assertThat(provider.facts(OPUS).limits()).isEqualTo(new ModelLimits(1_000_000, 128_000));
    assertThat(provider.facts(ModelId.parse("anthropic:new")).limits())
        .isEqualTo(ModelLimits.cautious());
  }

  @Test
  void pricesGivenComeBeforeTheBundledOnes() {
    Price mine = Price.of(Rates.perMillionTokens("1", "2"));
    AnthropicProvider provider =
        AnthropicProvider.builder().apiKey("k").prices(PriceBook.of(Map.of(OPUS, mine))).build();
    Instant now = Instant.parse("2026-11-23T00:00:00Z");
    ModelId unknown = ModelId.parse("anthropic:claude-opus-5.5");

    assertThat(provider.facts(OPUS).prices().price(OPUS, now)).contains(mine);
    assertThat(
            provider
                .facts(HAIKU)
                .prices()
                .price(HAIKU, now)
                .orElseThrow()
                .cost(TokenUsage.of(10, 0)))
        .isEqualTo(Money.ofNanos(1000));
    assertThat(provider.facts(unknown).prices().price(unknown, now)).isEmpty();
  }

  /** Symptom: a pinned version was never asked for, and its own price never charged. */
  @Test
  void pinnedVersionIsSentAsItIsNamed() throws InterruptedException {
    ModelId pinned = ModelId.parse("anthropic:claude-haiku-4-5-20251001");
    try (ScriptedModelServer server = ScriptedModelServer.start(Reply.text("hi"))) {
      provider(server).complete(request(pinned, UserTurn.text("go")), FakeCall.open());

      assertThat(server.requests().get(0).model()).isEqualTo("claude-haiku-4-5-20251001");
    }
  }

  @Test
  void pricesGivenForTheCanonicalNameComeBeforeTheBundledOnesForPinnedVersions() {
    Price mine = Price.of(Rates.perMillionTokens("1", "2"));
    ModelId haiku = ModelId.parse("anthropic:claude-haiku-4-5");
    AnthropicProvider provider =
        AnthropicProvider.builder().apiKey("k").prices(PriceBook.of(Map.of(haiku, mine))).build();
    ModelId pinned = ModelId.parse("anthropic:claude-haiku-4-5-20251001");

    assertThat(provider.facts(pinned).prices().price(pinned, Instant.parse("2026-11-23T00:00:00Z")))
        .contains(mine);
  }

  /** Symptom: writing a long conversation moved the deadline of its call. */
  @Test
  void deadlineThatPassesWhileTheRequestIsPreparedSendsNothing() {
    ManualTime time = ManualTime.create();
    Instant deadline = time.now().plusSeconds(10);
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      AnthropicProvider provider =
          AnthropicProvider.builder()
              .apiKey("k")
              .baseUrl(server.baseUrl())
              .connection(ConnectionSettings.standard().withTime(time))
              .build();
      CallContext slow = new SlowlyPrepared(time, deadline);

      ModelException failure =
          catchThrowableOfType(ModelException.class, () -> provider.complete(ask("go"), slow));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
      assertThat(server.requests()).isEmpty();
    }
  }

  /** Symptom: the mark was dropped, and the context stayed short. */
  @Test
  void markForALongContextIsRefusedInsteadOfIgnored() {
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      AnthropicProvider provider = provider(server);
      ModelId marked = ModelId.parse("anthropic:claude-opus-5-5[1m]");

      assertThatThrownBy(() -> provider.facts(marked))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("anthropic:claude-opus-5-5[1m]")
          .hasMessageContaining("leave out [1m]");
      assertThatThrownBy(
              () -> provider.complete(request(marked, UserTurn.text("go")), FakeCall.open()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void answerUnderAMarkedNameIsThatOfTheModel() throws InterruptedException {
    Reply reply = Reply.text("hi").withModel("claude-opus-5-5[1m]");

    assertThat(AnthropicFixture.reply(reply).model()).isEqualTo(OPUS);
  }

  /** Symptom: the complaint spoke of users and queries. */
  @Test
  void hostNameWithAnUnderscoreIsNamedAsTheFault() {
    assertThatThrownBy(() -> AnthropicProvider.builder().baseUrl("http://model_gateway:8080"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host of base URL 'http://model_gateway:8080' is not valid")
        .hasMessageContaining("letters, digits, hyphens and dots");
  }

  /** Lets the clock run past the deadline while the call is made ready. */
  private record SlowlyPrepared(ManualTime time, Instant deadline) implements CallContext {
    @Override
    public RunId run() {
      return RunId.of("run-1");
    }

    @Override
    public AgentRole role() {
      time.advance(Duration.ofSeconds(20));
      return AgentRole.IMPLEMENTER;
    }

    @Override
    public Registration onCancel(Runnable closeTheConnection) {
      return () -> {};
    }

    @Override
    public void progress(long receivedBytes) {}
  }
}
