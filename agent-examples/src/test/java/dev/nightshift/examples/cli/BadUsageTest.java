package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.provider.ModelProviders;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every misuse ends with 2 and a message that names the option, its value and the remedy. */
class BadUsageTest {
  private static final Map<String, String> WITH_KEY = Map.of("ANTHROPIC_API_KEY", "test");
  @TempDir Path directory;
  private final StringWriter errors = new StringWriter();
  private final List<String> good = new ArrayList<>();

  @BeforeEach
  void describeAGoodRun() {
    good.addAll(
        List.of("run", "--repo", directory.toString(), "--title", "Fix it", "--tests", "true"));
    good.addAll(List.of("--out", directory.resolve("out").toString()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--budget-usd   | two                | is not an amount",
        "--budget-usd   | 0                  | more than 0",
        "--budget-usd   | 9999999999         | at most 9223372036",
        "--budget-usd   | 0.0000000001       | 9 digits after the point",
        "--budget-tokens | 0                 | at least 1",
        "--budget-tokens | many              | is not a long",
        "--timeout      | 10                 | 10m",
        "--gate-timeout | soon               | 10m",
        "--implementer  | claude-opus-5-5    | NAME:MODEL",
        "--implementer  | openai:gpt-6.1-sol | OPENAI_API_KEY is not set",
        "--reviewer     | gemini:gemini-3.8-flash | GEMINI_API_KEY is not set, nor is GOOGLE_API_KEY",
        "--reviewer     | openrouter:some/model | OPENROUTER_API_KEY",
        "--implementer  | antropic:x         | [anthropic:MODEL, gemini:MODEL, llama-cpp:MODEL, lm-studio:MODEL, ollama:MODEL, openai:MODEL, openai-compatible:URL#MODEL, openrouter:MODEL, vllm:MODEL]",
        "--implementer  | openai-compatible:qwen | openai-compatible:URL#MODEL",
        "--implementer  | openai-compatible:http://box:8000/v1 | NAME:URL#MODEL",
        "--implementer  | ollama:http://box:1#qwen | ollama:MODEL",
        "--implementer  | ollama:qwen3:30b   | add --free ollama:qwen3:30b, else",
        "--implementer  | anthropic:claude-opus-5,anthropic:claude-opus-5 | twice",
        "--implementer  | anthropic:claude-opus-5, | NAME:MODEL",
        "--free         | qwen3              | NAME:MODEL",
        "--prices       | /does/not/exist    | cannot be read",
        "--implementer  | anthropic:nobody   | no known price",
        "--reviewer     | anthropic:claude-opus-5-5 | name another one",
        "--reviewer     | anthropic:claude-haiku-5-5[1m] | leave out [1m]",
        "--risk         | huge               | low, medium, high",
        "--kind         | Bug Fix            | bug-fix",
        "--sandbox      | maybe              | required, preferred, off",
        "--deliver      | pigeon             | branch, merge",
        "--pull-request | acme/shop          | github:OWNER/NAME or gitlab:GROUP/NAME",
        "--pull-request | gitlab:shop        | must be GROUP/NAME",
        "--screen       | nonsense           | or checks, to ask none",
        "--max-steps    | 0                  | at least 1",
        "--max-steps    | many               | is not an int",
        "--max-revisions | -1                | not be negative",
        "--allow        | src/[              | write [[]",
        "--allow        | /etc/**            | relative to the root",
        "--allow        | ../**              | relative to the root",
        "--allow        | src/{a,..}/*       | relative to the root",
        "--allow        | src\\**             | separate directories by '/'",
        "--allow        | ''                 | write **",
        "--check        | it compiles        | TEXT=COMMAND",
        "--check        | =true              | TEXT=COMMAND",
        "--accept       | ' '                | must not be blank",
        "--instructions | @/does/not/exist   | cannot be read",
        "--cache        | /does/not/exist    | is not a directory",
        "--set-up       | npm ci             | needs --set-up-lock, too",
        "--set-up-lock  | package-lock.json  | needs --set-up, too",
        "--workspace-root | /etc/hostname    | is not a directory",
        "--gate         | ' '                | must not be blank",
        "--tests        | ' '                | must not be blank",
        "--known-flaky  | ' '                | must not be blank",
      })
  void namesOptionValueAndRemedy(String option, String value, String remedy) {
    int status = execute(WITH_KEY, with(option, value));

    assertThat(status).isEqualTo(2);
    assertThat(errors.toString())
        .contains(option)
        .contains(value.strip())
        .containsIgnoringCase(remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--gate", "--tests"})
  void refusesALineWhosePipeWouldHideARedBuild(String option) {
    int status = execute(WITH_KEY, with(option, "mvn -q test | tail -5"));

    assertThat(status).isEqualTo(2);
    assertThat(errors.toString()).contains(option, "mvn -q test | tail -5", "sh -c '..'");
  }

  /** What no test was executed on lands only if that was said. */
  @Test
  void refusesARunThatSaysNothingOfTests() {
    int at = good.indexOf("--tests");
    good.subList(at, at + 2).clear();

    assertThat(execute(WITH_KEY, with("--gate", "mvn -q test"))).isEqualTo(2);
    assertThat(errors.toString()).contains("--tests is missing", "--no-tests");
  }

  @Test
  void refusesARunThatWouldCheckNothing() {
    int at = good.indexOf("--tests");
    good.subList(at, at + 2).clear();
    good.add("--no-tests");

    assertThat(execute(WITH_KEY, good)).isEqualTo(2);
    assertThat(errors.toString()).contains("--no-tests needs a --gate");
  }

  @Test
  void refusesTestsThatAreDeclaredAndDenied() {
    good.add("--no-tests");

    assertThat(execute(WITH_KEY, good)).isEqualTo(2);
    assertThat(errors.toString()).contains("--no-tests contradicts --tests");
  }

  @Test
  void refusesADirectoryThatIsNoRepository() {
    assertThat(execute(WITH_KEY, good)).isEqualTo(2);
    assertThat(errors.toString()).contains("--repo").contains(directory.toString());
  }

  @ParameterizedTest(name = "without {0}")
  @CsvSource({"--repo", "--title", "--tests", "--out"})
  void refusesARunWithoutWhatItNeeds(String option) {
    int at = good.indexOf(option);
    good.subList(at, at + 2).clear();

    assertThat(execute(WITH_KEY, good)).isEqualTo(2);
    assertThat(errors.toString()).contains(option).contains("add it");
  }

  @Test
  void refusesToWorkWithoutAKey() {
    assertThat(execute(Map.of(), good)).isEqualTo(2);
    assertThat(errors.toString()).contains("--implementer", "ANTHROPIC_API_KEY is not set");
  }

  @Test
  void aServerOnThisComputerNeedsNoKey() {
    assertThat(execute(Map.of("ANTHROPIC_BASE_URL", "http://127.0.0.1:1"), good)).isEqualTo(2);
    assertThat(errors.toString()).doesNotContain("ANTHROPIC_API_KEY").contains("--repo");
  }

  @Test
  void refusesAMalformedBaseUrl() {
    Map<String, String> environment =
        Map.of("ANTHROPIC_API_KEY", "test", "ANTHROPIC_BASE_URL", "not a url");

    assertThat(execute(environment, good)).isEqualTo(2);
    assertThat(errors.toString())
        .contains("ANTHROPIC_BASE_URL")
        .contains("not a url")
        .contains("https://");
  }

  @Test
  void namesTheUrlBeforeAMissingKey() {
    assertThat(execute(Map.of("ANTHROPIC_BASE_URL", "nonsense"), good)).isEqualTo(2);
    assertThat(errors.toString())
        .contains("ANTHROPIC_BASE_URL")
        .doesNotContain("ANTHROPIC_API_KEY");
  }

  @Test
  void namesTheKeyThatHasALineBreak() {
    assertThat(execute(Map.of("ANTHROPIC_API_KEY", "one\ntwo"), good)).isEqualTo(2);
    assertThat(errors.toString()).contains("ANTHROPIC_API_KEY").doesNotContain("two");
  }

  @Test
  void namesTheFallbackWithoutAPrice() {
    String both = "anthropic:claude-opus-5,ollama:qwen3";

    assertThat(execute(WITH_KEY, with("--implementer", both))).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--implementer 'ollama:qwen3'", "add --free ollama:qwen3, else");
  }

  /** Symptom: the same model from another server passed, and was refused as a failure later. */
  @Test
  void refusesTheModelOfTheImplementerFromAnotherServer() {
    List<String> both = with("--reviewer", "ollama:claude-opus-5.5:latest");
    both.addAll(List.of("--free", "ollama:claude-opus-5.5:latest"));

    assertThat(execute(WITH_KEY, both)).isEqualTo(2);
    assertThat(errors.toString())
        .contains(
            "--reviewer 'ollama:claude-opus-5.5:latest'",
            "is the model of --implementer (anthropic:claude-opus-5-5)");
  }

  @Test
  void refusesAFallbackThatIsTheModelOfTheOtherRole() {
    String both = "anthropic:claude-sonnet-5,anthropic:claude-haiku-5-5";

    assertThat(execute(WITH_KEY, with("--implementer", both))).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--implementer 'anthropic:claude-haiku-5-5'", "the model of --reviewer");
  }

  /** Symptom: the complaint named a model without its server, as nobody had spelled it. */
  @Test
  void tellsAModelOfAServerAsItWasSpelled() {
    String own = "openai-compatible:http://box:8000/v1#Claude-Haiku-5.5";
    List<String> both = with("--implementer", "anthropic:claude-sonnet-5," + own);
    both.addAll(List.of("--free", own));

    assertThat(execute(WITH_KEY, both)).isEqualTo(2);
    assertThat(errors.toString())
        .contains(
            "--implementer '" + own + "'",
            "is the model of --reviewer (anthropic:claude-haiku-5-5)");
  }

  /** Symptom: a release of a model passed as another model. */
  @Test
  void refusesAReleaseOfTheModelOfTheImplementer() {
    List<String> both = with("--implementer", "gemini:gemini-2.5-flash");
    both.addAll(List.of("--reviewer", "gemini:gemini-2.5-flash-001"));
    both.addAll(List.of("--free", "gemini:gemini-2.5-flash-001"));

    assertThat(execute(Map.of("GEMINI_API_KEY", "test"), both)).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--reviewer 'gemini:gemini-2.5-flash-001'", "is the model of --implementer");
  }

  /** Symptom: a null pointer, and the status of a fault of this program. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"prices\":",
        "{\"prices\": [{\"model\": \"a:b\", \"rates\": {\"input\": 1e999999999}}]}",
        "DIGITS",
        "LEVELS"
      })
  void priceFileThatIsNoneIsToldByItsLine(String content) throws IOException {
    Path file = directory.resolve("prices.json");
    String written =
        content
            .replace("DIGITS", "{\"prices\": " + "9".repeat(1_001) + "}")
            .replace("LEVELS", "{\"prices\": " + "[".repeat(3_000));
    Files.writeString(file, written);

    assertThat(execute(WITH_KEY, with("--prices", file.toString()))).isEqualTo(2);
    assertThat(errors.toString()).contains("--prices '" + file + "': " + file + ", line 1");
  }

  @Test
  void namesTheVariableOfEachProviderWhoseValueIsNoUrl() {
    for (String variable : List.of("OPENAI_BASE_URL", "GEMINI_BASE_URL", "OLLAMA_HOST")) {
      String name = variable.substring(0, variable.indexOf('_')).toLowerCase(Locale.ROOT);

      assertThat(execute(Map.of(variable, "no host"), with("--implementer", name + ":x")))
          .isEqualTo(2);
      assertThat(errors.toString()).contains(variable + ": ");
    }
  }

  @Test
  void helpNamesEveryProviderThereIs() {
    String help = Main.commandLine(Map.of()).getSubcommands().get("run").getUsageMessage();

    assertThat(ModelProviders.names()).allMatch(name -> help.contains("  " + name + ":"));
  }

  @Test
  void showsNoEscapeOfAValue() {
    assertThat(execute(WITH_KEY, with("--reviewer", "anthropic:\u001b[31mx"))).isEqualTo(2);
    assertThat(errors.toString()).contains("\u27e6U+001B\u27e7[31mx").doesNotContain("\u001b");
  }

  @Test
  void refusesABlankOutput() {
    assertThatThrownBy(() -> ReportDirectory.open(Path.of("")))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("--out ''");
  }

  @Test
  void makesTheOutputWhereItsNameLeads() {
    Path winding = directory.resolve("a/b/../c");

    ReportDirectory.open(winding).close();

    assertThat(directory.resolve("a")).isDirectoryContaining("glob:**/c");
    assertThat(directory.resolve("a/b")).doesNotExist();
  }

  @Test
  void namesWhatARunMustWriteInTheRepository() {
    try (TemporaryRepository repository = TemporaryRepository.checkedOut(Map.of("a", "1\n"))) {
      RepositoryOptions options = new RepositoryOptions();
      new CommandLine(options)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs("--repo", repository.directory().toString());

      assertThatThrownBy(() -> options.checkWritable(path -> !path.endsWith("refs")))
          .isInstanceOf(BadUsageException.class)
          .hasMessageContaining("--repo")
          .hasMessageContaining(repository.directory().resolve(".git/refs").toString());
    }
  }

  @Test
  void refusesToUpdateACheckoutWithoutMerging() {
    good.add("--update-checkout");

    assertThat(execute(WITH_KEY, good)).isEqualTo(2);
    assertThat(errors.toString()).contains("--update-checkout").contains("--deliver merge");
  }

  @Test
  void refusesAPullRequestForWhatIsMerged() {
    good.addAll(List.of("--deliver", "merge", "--pull-request", "github:acme/shop"));

    assertThat(execute(WITH_KEY, good)).isEqualTo(2);
    assertThat(errors.toString()).contains("--pull-request").contains("--deliver 'merge'");
  }

  /** Symptom: a run was paid for whose pull request nobody could open. */
  @Test
  void refusesAPullRequestWithoutItsTokenBeforeAnybodyIsPaid() {
    good.addAll(List.of("--pull-request", "github:acme/shop"));

    assertThat(execute(WITH_KEY, good)).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--pull-request 'github:acme/shop'", "GITHUB_TOKEN is not set", "set it to");
  }

  @Test
  void doesNotShowASecretInTheAddressOfAForge() {
    good.addAll(List.of("--pull-request", "gitlab:https://me:hunter2@git.example.com/a/b"));

    assertThat(execute(WITH_KEY, good)).isEqualTo(2);
    assertThat(errors.toString()).contains("no user information").doesNotContain("hunter2");
  }

  @Test
  void refusesAnOutputThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");

    assertThat(execute(WITH_KEY, with("--out", file.resolve("out").toString()))).isEqualTo(2);
    assertThat(errors.toString()).containsAnyOf("--out", "--repo");
  }

  @Test
  void refusesAnUnknownCommandAndNone() {
    assertThat(execute(WITH_KEY, List.of("walk"))).isEqualTo(2);
    assertThat(execute(WITH_KEY, List.of())).isEqualTo(2);
    assertThat(errors.toString()).contains("walk").contains("'run', 'batch' or 'demo'");
  }

  private List<String> with(String option, String value) {
    List<String> arguments = new ArrayList<>(good);
    int at = arguments.indexOf(option);
    if (at < 0) {
      arguments.addAll(Arrays.asList(option, value));
    } else {
      arguments.set(at + 1, value);
    }
    return arguments;
  }

  private int execute(Map<String, String> environment, List<String> arguments) {
    CommandLine command = Main.commandLine(environment).setErr(new PrintWriter(errors, true));
    return command.execute(arguments.toArray(String[]::new));
  }
}
