package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.provider.ModelProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What every {@link ModelProvider} over HTTP must do, as plain scenarios: one body that runs over
 * every wire format, each scenario against a {@link WireServer} of its own. They are about what is
 * read of answers, what is sent back, what a failure means and costs, and how a call is stopped.
 * The providers of this library keep all of them.
 *
 * <p>Run each from a test of your own, for example as dynamic tests of JUnit:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> keepsTheContract() {
 *   return ModelProviderContract.scenarios(mine).map(scenario -> dynamicTest(scenario.name(), scenario::run));
 * }
 * }</pre>
 */
public final class ModelProviderContract {
  private ModelProviderContract() {}

  /**
   * Returns the scenarios.
   *
   * @param subject what is tested, and how its API is spoken
   * @return each by what it states, in a fixed order
   */
  public static Stream<Scenario> scenarios(ProviderUnderTest subject) {
    Require.nonNull(subject, "subject");
    Map<String, Check> checks = new LinkedHashMap<>();
    AnswerScenarios.addTo(checks);
    RefusalScenarios.addTo(checks);
    BrokenCallScenarios.addTo(checks);
    return checks.entrySet().stream()
        .map(check -> new Scenario(check.getKey(), check.getValue(), subject));
  }

  /** One scenario. It can be run any number of times. */
  public static final class Scenario {
    private final String name;
    private final Check check;
    private final ProviderUnderTest subject;

    private Scenario(String name, Check check, ProviderUnderTest subject) {
      this.name = name;
      this.check = check;
      this.subject = subject;
    }

    /**
     * Returns what it states.
     *
     * @return a sentence
     */
    public String name() {
      return name;
    }

    /**
     * Runs it against a server of its own.
     *
     * @throws AssertionError if the provider does not do what is stated
     * @throws InterruptedException if this thread is interrupted
     */
    public void run() throws InterruptedException {
      try (ContractScene scene = new ContractScene(subject)) {
        check.check(scene);
        scene.requireNoServerFailure();
      }
    }

    @Override
    public String toString() {
      return subject + ": " + name;
    }
  }

  /** What a scenario does. */
  @FunctionalInterface
  interface Check {
    void check(ContractScene scene) throws InterruptedException;
  }
}
