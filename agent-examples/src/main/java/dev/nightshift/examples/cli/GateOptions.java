package dev.nightshift.examples.cli;

import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** The options that say what must hold for the merge commit. */
final class GateOptions {
  @Option(
      names = "--tests",
      paramLabel = "COMMAND",
      description =
          "a command that must execute tests, write them as JUnit XML, and pass on the merge commit,"
              + " e.g. 'mvn -q -B test'; repeatable, all must pass")
  private List<String> tests = new ArrayList<>();

  @Option(
      names = "--gate",
      paramLabel = "COMMAND",
      description =
          "a command that must exit 0 on the merge commit, e.g. 'mvn -q -B spotless:check';"
              + " repeatable, all must pass")
  private List<String> gates = new ArrayList<>();

  @Option(
      names = "--no-tests",
      description = "let changes land that no test was executed on; needs a --gate")
  private boolean noTests;

  @Option(
      names = "--gate-timeout",
      defaultValue = "10m",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "the longest one command of --tests, --gate or --check may take (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ofMinutes(10);

  @Option(
      names = "--known-flaky",
      paramLabel = "NAME",
      description =
          "a test, as class.method in its report, that fails now and then for no reason of the change; repeatable")
  private List<String> knownFlaky = new ArrayList<>();

  String[] knownFlakyTests() {
    for (String name : knownFlaky) {
      if (name.isBlank()) {
        throw new BadUsageException(
            "--known-flaky", name, "must not be blank; write class.method as the report does");
      }
    }
    return knownFlaky.toArray(String[]::new);
  }

  Duration timeout() {
    return timeout;
  }

  /** Gates without tests are cheap, so that they come first. */
  MergeGate toGate() {
    requireTests();
    List<MergeGate> all = new ArrayList<>();
    gates.forEach(line -> all.add(gate("--gate", line, Gates::shell)));
    tests.forEach(line -> all.add(gate("--tests", line, Gates::shellTests)));
    return all.size() == 1 ? all.get(0) : Gates.allOf(all.toArray(MergeGate[]::new));
  }

  /** What no test was executed on lands only if that was said. */
  private void requireTests() {
    if (tests.isEmpty() && !noTests) {
      throw new BadUsageException(
          "--tests is missing; add it, for example --tests 'mvn -q -B test', or say --no-tests and"
              + " what has to hold instead, for example --gate 'mvn -q -B verify -DskipTests'");
    }
    if (!tests.isEmpty() && noTests) {
      throw new BadUsageException("--no-tests contradicts --tests; leave one of them away");
    }
    if (noTests && gates.isEmpty()) {
      throw new BadUsageException(
          "--no-tests needs a --gate; add one, because otherwise nothing would be checked");
    }
  }

  private MergeGate gate(String option, String line, BiFunction<String, Duration, MergeGate> gate) {
    if (line.isBlank()) {
      throw new BadUsageException(
          option, line, "must not be blank; write a command such as 'mvn -q -B test'");
    }
    try {
      return gate.apply(line, timeout);
    } catch (IllegalArgumentException unusable) {
      throw new BadUsageException(option, line, String.valueOf(unusable.getMessage()));
    }
  }
}
