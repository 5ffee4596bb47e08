package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.model.ModelId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a table of prices holds, it is read or refused by its name; nothing else happens. */
@Timeout(120)
class PriceFuzzTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final ModelId MINE = ModelId.parse("a:mine");

  private static final String MY_FILE =
      """
      {"asOf": "2026-11-20", "unit": "USD per million tokens", "prices": [
        {"model": "a:mine", "aliases": ["a:ours"], "effectiveFrom": "2026-01-01",
         "rates": {"input": "0.10", "output": 0.50, "cacheRead": "0.01",
                   "cacheWrite": {"5m": "0.125", "1h": "0.20"}},
         "tiers": [{"promptTokensAbove": 100000, "rates": {"input": "0.50", "output": "2.50"}}],
         "multipliers": {"batch": "0.5", "regions": {"us": "1.1"}},
         "source": "a contract", "asOf": "2026-11-20"},
        {"model": "local:qwen", "free": true}]}
      """;

  private static final String LITELLM =
      """
      {"mine": {"litellm_provider": "a", "mode": "chat", "input_cost_per_token": 1e-6,
         "output_cost_per_token": 2e-06, "cache_read_input_token_cost": 1e-07,
         "input_cost_per_token_above_200k_tokens": 2e-6, "output_cost_per_token_flex": 1e-6,
         "provider_specific_entry": {"us": 1.1, "fast": 2}, "_comment": "text"},
       "b/other": {"litellm_provider": "b", "mode": "chat", "input_cost_per_token": 1e-6,
         "output_cost_per_token": 2e-6, "regional_processing_uplift_multiplier_eu": 1.1}}
      """;

  private static final String TOML =
      """
      name = "Mine" # a comment
      [modalities]
      output = ["text"]
      [cost]
      input = 1.00
      output = 2_000.5e-3
      [[cost.tiers]]
      tier = { size = 200_000 }
      input = 2.00
      output = 4.00
      [experimental.modes.fast]
      provider = { body = { service_tier = "priority" } }
      """;

  private static final String[] PARTS = {
    "9".repeat(1_001),
    "0." + "1".repeat(5_000),
    "1e999999999",
    "1e-999999999",
    "0e999999999",
    "1e99999999999",
    "\"" + "7".repeat(20_000) + "\"",
    "\"1e999999999\"",
    "1" + "_1".repeat(20_000),
    "[".repeat(3_000),
    "{\"a\":".repeat(3_000),
    "{\"a\":[".repeat(120) + "]}".repeat(120),
    "a" + ".a".repeat(20_000) + " = 1\n",
    "[" + "a.".repeat(20_000) + "a]\n",
    "\"" + "x".repeat(60_000) + "\": 1, ",
    "NaN",
    "-Infinity",
    "-1",
    "-0",
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "\"\\ud800\"",
    "\"\\u001b[31m\"",
    "\ufeff",
    "\0",
    "\"model\": \"a:mine\", ",
    "\"asOf\": \"+999999999-12-31\", ",
    "\"unit\": {}, ",
    "\n\n",
    "}",
    "]",
    ",",
    "\"",
    "#",
    "\\"
  };

  @TempDir Path directory;
  private long tick;

  @Test
  void everyDamagedTableIsReadOrRefusedByItsName() throws IOException {
    SplittableRandom random = new SplittableRandom(20_261_129);
    Path json = directory.resolve("prices.json");
    Path providers = directory.resolve("providers");
    Path toml = providers.resolve("a/models/mine.toml");
    Files.createDirectories(toml.getParent());
    for (int round = 0; round < 800; round++) {
      Files.write(json, damaged(MY_FILE, random));
      readOrRefused(round, json, () -> PriceFile.read(json).price(MINE, NOW));
      Files.write(json, damaged(LITELLM, random));
      readOrRefused(round, json, () -> ImportedPrices.liteLlm(json, DAY, "").price(MINE, NOW));
      Files.write(toml, damaged(TOML, random));
      readOrRefused(
          round, providers, () -> ImportedPrices.modelsDev(providers, DAY, "").price(MINE, NOW));
    }
  }

  private static void readOrRefused(int round, Path file, Runnable reading) {
    try {
      reading.run();
    } catch (AgentException refused) {
      assertThat(refused.getMessage())
          .as("round %s", round)
          .contains(file.toString())
          .hasSizeLessThan(1_500)
          .matches("[^\\p{Cntrl}]+");
    } catch (RuntimeException | StackOverflowError unexpected) {
      throw new AssertionError("round " + round, unexpected);
    }
  }

  static Stream<Arguments> hopelessFiles() {
    String row = "{\"prices\": [\n{\"model\": \"a:mine\", \"rates\": {\"input\": %s}}]}";
    return Stream.of(
        hopeless("more digits than any number", row.formatted("9".repeat(1_001)), ", line 2"),
        hopeless("deeper than any table", "{\"prices\":\n" + "[".repeat(3_000), ", line 2"),
        hopeless("depth in a row", row.formatted("[".repeat(3_000)), ", line 2"),
        hopeless("long name", "{\n\"" + "x".repeat(60_000) + "\": 1}", ", line 2"),
        hopeless("digits as a text", row.formatted("\"" + "9".repeat(9_999) + "\""), ", line 2"),
        hopeless("exponent of a gigabyte", row.formatted("1e999999999"), ", line 2, row 1"),
        hopeless("exponent of no number", row.formatted("1e99999999999"), ", line 2"),
        hopeless("not a number", row.formatted("NaN"), ", line 2: not valid JSON"),
        hopeless("below zero", row.formatted("-1"), "-1 is not between"),
        hopeless("field twice", "{\"prices\":\n[{\"free\":true,\"free\":true}]}", ", line 2"),
        hopeless("nothing", "", ", line 1: must be one JSON object"),
        hopeless("a mark and nothing", "\ufeff", ", line 1: "),
        hopeless("zeros", "\0\0\0\0\0\0", "prices.json"),
        hopeless(
            "asOf of megabytes", "{\"asOf\": \"" + "x".repeat(2 << 20) + "\"}", "is not a date"));
  }

  private static Arguments hopeless(String name, String content, String complaint) {
    return Arguments.of(name, content, complaint);
  }

  /** Symptom: a null pointer at each price asked for, in place of the old price. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("hopelessFiles")
  void hopelessVersionKeepsTheOldPricesAndSaysWhy(String name, String content, String complaint)
      throws IOException {
    Path file = Files.writeString(directory.resolve("prices.json"), MY_FILE);
    PriceFile mine = PriceFile.reloading(file);
    Path map = Files.writeString(directory.resolve("map-prices.json"), LITELLM);
    ImportedPrices imported = ImportedPrices.liteLlmReloading(map);
    var before = mine.price(MINE, NOW);
    var importedBefore = imported.price(ModelId.parse("b:other"), NOW);

    replace(file, content);
    replace(map, content);

    assertThat(mine.price(MINE, NOW)).isEqualTo(before).isPresent();
    assertThat(mine.complaint().orElseThrow())
        .contains(file.toString(), complaint)
        .hasSizeLessThan(1_500);
    assertThat(imported.price(ModelId.parse("b:other"), NOW)).isEqualTo(importedBefore).isPresent();
    assertThat(imported.complaint().orElseThrow()).contains(map.toString());

    replace(file, MY_FILE);

    assertThat(mine.price(MINE, NOW)).isEqualTo(before);
    assertThat(mine.complaint()).isEmpty();
  }

  /** An editor of Windows writes such files. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("encodings")
  void fileInAnEncodingOfJsonIsRead(Charset encoding) throws IOException {
    Path file = directory.resolve("prices.json");
    Files.write(file, bytes(encoding.encode("\ufeff" + MY_FILE)));

    assertThat(PriceFile.read(file).price(MINE, NOW)).isPresent();
  }

  static Stream<Charset> encodings() {
    return Stream.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
  }

  @Test
  void whatIsNoFileIsRefusedAndDoesNotHang() throws Exception {
    Path pipe = directory.resolve("pipe.json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    for (Path path : new Path[] {directory, pipe, Path.of("/dev/zero"), Path.of("/dev/null/x")}) {
      assertThatThrownBy(() -> PriceFile.reloading(path))
          .isInstanceOf(AgentException.class)
          .hasMessageStartingWith("price file " + path + " cannot be read: ")
          .hasMessageEndingWith("see that it is there, a file, and open to this user");
    }
  }

  @Test
  void fileLargerThanAnyTableIsRefusedBeforeItIsRead() throws IOException {
    Path file = directory.resolve("prices.json");
    Files.write(file, new byte[(16 << 20) + 1]);

    assertThatThrownBy(() -> PriceFile.read(file))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(file + " is larger than 16777216 bytes");
  }

  /** Symptom: the complaint stayed although the same file was back, with its time. */
  @Test
  void fileThatIsMovedAwayAndBackHasNoComplaint() throws IOException {
    Path file = Files.writeString(directory.resolve("prices.json"), MY_FILE);
    PriceFile prices = PriceFile.reloading(file);
    Path away = Files.move(file, directory.resolve("away.json"));
    assertThat(prices.complaint()).isPresent();

    Files.move(away, file);

    assertThat(prices.price(MINE, NOW)).isPresent();
    assertThat(prices.complaint()).isEmpty();
  }

  private void replace(Path file, String content) throws IOException {
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(NOW.plus(Duration.ofSeconds(++tick))));
  }

  /** One to three damages: a part put in, a part taken out, a byte changed, the end cut off. */
  private static byte[] damaged(String good, SplittableRandom random) {
    if (random.nextInt(50) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    String text = good;
    for (int damage = random.nextInt(1, 4); damage > 0 && !text.isEmpty(); damage--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(1, 12));
      String part = PARTS[random.nextInt(PARTS.length)];
      text =
          switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + part + text.substring(at);
            case 1 -> inPlaceOfAValue(text, at, part);
            case 2 -> text.substring(0, at) + text.substring(end);
            case 3 -> text.substring(0, at) + text.substring(at, end) + text.substring(at);
            default -> text.substring(0, at);
          };
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(20) == 0 ? bytes(StandardCharsets.UTF_16LE.encode(text)) : bytes;
  }

  /** So that what is damaged is JSON more often than not. */
  private static String inPlaceOfAValue(String text, int from, String part) {
    int colon = Math.max(text.indexOf(": ", from), text.indexOf("= ", from));
    if (colon < 0) {
      return text + part;
    }
    int end = colon + 2;
    while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, colon + 2) + part + text.substring(end);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
