package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.testing.ModelProviderContract.Scenario;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** All providers keep the contract, and none that breaks it gets away with it. */
@Timeout(60)
class ModelProviderContractTest {
  private static final String NAME_OF_THOUGHT = "what was thought goes back byte for byte";

  @TestFactory
  Stream<DynamicTest> everyFormatKeepsTheContract() {
    return WireFormats.all().stream()
        .flatMap(ModelProviderContract::scenarios)
        .map(scenario -> dynamicTest(scenario.toString(), scenario::run));
  }

  /** A provider that asks no server answers or fails the same way whatever the scenario is. */
  @TestFactory
  Stream<DynamicTest> everyScenarioFailsForProvidersThatPretend() {
    ModelProvider answers =
        (request, context) ->
            ModelResponse.of(AssistantTurn.text(request.model(), "ok"), TokenUsage.of(1, 1));
    ModelProvider fails =
        (request, context) -> {
          throw ModelException.builder(ModelErrorKind.SERVER, "no")
              .billing(Billing.NOT_BILLED)
              .build();
        };
    return Stream.of(answers, fails)
        .flatMap(pretender -> scenarios(provider -> pretender))
        .map(
            scenario ->
                dynamicTest(
                    scenario.name(), () -> assertThat(catchThrowable(scenario::run)).isNotNull()));
  }

  /** One fault at a time, seen by the scenarios that are about it and by no other. */
  @TestFactory
  Stream<DynamicTest> oneFaultFailsItsScenarios() {
    Map<UnaryOperator<ModelProvider>, List<String>> faults =
        Map.of(
            provider -> changed(provider, FaultyAnswers::withoutWireForm),
            List.of(NAME_OF_THOUGHT, "what nobody knows goes back to its own model"),
            provider -> changed(provider, FaultyAnswers::withOverlappingUsage),
            List.of("counts of tokens are disjoint"),
            provider -> changed(provider, FaultyAnswers::withExactUsage),
            List.of("counts of tokens are disjoint", "a missing usage is bounded and estimated"),
            FaultyAnswers::neverCancelled,
            List.of("a cancel closes the connection", "a cancelled call is not sent"),
            provider -> failing(provider, FaultyAnswers::withoutWait),
            List.of(
                "a rate limit tells how long to wait",
                "a rate limit with status 200 tells how long to wait"),
            provider -> failing(provider, FaultyAnswers::withoutMissingModel),
            List.of(
                "a model that is not there is told as that",
                "an error in the stream after 200 is one: UNKNOWN_MODEL"),
            FaultyAnswers::retrying,
            List.of(
                "a rate limit tells how long to wait",
                "an overloaded server is worth a retry",
                "an error as plain JSON with status 200 is one",
                "a rate limit with status 200 tells how long to wait",
                "an error before the answer began is not billed",
                "an error in the stream after 200 is one: THROTTLED",
                "an error in the stream after 200 is one: OVERLOADED",
                "a stream that breaks off is no answer",
                "a stream that ends too early is no answer",
                "a stream that falls silent is given up",
                "a stream of keep-alives alone is given up"));
    return faults.entrySet().stream()
        .map(
            fault ->
                dynamicTest(
                    fault.getValue().toString(),
                    () ->
                        assertThat(failing(fault.getKey()))
                            .containsExactlyInAnyOrderElementsOf(fault.getValue())));
  }

  private static ModelProvider changed(
      ModelProvider provider, UnaryOperator<ModelResponse> change) {
    return (request, context) -> change.apply(provider.complete(request, context));
  }

  private static ModelProvider failing(
      ModelProvider provider, UnaryOperator<ModelException> change) {
    return (request, context) -> {
      try {
        return provider.complete(request, context);
      } catch (ModelException failure) {
        throw change.apply(failure);
      }
    };
  }

  private static List<String> failing(UnaryOperator<ModelProvider> fault) {
    return scenarios(fault)
        .filter(scenario -> catchThrowable(scenario::run) != null)
        .map(Scenario::name)
        .collect(Collectors.toList());
  }

  private static Stream<Scenario> scenarios(UnaryOperator<ModelProvider> fault) {
    ProviderUnderTest sound = WireFormats.all().get(0);
    return ModelProviderContract.scenarios(
        new ProviderUnderTest(
            "faulty",
            sound.speaker(),
            sound.model(),
            sound.otherModel(),
            (url, settings) -> fault.apply(sound.connector().connect(url, settings))));
  }

  /** The schemas refuse something, so that what they let through means something. */
  @TestFactory
  Stream<DynamicTest> everyFormatsSchemaRefusesABrokenRequest() {
    return WireFormats.all().stream()
        .map(
            format ->
                dynamicTest(
                    format.name(),
                    () ->
                        assertThat(
                                ((VendorChecked) format.speaker())
                                    .check()
                                    .apply("{\"model\":1,\"input\":{}}"))
                            .isPresent()));
  }
}
