package dev.nightshift.report.internal;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.text.ShellWord;
import dev.nightshift.core.model.AgentRole;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Values in the words of a page. */
final class Tell {
  private static final int SHORT_COMMIT = 12;

  private Tell() {}

  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + "." + duration.toMillisPart() / 100 + " s";
    }
    return seconds < 3_600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String commit(String id) {
    return id.isEmpty() ? "unknown" : id.substring(0, Math.min(SHORT_COMMIT, id.length()));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String role(AgentRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  static String count(long amount) {
    return String.format(Locale.ROOT, "%,d", amount);
  }

  /** One thing, or many of them. */
  static String count(long amount, String one, String many) {
    return count(amount) + " " + (amount == 1 ? one : many);
  }

  /** A word of a command line, as a shell takes it. */
  static String shell(String text) {
    return ShellWord.of(text);
  }

  static String list(List<String> words) {
    return String.join(", ", words);
  }

  /** Whether a browser may be sent there: no script, no file. */
  static boolean isWeb(URI link) {
    return link.getHost() != null
        && ("https".equalsIgnoreCase(link.getScheme())
            || "http".equalsIgnoreCase(link.getScheme()));
  }

  /** What was saved, as a sentence; empty if there is nothing to compare with. */
  static String saved(Money actual, Money otherwise) {
    if (otherwise.nanos() <= 0) {
      return "";
    }
    BigDecimal percent =
        BigDecimal.valueOf(otherwise.nanos() - actual.nanos())
            .movePointRight(2)
            .divide(BigDecimal.valueOf(otherwise.nanos()), 1, RoundingMode.HALF_UP);
    return percent.signum() < 0
        ? percent.negate().toPlainString() + " % more was spent"
        : percent.toPlainString() + " % was saved";
  }
}
