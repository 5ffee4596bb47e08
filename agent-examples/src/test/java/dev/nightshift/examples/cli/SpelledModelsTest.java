package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.examples.cli.LoopbackModels.Asked;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of the command line on each kind of model there is, for either role. */
@Timeout(300)
class SpelledModelsTest {
  private static final String SOL = "openai:gpt-6.1-sol";
  private static final String FLASH = "gemini:gemini-3.8-flash";

  @TempDir Path out;
  private final StringWriter printed = new StringWriter();
  private LoopbackModels models = LoopbackModels.without();

  @AfterEach
  void stop() {
    models.close();
  }

  @Test
  void openAiWritesAndGeminiReviews() {
    assertThat(run("--implementer", SOL, "--reviewer", FLASH)).as(printed.toString()).isZero();

    Asked written = new Asked("/v1/responses", "Bearer sk-o", "gpt-6.1-sol");
    Asked reviewed =
        new Asked(
            "/v1beta/models/gemini-3.8-flash:streamGenerateContent", "g-key", "gemini-3.8-flash");
    assertThat(models.asked()).containsExactly(written, written, reviewed);
  }

  @Test
  void geminiWritesAndOpenAiReviews() {
    assertThat(run("--implementer", FLASH, "--reviewer", SOL)).as(printed.toString()).isZero();

    assertThat(models.asked())
        .extracting(Asked::model)
        .containsExactly("gemini-3.8-flash", "gemini-3.8-flash", "gpt-6.1-sol");
  }

  @Test
  void ollamaWritesAndAServerAtAUrlReviews() {
    String ollama = "ollama:qwen3:30b";
    String own = "openai-compatible:http://" + models.host() + "/x/v1#org/critic";

    int status = run("--implementer", ollama, "--reviewer", own, "--free", ollama, "--free", own);

    assertThat(status).as(printed.toString()).isZero();
    Asked written = new Asked("/v1/chat/completions", "null", "qwen3:30b");
    assertThat(models.asked())
        .containsExactly(
            written, written, new Asked("/x/v1/chat/completions", "Bearer c-key", "org/critic"));
  }

  @Test
  void aServerAtAUrlWritesAndOllamaReviewsAtThePricesOfAFile() throws Exception {
    String own = "openai-compatible:http://" + models.host() + "#coder";
    Path prices =
        Files.writeString(
            out.resolve("prices.json"),
            """
            {"asOf": "2026-11-23", "unit": "USD per million tokens", "prices": [
              {"model": "%s", "rates": {"input": "1", "output": "2"}, "source": "ours"},
              {"model": "ollama:critic", "free": true}]}
            """
                .formatted(own));

    int status =
        run("--implementer", own, "--reviewer", "ollama:critic", "--prices", prices.toString());

    assertThat(status).as(printed.toString()).isZero();
    assertThat(models.asked()).extracting(Asked::model).containsExactly("coder", "coder", "critic");
    // Two answers of 5,000 tokens in and 7 out.
    assertThat(Files.readString(out.resolve("report/report.json")))
        .contains("\"totalNanos\" : " + 2 * (5_000 * 1_000 + 7 * 2_000));
  }

  @Test
  void theModelAfterACommaTakesThePlaceOfOneThatIsNotFound() {
    models.close();
    models = LoopbackModels.without("gpt-6.1-sol");

    int status = run("--implementer", SOL + ",openai:gpt-6-luna", "--reviewer", FLASH);

    assertThat(status).as(printed.toString()).isZero();
    assertThat(models.asked())
        .extracting(Asked::model)
        .containsExactly("gpt-6.1-sol", "gpt-6-luna", "gpt-6-luna", "gemini-3.8-flash");
  }

  private int run(String... options) {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"))) {
      List<String> arguments =
          new ArrayList<>(List.of("run", "--repo", repository.directory().toString()));
      arguments.addAll(List.of("--title", "Add b", "--no-tests", "--gate", "true"));
      arguments.addAll(List.of("--deliver", "merge", "--out", out.resolve("report").toString()));
      arguments.addAll(List.of(options));
      PrintWriter writer = new PrintWriter(printed, true);
      int status =
          Main.commandLine(environment())
              .setOut(writer)
              .setErr(writer)
              .execute(arguments.toArray(String[]::new));
      assertThat(status != 0 || repository.read(repository.tip("main"), "b.txt").equals("two\n"))
          .isTrue();
      return status;
    }
  }

  private Map<String, String> environment() {
    String url = "http://" + models.host();
    return Map.of(
        "OPENAI_API_KEY",
        "sk-o",
        "OPENAI_BASE_URL",
        url,
        "GOOGLE_API_KEY",
        "g-key",
        "GOOGLE_GEMINI_BASE_URL",
        url,
        "OLLAMA_HOST",
        models.host(),
        "OPENAI_COMPATIBLE_API_KEY_" + models.host().replaceAll("[.:]", "_"),
        "c-key");
  }
}
