package dev.nightshift.examples.cli;

import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.gate.TestIntegrity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say what must hold for the merge commit. */
final class GateOptions {
  private static final Pattern SCRIPT =
      Pattern.compile(
          "(?<=^|[\\s'\"])(?:\\./)?([A-Za-z0-9_][\\w./-]*\\.(?:sh|bash|py|js|mjs|rb|pl))(?=$|[\\s'\"])");

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
      names = "--test-integrity",
      defaultValue = "off",
      paramLabel = "ask|block|off",
      description =
          "what comes of a change that deletes, skips or weakens tests, or changes what runs them: it is"
              + " only proposed, with each place in the report; or the gate fails; or nothing (default:"
              + " ${DEFAULT-VALUE})")
  private Integrity integrity = Integrity.OFF;

  @Option(
      names = "--no-secrets-gate",
      description =
          "do not look for secrets in added lines, which else fails a change that has one")
  private boolean noSecretsGate;

  @Option(
      names = "--baseline",
      description =
          "run the gates on the commit that work starts from before anybody is paid: tests that fail"
              + " there are not held against the change, and a gate that cannot be run ends the run")
  private boolean baseline;

  @Option(
      names = "--rerun-failed",
      description =
          "run a gate whose tests failed once more before the implementer is sent back; one that is"
              + " green then is flaky, and the change is only proposed unless --known-flaky names them")
  private boolean rerunFailed;

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

  boolean isSearchedForSecrets() {
    return !noSecretsGate;
  }

  boolean isBaselineTaken() {
    return baseline;
  }

  boolean areFailedTestsRerun() {
    return rerunFailed;
  }

  Duration timeout() {
    return timeout;
  }

  /** Gates without tests are cheap, so that they come first. */
  MergeGate toGate() {
    requireTests();
    List<MergeGate> all = new ArrayList<>();
    if (integrity != Integrity.OFF) {
      TestIntegrity policy =
          integrity == Integrity.ASK ? TestIntegrity.askHuman() : TestIntegrity.block();
      all.add(Gates.testIntegrity(policy.guarding(scripts())));
    }
    gates.forEach(line -> all.add(gate("--gate", line, Gates::shell)));
    tests.forEach(line -> all.add(gate("--tests", line, Gates::shellTests)));
    return all.size() == 1 ? all.get(0) : Gates.allOf(all.toArray(MergeGate[]::new));
  }

  /**
   * The files of the repository that the command lines name; what they call in turn is not known.
   */
  private String[] scripts() {
    return Stream.concat(gates.stream(), tests.stream())
        .flatMap(line -> SCRIPT.matcher(line).results())
        .map(found -> found.group(1).replaceAll("/+", "/"))
        .filter(path -> !path.contains(".."))
        .distinct()
        .toArray(String[]::new);
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

  /** What comes of a change that weakens its tests. */
  private enum Integrity {
    ASK,
    BLOCK,
    OFF
  }
}
