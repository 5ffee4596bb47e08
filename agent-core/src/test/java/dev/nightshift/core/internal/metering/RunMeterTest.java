package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.SMALL;
import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.internal.metering.MeterFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.UnknownPriceException;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.routing.ModelLadder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunMeterTest {
  private static final UserTurn GO = UserTurn.text("go");
  private final MeterFixture at = new MeterFixture();

  @Test
  void refusesAModelWhoseProviderIsNotRegistered() {
    RunMeter meter = at.meter();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> meter.open(spec(ModelId.parse("other:x")).build(), AgentRole.IMPLEMENTER, "main"))
        .withMessageContaining("'other:x'")
        .withMessageContaining("[elsewhere, fake]");
  }

  @Test
  void refusesTheSameModelUnderAnAliasForTwoRoles() {
    RunMeter meter = at.meter();
    meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                meter.open(
                    spec(ModelId.parse("fake:strong-latest")).build(), AgentRole.REVIEWER, "main"))
        .withMessageContaining("reviewer asked for model 'fake:strong-latest'")
        .withMessageContaining("the model of the implementer under another name (fake:strong)")
        .withMessageContaining("allowSameModel()");
    assertThat(meter.open(spec(SMALL).build(), AgentRole.REVIEWER, "main")).isNotNull();
  }

  @Test
  void refusesTheSameModelOfOneProviderUnderTwoNames() {
    RunMeter meter = twoNames();
    meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                meter.open(
                    spec(ModelId.parse("again:strong-latest")).build(), AgentRole.REVIEWER, "main"))
        .withMessageContaining("again:strong-latest is the model of the implementer")
        .withMessageContaining("under another name (fake:strong)");
  }

  @Test
  void stopsARunWhoseReviewerWasServedByTheImplementersModelUnderAnotherName()
      throws InterruptedException {
    RunMeter meter = twoNames();
    meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");
    Conversation critic =
        meter.open(spec(ModelId.parse("again:small")).build(), AgentRole.REVIEWER, "main");
    at.provider.answersAs(ModelId.parse("again:strong"));

    assertThatThrownBy(() -> critic.send(GO))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("the model of the implementer");
  }

  @Test
  void refusesTheSameModelOfTwoProvidersOfOneService() {
    RunMeter meter = registered("one", at.provider, "two", new FakeProvider());
    meter.open(spec(ModelId.parse("one:strong")).build(), AgentRole.IMPLEMENTER, "main");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> meter.open(spec(ModelId.parse("two:strong")).build(), AgentRole.REVIEWER, "main"))
        .withMessageContaining("two:strong is the model of the implementer")
        .withMessageContaining("under another name (one:strong)");
    assertThat(
            meter.open(
                spec(ModelId.parse("two:strong")).allowSameModel(true).build(),
                AgentRole.REVIEWER,
                "main"))
        .isNotNull();
  }

  @Test
  void asksTheServerThatAModelNamesByItsUrl() throws InterruptedException {
    FakeProvider other = new FakeProvider().answers(100, 10);
    RunMeter meter = registered("own:http://a/v1", at.provider, "own:http://b/v1", other);
    ModelId model = ModelId.parse("own:http://b/v1#org/m:7b");

    meter.open(spec(model).build(), AgentRole.IMPLEMENTER, "main").send(GO);

    assertThat(other.requests).extracting(ModelRequest::model).containsExactly(model);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                meter.open(
                    spec(ModelId.parse("own:http://c#m")).build(), AgentRole.REVIEWER, "main"))
        .withMessageContaining("[own:http://a/v1, own:http://b/v1]");
  }

  /** Nobody can know that two servers do not have the same weights under one name. */
  @Test
  void refusesOneModelNameAtTwoProvidersOfWhichNothingIsKnown() {
    ModelProvider first = (request, context) -> at.provider.complete(request, context);
    ModelProvider second = (request, context) -> at.provider.complete(request, context);
    RunMeter meter = registered("one", first, "two", second);
    meter.open(spec(ModelId.parse("one:strong")).build(), AgentRole.IMPLEMENTER, "main");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> meter.open(spec(ModelId.parse("two:strong")).build(), AgentRole.REVIEWER, "main"))
        .withMessageContaining("under another name (one:strong)")
        .withMessageContaining("allowSameModel()");
    assertThat(meter.open(spec(ModelId.parse("two:small")).build(), AgentRole.REVIEWER, "main"))
        .isNotNull();
  }

  /** Symptom: one review that was allowed to share a model let every other review share it. */
  @Test
  void oneReviewThatMayShareAModelLetsNoOtherShareIt() {
    RunMeter meter = at.meter();
    meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");
    meter.open(spec(STRONG).allowSameModel(true).build(), AgentRole.REVIEWER, "lenient");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> meter.open(spec(STRONG).build(), AgentRole.REVIEWER, "strict"))
        .withMessageContaining("fake:strong is the model of the implementer");
  }

  private RunMeter twoNames() {
    return registered("fake", at.provider, "again", at.provider);
  }

  private RunMeter registered(
      String name, ModelProvider provider, String otherName, ModelProvider other) {
    Map<String, ModelProvider> byName = new LinkedHashMap<>();
    byName.put(name, provider);
    byName.put(otherName, other);
    at.ledger.open(new Account(at.run, at.task.kind(), List.of(), 0));
    ModelAccess access =
        ModelAccess.builder(byName)
            .ledger(at.ledger)
            .time(at.time)
            .prices((model, when) -> Optional.of(FakeProvider.PRICE))
            .build();
    return new RunMeter(access, at.run, at.task, BudgetPolicy.unlimited(), at);
  }

  @Test
  void refusesTheSameModelAfterRouting() {
    at.access.router((requested, role, task) -> ModelLadder.of(STRONG));
    RunMeter meter = at.meter();
    meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> meter.open(spec(SMALL).build(), AgentRole.REVIEWER, "main"));
  }

  @Test
  void sharesAModelWhenTheCallerSaysSo() throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation writer = meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");
    Conversation critic =
        meter.open(spec(STRONG).allowSameModel(true).build(), AgentRole.REVIEWER, "main");
    at.provider.answers(100, 10).answers(100, 10).answers(100, 10);

    writer.send(GO);
    critic.send(GO);
    writer.send(GO);

    assertThat(at.provider.requests).hasSize(3);
  }

  @Test
  void opensManyConversationsOfOneRole() {
    RunMeter meter = at.meter();
    meter.open(spec(STRONG).build(), AgentRole.REVIEWER, "main");

    assertThat(meter.open(spec(STRONG).build(), AgentRole.REVIEWER, "main")).isNotNull();
  }

  @Test
  void stopsARunWhoseReviewerWasServedByTheImplementersModel() throws InterruptedException {
    RunMeter meter = at.meter();
    meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");
    Conversation critic = meter.open(spec(SMALL).build(), AgentRole.REVIEWER, "main");
    at.provider.answersAs(ModelId.parse("fake:strong-latest"));

    assertThatThrownBy(() -> critic.send(GO))
        .isInstanceOfSatisfying(
            RunStoppedException.class, stop -> assertThat(stop.reason()).isEqualTo(EndReason.ERROR))
        .hasMessageContaining("reviewer was served by fake:strong");
    assertThat(critic.transcript().turns()).isEmpty();
    assertThat(at.spend().spent().cost()).as("what was answered is paid").isEqualTo(tokens(110));
  }

  @Test
  void stopsARunWhoseModelAnsweredForAnotherRoleBefore() throws InterruptedException {
    ModelId third = ModelId.parse("fake:third");
    at.access.prices(PriceBook.free(third));
    RunMeter meter = at.meter();
    Conversation critic = meter.open(spec(SMALL).build(), AgentRole.REVIEWER, "main");
    at.provider.answersAs(third);
    critic.send(GO);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> meter.open(spec(third).build(), AgentRole.IMPLEMENTER, "main"))
        .withMessageContaining("the model of the reviewer");
  }

  @Test
  void namesTheModelsThatAnswered() throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation writer =
        meter.open(
            spec(ModelId.parse("fake:strong-latest")).build(), AgentRole.IMPLEMENTER, "main");
    assertThat(meter.modelsOf(AgentRole.IMPLEMENTER)).containsExactly(STRONG);
    at.provider.answersAs(ModelId.parse("fake:stronger"));

    writer.send(GO);

    assertThat(meter.modelsOf(AgentRole.IMPLEMENTER))
        .containsExactly(ModelId.parse("fake:stronger"));
    assertThat(meter.modelsOf(AgentRole.REVIEWER)).isEmpty();
  }

  /** Case 6 of the list of tricky cases. */
  @Test
  void refusesAModelWithoutAPriceBeforeAnythingIsSent() {
    RunMeter meter = at.meter(BudgetPolicy.unlimited());

    assertThatThrownBy(
            () ->
                meter.open(
                    spec(ModelId.parse("fake:small.5")).build(), AgentRole.IMPLEMENTER, "main"))
        .isInstanceOfSatisfying(
            UnknownPriceException.class,
            refusal -> assertThat(refusal.model()).isEqualTo(ModelId.parse("fake:small.5")))
        .hasMessageContaining("fake:small.5");
    assertThat(at.provider.requests).isEmpty();
  }

  /** Symptom: the price a user wrote down for a pinned version was never found. */
  @Test
  void prefersThePriceOfTheNameAskedForToThatOfTheCanonicalName() throws InterruptedException {
    ModelId pinned = ModelId.parse("fake:strong-latest");
    at.access.prices(
        PriceBook.of(
            Map.of(
                STRONG, Price.of(Rates.perMillionTokens("9", "9")),
                pinned, Price.of(Rates.perMillionTokens("2", "2")))));
    Conversation writer = at.meter().open(spec(pinned).build(), AgentRole.IMPLEMENTER, "main");
    at.provider.answers(100, 10);

    writer.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(220));
    assertThat(at.provider.requests.get(0).model()).isEqualTo(pinned);
  }

  @Test
  void prefersTheEnginesCanonicalPriceToTheProvidersForAPinnedName() throws InterruptedException {
    at.access.prices(PriceBook.of(Map.of(STRONG, Price.of(Rates.perMillionTokens("2", "2")))));
    ModelId pinned = ModelId.parse("fake:strong-latest");
    Conversation writer = at.meter().open(spec(pinned).build(), AgentRole.IMPLEMENTER, "main");
    at.provider.answers(100, 10);

    writer.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(220));
  }

  @Test
  void namesTheModelAsItWasAskedForWhenItsPriceIsUnknown() {
    ModelId pinned = ModelId.parse("fake:new-latest");

    assertThatThrownBy(() -> at.meter().open(spec(pinned).build(), AgentRole.IMPLEMENTER, "main"))
        .isInstanceOf(UnknownPriceException.class)
        .hasMessageContaining("'fake:new-latest'");
  }

  /** Case 7 of the list of tricky cases. */
  @Test
  void refusesACallAfterThePriceOfItsModelEnded() throws InterruptedException {
    Instant end = at.time.now().plusSeconds(60);
    ModelId promo = ModelId.parse("fake:promo");
    at.access.prices(
        (model, when) ->
            model.equals(promo) && when.isBefore(end)
                ? Optional.of(FakeProvider.PRICE)
                : Optional.empty());
    Conversation writer = at.meter().open(spec(promo).build(), AgentRole.IMPLEMENTER, "main");
    at.provider.answers(100, 10);
    writer.send(GO);

    at.time.advance(Duration.ofSeconds(60));
    assertThatThrownBy(() -> writer.send(GO)).isInstanceOf(UnknownPriceException.class);
    assertThat(at.provider.requests).hasSize(1);
    assertThat(at.spend().reserved()).isEqualTo(Money.zero());
  }

  /** Case 7 of the list of tricky cases. */
  @Test
  void settlesAtThePriceOfTheReservationWhenItChangesDuringTheCall() throws InterruptedException {
    Instant midnight = at.time.now().plusSeconds(60);
    Price later = Price.of(Rates.perMillionTokens("100", "100"));
    at.access.prices(
        (model, when) -> Optional.of(when.isBefore(midnight) ? FakeProvider.PRICE : later));
    Conversation writer = at.conversation();
    at.provider.then(
        (request, context) -> {
          at.time.advance(Duration.ofSeconds(90));
          return FakeProvider.answer(request.model(), TokenUsage.of(100, 10));
        });

    writer.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(110));
  }

  @Test
  void takesTheEnginesOwnPriceBeforeTheProviders() throws InterruptedException {
    at.access.prices(PriceBook.of(Map.of(STRONG, Price.of(Rates.perMillionTokens("2", "2")))));
    Conversation writer = at.conversation();
    at.provider.answers(100, 10);

    writer.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(220));
  }

  /** Symptom: a provider that only logged the calls of another was refused as without a price. */
  @Test
  void decoratorKeepsPricesLimitsAndAliasesOfWhatItDecorates() throws InterruptedException {
    at.provider.limits = new ModelLimits(200_000, 2_000);
    Logged logged = new Logged(at.provider);
    RunMeter meter = unpriced(logged);
    Conversation writer =
        meter.open(
            spec(ModelId.parse("fake:strong-latest")).build(), AgentRole.IMPLEMENTER, "main");
    at.provider.answers(100, 10);

    writer.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(110));
    assertThat(at.provider.requests.get(0).maxOutputTokens()).isEqualTo(2_000);
    assertThat(meter.modelsOf(AgentRole.IMPLEMENTER)).containsExactly(STRONG);
    assertThat(logged.calls).isEqualTo(1);
  }

  /** Symptom: an answer that was paid for was thrown away, and the run failed. */
  @Test
  void keepsTheAnswerOfAModelThatItsProviderKnowsNothingOf() throws InterruptedException {
    ModelId other = ModelId.parse("fake:other");
    Logged logged = new Logged(at.provider);
    logged.unknown = other;
    Conversation writer =
        unpriced(logged).open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");
    at.provider.answersAs(other);

    writer.send(GO);

    assertThat(writer.transcript().turns()).hasSize(2);
  }

  private RunMeter unpriced(ModelProvider provider) {
    at.ledger.open(new Account(at.run, at.task.kind(), List.of(), 0));
    ModelAccess access =
        ModelAccess.builder(Map.of("fake", provider)).ledger(at.ledger).time(at.time).build();
    return new RunMeter(access, at.run, at.task, BudgetPolicy.unlimited(), at);
  }

  @Test
  void refusesOptionsThatAModelDoesNotTakeBeforeAnythingIsSpent() {
    ModelOptions eager = ModelOptions.standard().withEffort(ModelOptions.Effort.HIGH);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                at.meter().open(spec(STRONG).options(eager).build(), AgentRole.IMPLEMENTER, "main"))
        .withMessageContaining("'fake:strong' does not take the effort HIGH")
        .withMessageContaining("leave that option out");
  }

  /** Nothing of a model is asked for once a call: a slow provider would slow every step. */
  @Test
  void asksForTheFactsOfAModelOncePerConversation() throws InterruptedException {
    Logged logged = new Logged(at.provider);
    Conversation writer =
        unpriced(logged).open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");
    at.provider.answers(100, 10).answers(100, 10);

    writer.send(GO);
    writer.send(GO);

    assertThat(logged.asked).isEqualTo(1);
  }

  @Test
  void saysWhatTheRunWouldHaveCostWithTheImplementersModelInEveryRole()
      throws InterruptedException {
    Price cheap = Price.of(Rates.perMillionTokens("0.1", "0.1"));
    at.access.prices(PriceBook.of(Map.of(SMALL, cheap)));
    RunMeter meter = at.meter();
    Conversation writer = meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");
    Conversation critic = meter.open(spec(SMALL).build(), AgentRole.REVIEWER, "main");
    at.provider.answers(1000, 100).answers(2000, 200);

    writer.send(GO);
    critic.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(1100 + 220));
    assertThat(meter.sameModelBothRoles()).isEqualTo(tokens(1100 + 2200));
  }

  @Test
  void saysWhatTheSameCallsWouldHaveCostWithoutACache() throws InterruptedException {
    Price cached =
        Price.of(
            Rates.perMillionTokens("1", "1")
                .withCaching("0.1", Map.of(Duration.ofMinutes(5), "1.25")));
    at.access.prices(PriceBook.of(Map.of(STRONG, cached, SMALL, cached)));
    RunMeter meter = at.meter();
    Conversation writer = meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");
    Conversation critic = meter.open(spec(SMALL).build(), AgentRole.REVIEWER, "main");
    TokenUsage usage =
        TokenUsage.builder()
            .input(100)
            .cacheRead(1_000)
            .cacheWrite(Duration.ofMinutes(5), 200)
            .output(10)
            .build();
    at.provider.stops(StopReason.END_TURN, usage).answers(300, 20);

    writer.send(GO);
    critic.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(100 + 100 + 250 + 10 + 320));
    assertThat(meter.withoutCaching()).isEqualTo(tokens(1_310 + 320));
  }

  /** A cache that is written and never read costs more than none, and the report may say so. */
  @Test
  void saysThatACacheWhichIsOnlyWrittenWasDearer() throws InterruptedException {
    Price cached =
        Price.of(
            Rates.perMillionTokens("1", "1")
                .withCaching("0.1", Map.of(Duration.ofMinutes(5), "1.25")));
    at.access.prices(PriceBook.of(Map.of(STRONG, cached)));
    RunMeter meter = at.meter();
    TokenUsage written =
        TokenUsage.builder().cacheWrite(Duration.ofMinutes(5), 1_000).output(10).build();
    at.provider.stops(StopReason.END_TURN, written);

    meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main").send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(1_260));
    assertThat(meter.withoutCaching()).isEqualTo(tokens(1_010));
  }

  /** A bound is of tokens that nobody counted, so no cache can be taken out of it. */
  @Test
  void countsACallWhoseUsageIsUnknownAsItWasCharged() throws InterruptedException {
    RunMeter meter = at.meter();
    at.provider.answers(0, 0);

    meter.open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main").send(GO);

    assertThat(meter.withoutCaching()).isEqualTo(at.spend().spent().cost());
  }

  @Test
  void saysTheRealCostWhenThereIsNoImplementer() throws InterruptedException {
    RunMeter meter = at.meter();
    at.provider.answers(1000, 100);

    meter.open(spec(SMALL).build(), AgentRole.REVIEWER, "main").send(GO);

    assertThat(meter.sameModelBothRoles()).isEqualTo(tokens(1100));
  }

  /** Case 19 of the list of tricky cases. */
  @Test
  void letsTheReviewerSpeakAfterTheImplementerSpentItsPart() throws InterruptedException {
    at.provider.limits = new ModelLimits(1_000_000, 84_000);
    RunMeter meter = at.meter(BudgetPolicy.perRun(tokens(100_000)));
    Conversation writer =
        meter.open(spec(STRONG).maxOutputTokens(84_000).build(), AgentRole.IMPLEMENTER, "main");
    Conversation critic = meter.open(spec(SMALL).build(), AgentRole.REVIEWER, "main");
    at.provider.answers(300, 83_700).answers(400, 100);
    writer.send(GO);

    assertThatThrownBy(() -> writer.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("$0.0150 kept for the reviewer");

    critic.send(GO);
    assertThat(at.spend().of(AgentRole.REVIEWER).cost()).isEqualTo(tokens(500));
  }

  /** A decorator as a user writes one: it counts the calls and hands everything on. */
  private static final class Logged implements ModelProvider {
    private final ModelProvider decorated;
    private int calls;
    private int asked;
    private @Nullable ModelId unknown;

    Logged(ModelProvider decorated) {
      this.decorated = decorated;
    }

    @Override
    public ModelResponse complete(ModelRequest request, CallContext context)
        throws InterruptedException {
      calls++;
      return decorated.complete(request, context);
    }

    @Override
    public ModelFacts facts(ModelId id) {
      asked++;
      if (id.equals(unknown)) {
        throw new IllegalArgumentException("no model is named " + id);
      }
      return decorated.facts(id);
    }
  }
}
