package dev.nightshift.examples.images;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.LedgerException;
import dev.nightshift.core.ledger.SpendMonitor;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Images of the ledger of a real run: each is read as what its longest verified part says, or
 * refused, also to who would spend.
 */
final class LedgerImages {
  private static final int WITH_SPENDER = 100;
  private final Path directory;
  private final LogImage log;
  private final ManualTime time = ManualTime.create();
  private final List<@Nullable String> states = new ArrayList<>();
  private final List<@Nullable String> joined = new ArrayList<>();
  private int refused;
  private int read;
  private int spenders;
  private int wrong;

  private LedgerImages(Path directory) throws IOException {
    this.directory = directory;
    this.log = new LogImage(directory.resolve("ledger").resolve("ledger.log"));
    for (int lines = 0; lines <= log.lines(); lines++) {
      log.restoreLines(lines);
      states.add(stateOf(lines + " whole lines"));
      joined.add(stateOnceJoined());
    }
  }

  /** Proves it and returns how many images were something else. */
  static int prove(Path directory, int step, int flips, Random random) throws IOException {
    LedgerImages images = new LedgerImages(directory);
    System.out.printf(
        "the ledger that it paid from: %,d bytes, %d lines%n",
        images.log.length(), images.log.lines());
    for (int length = 0, count = 0; length <= images.log.length(); length += step, count++) {
      images.prefix(length, count % WITH_SPENDER == 0);
    }
    images.tellAndForget("prefixes");
    for (int i = 0; i < flips; i++) {
      images.flip(random.nextInt(images.log.length()), 1 + random.nextInt(255), i);
    }
    images.tellAndForget("flips of a byte");
    return images.wrong;
  }

  private void tellAndForget(String what) {
    System.out.printf(
        "  %s: refused: %,d; the longest verified part: %,d; asked for an account as well: %,d;"
            + " another state so far: %d%n",
        what, refused, read, spenders, wrong);
    refused = 0;
    read = 0;
    spenders = 0;
  }

  private void prefix(int length, boolean withSpender) throws IOException {
    String what = "a prefix of " + length + " bytes of the ledger";
    log.restore(length);
    String state = stateOf(what);
    if (state == null || !state.equals(states.get(log.linesBefore(length)))) {
      fail(what + " is not read as its longest whole part");
    }
    read++;
    if (withSpender) {
      spend(what, log.linesBefore(length), state);
    }
  }

  private void flip(int at, int mask, int number) throws IOException {
    String what = "byte " + at + " of the ledger xor " + mask;
    if (number % WITH_SPENDER == 0) {
      log.restore(log.length());
    }
    LogImage.flip(log.file(), at, mask);
    String state = stateOf(what);
    if (state == null) {
      refused++;
    } else if (state.equals(states.get(log.linesBefore(at)))) {
      read++;
    } else {
      fail(what + " is read as something else");
    }
    if (number % WITH_SPENDER == 0) {
      spend(what, log.linesBefore(at), state);
      log.restore(log.length());
    } else {
      LogImage.flip(log.file(), at, mask);
    }
  }

  /** What a monitor reads of the money; null if it is refused. */
  private @Nullable String stateOf(String what) {
    try {
      return SpendMonitor.directory(directory, time).snapshot().toJson();
    } catch (LedgerException refusal) {
      return null;
    } catch (RuntimeException defect) {
      fail(what + " ends as " + defect);
      return null;
    }
  }

  /** What is read once another process uses it, which charges what dead ones had sent. */
  private @Nullable String stateOnceJoined() {
    try (BudgetLedger ledger = BudgetLedger.directory(directory, ZoneOffset.UTC, time)) {
      ledger.open(new Account(RunId.of("another"), TaskKind.OTHER, List.of(), 0));
      return SpendMonitor.of(ledger, time).snapshot().toJson();
    } catch (LedgerException refusal) {
      return null;
    }
  }

  /** Who would spend finds the longest verified part as well, or is refused and changes nothing. */
  private void spend(String what, int lines, @Nullable String state) throws IOException {
    byte[] image = Files.readAllBytes(log.file());
    spenders++;
    String once = stateOnceJoined();
    if ((once == null) != (state == null)) {
      fail(what + " is refused to a reader or to who would spend, and not to both");
    } else if (once == null && !Arrays.equals(image, Files.readAllBytes(log.file()))) {
      fail(what + " is refused to who would spend, and changed");
    } else if (once != null && !once.equals(joined.get(lines))) {
      fail(what + " is another state to who would spend");
    }
  }

  private void fail(String why) {
    wrong++;
    System.out.println("WRONG: " + why);
  }
}
