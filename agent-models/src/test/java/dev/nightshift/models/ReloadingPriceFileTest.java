package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Case 25 of the list of tricky cases, and all that can happen to a file in use. */
class ReloadingPriceFileTest {
  private static final ModelId MINE = ModelId.parse("a:mine");
  private static final ModelId OTHER = ModelId.parse("a:other");
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  @TempDir Path directory;
  private Path file;
  private long tick;

  @BeforeEach
  void writeTheFirstVersion() throws IOException {
    file = directory.resolve("prices.json");
    write(costing("1"));
  }

  @Test
  void priceOfAChangedFileHoldsFromTheNextCallOn() throws IOException {
    PriceFile prices = PriceFile.reloading(file);
    assertThat(costOf(prices)).isEqualTo(Money.usd("1"));

    write(costing("2"));

    assertThat(costOf(prices)).isEqualTo(Money.usd("2"));
    assertThat(prices.complaint()).isEmpty();
  }

  @Test
  void fileReadOnceStaysAsItWas() throws IOException {
    PriceFile prices = PriceFile.read(file);

    write(costing("2"));

    assertThat(costOf(prices)).isEqualTo(Money.usd("1"));
    assertThat(prices.complaint()).isEmpty();
  }

  @Test
  void invalidVersionKeepsTheOldPricesAndIsReportedWithItsLine() throws IOException {
    PriceFile prices = PriceFile.reloading(file);

    write("{\n\"prices\": [\n" + row("0.000001") + "]}");

    assertThat(costOf(prices)).isEqualTo(Money.usd("1"));
    assertThat(prices.complaint())
        .hasValueSatisfying(
            complaint ->
                assertThat(complaint).startsWith(file + ", line 3, row 1 (a:mine): rates.input"));

    write(costing("3"));

    assertThat(costOf(prices)).isEqualTo(Money.usd("3"));
    assertThat(prices.complaint()).isEmpty();
  }

  @Test
  void halfWrittenVersionIsNeverInUse() throws IOException {
    PriceFile prices = PriceFile.reloading(file);
    String whole = costing("2");

    write(whole.substring(0, whole.length() / 2));

    assertThat(costOf(prices)).isEqualTo(Money.usd("1"));
    assertThat(prices.complaint().orElseThrow()).contains("line 1").contains("not valid JSON");
  }

  @Test
  void fileThatIsGoneKeepsItsPricesUntilItIsBack() throws IOException {
    PriceFile prices = PriceFile.reloading(file);

    Files.delete(file);

    assertThat(costOf(prices)).isEqualTo(Money.usd("1"));
    assertThat(prices.complaint().orElseThrow()).contains("cannot be read");

    write(costing("2"));

    assertThat(costOf(prices)).isEqualTo(Money.usd("2"));
    assertThat(prices.complaint()).isEmpty();
  }

  /** An editor or a deployment moves a whole file over the old one, perhaps with its time. */
  @Test
  void fileMovedOverTheOldOneIsRead() throws IOException {
    PriceFile prices = PriceFile.reloading(file);
    Path other = Files.writeString(directory.resolve("other.json"), costing("2"));
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));

    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(costOf(prices)).isEqualTo(Money.usd("2"));
  }

  @Test
  void firstVersionHasToBeRight() throws IOException {
    write("{\"prices\": [" + row("-1") + "]}");

    assertThatThrownBy(() -> PriceFile.reloading(file))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("line 1, row 1 (a:mine)");
  }

  /** Symptom: a version that could not be read once, for want of descriptors, was lost for good. */
  @Test
  void versionThatCouldNotBeReadIsTriedAgainThoughTheFileStaysAsItIs() throws IOException {
    AtomicBoolean isUnreadable = new AtomicBoolean();
    WatchedPrices<String> watched =
        WatchedPrices.open(
            file,
            seen -> {
              if (isUnreadable.get()) {
                throw new AgentException("no descriptors", new IOException("Too many open files"));
              }
              return "version " + tick;
            });
    String before = watched.newest();
    write(costing("2"));
    isUnreadable.set(true);
    assertThat(watched.newest()).isEqualTo(before);
    assertThat(watched.complaint()).isEqualTo("no descriptors");

    isUnreadable.set(false);

    assertThat(watched.newest()).isEqualTo("version " + tick).isNotEqualTo(before);
    assertThat(watched.complaint()).isEmpty();
  }

  /** Whoever asks while it is read sees versions that never go back, in one row or the next. */
  @Test
  void manyThreadsSeeWholeVersionsInTheirOrder() throws Exception {
    PriceFile prices = PriceFile.reloading(file);
    AtomicBoolean isOver = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      replace(costing("1"));
      List<Future<Boolean>> seen =
          Stream.generate(() -> threads.submit(() -> sawVersionsInOrder(prices, isOver)))
              .limit(4)
              .toList();
      for (int version = 2; version < 40; version++) {
        replace(costing(String.valueOf(version)));
      }
      isOver.set(true);
      for (Future<Boolean> one : seen) {
        assertThat(one.get()).isTrue();
      }
    } finally {
      isOver.set(true);
      threads.shutdownNow();
    }
    assertThat(costOf(prices)).isEqualTo(Money.usd("39"));
    assertThat(prices.complaint()).isEmpty();
  }

  private static boolean sawVersionsInOrder(PriceFile prices, AtomicBoolean isOver) {
    Money before = Money.usd("0");
    while (!isOver.get()) {
      for (ModelId model : List.of(MINE, OTHER)) {
        Money now = prices.price(model, NOW).orElseThrow().cost(TokenUsage.of(1_000_000, 0));
        if (now.compareTo(before) < 0) {
          return false;
        }
        before = now;
      }
    }
    return true;
  }

  private static Money costOf(PriceFile prices) {
    return prices.price(MINE, NOW).orElseThrow().cost(TokenUsage.of(1_000_000, 0));
  }

  private static String costing(String dollars) {
    return "{\"prices\": ["
        + row(dollars)
        + ", "
        + row(dollars).replace("a:mine", "a:other")
        + "]}";
  }

  private static String row(String input) {
    return "{\"model\": \"a:mine\", \"rates\": {\"input\": \"" + input + "\", \"output\": \"1\"}}";
  }

  private void replace(String json) throws IOException {
    Path whole = Files.writeString(directory.resolve("whole.json"), json);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Each version has a time of its own, however coarse the clock of the file system is. */
  private void write(String json) throws IOException {
    Files.writeString(file, json);
    Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(++tick)));
  }
}
