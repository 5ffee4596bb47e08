package dev.nightshift.core.internal.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds secrets in what somebody wrote, for those who then ask for it to be taken out.
 *
 * <p>{@link Redaction} takes out a word too many rather than leave a secret; here a word too many
 * stops honest work. So a value counts only if it is as random as secrets are and does not say
 * itself that it is made up.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Cost:</b> in proportion to the length of a text.
 */
public final class SecretScan {
  private static final Map<Kind, Finder> FINDERS = finders();

  /** What any value says that stands for one. */
  private static final List<String> MADE_UP =
      List.of("example", "xxxx", "redacted", "placeholder", "dummy", "fake", "....");

  /** What a value says besides whose kind is known by no shape of its own. */
  private static final List<String> STAND_INS =
      List.of(
          "sample",
          "changeme",
          "change-me",
          "change_me",
          "your-",
          "your_",
          "test",
          "secret",
          "password",
          "passw0rd",
          "invalid",
          "12345",
          "abcdef",
          "insert",
          "mock",
          "demo",
          "0000",
          "****",
          "...");

  private static final Set<String> WHOLE_STAND_INS =
      Set.of("guest", "admin", "root", "user", "pass", "postgres", "letmein", "hunter2", "token");

  private SecretScan() {}

  /**
   * Finds what is secret in a text.
   *
   * @param text any text, of one or more lines
   * @return the secrets in their order; where several kinds overlap, the one that begins first
   */
  public static List<Secret> of(String text) {
    List<Secret> found = new ArrayList<>();
    View view = View.of(text);
    add(Kind.CONFIGURED, ConfiguredSecrets.finder(), view, text, found);
    FINDERS.forEach((kind, finder) -> add(kind, finder, view, text, found));
    found.sort(Comparator.comparingInt(Secret::from).thenComparing(Secret::kind));
    List<Secret> apart = new ArrayList<>();
    int end = 0;
    for (Secret secret : found) {
      if (secret.from() >= end) {
        apart.add(secret);
        end = secret.to();
      }
    }
    return apart;
  }

  private static void add(Kind kind, Finder finder, View view, String text, List<Secret> found) {
    Spans spans = new Spans(text);
    finder.find(view, spans);
    for (Spans.Place place : spans.places()) {
      if (kind.isPlausible(text.substring(place.from(), place.to()))) {
        found.add(new Secret(place.from(), place.to(), kind));
      }
    }
  }

  private static Map<Kind, Finder> finders() {
    Map<Kind, Finder> finders = new LinkedHashMap<>();
    finders.put(Kind.PRIVATE_KEY, new PrivateKeys());
    finders.put(Kind.KEY, new TokenShapes());
    finders.put(Kind.SPLIT_KEY, new SplitShapes());
    finders.put(Kind.CREDENTIAL, new Credentials());
    finders.put(Kind.URL_PASSWORD, new UrlPasswords());
    finders.put(Kind.ASSIGNED, new Assignments());
    return finders;
  }

  private static boolean says(List<String> words, String value) {
    String text = value.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(text::contains);
  }

  private static boolean isStandIn(String value) {
    return says(STAND_INS, value) || WHOLE_STAND_INS.contains(value.toLowerCase(Locale.ROOT));
  }

  /** Returns the bits a character of a value tells, by Shannon. */
  private static double entropy(String value) {
    Map<Integer, Integer> counts = new LinkedHashMap<>();
    value.chars().forEach(letter -> counts.merge(letter, 1, Integer::sum));
    double bits = 0;
    for (int count : counts.values()) {
      double share = (double) count / value.length();
      bits -= share * Math.log(share) / Math.log(2);
    }
    return bits;
  }

  /** Why a value counts as a secret. */
  public enum Kind {
    /** What this process was configured with. */
    CONFIGURED("a secret that this process was given", 1, 0, false),
    /** A line of a private key. */
    PRIVATE_KEY("a private key", 16, 3.0, false),
    /** A key that is known by how it begins. */
    KEY("a key that begins like those of a known service", 12, 3.0, false),
    /** A key that is known by what is in its middle. */
    SPLIT_KEY("a key of a known service", 12, 3.0, false),
    /** What a request is authorised by. */
    CREDENTIAL("a credential of a request", 12, 3.0, true),
    /** A password before the host of a URL. */
    URL_PASSWORD("a password in a URL", 6, 2.2, false),
    /** What is given to a name of a secret. */
    ASSIGNED("a value given to the name of a secret", 8, 2.9, true);

    private final String text;
    private final int shortest;
    private final double leastEntropy;
    private final boolean needsDigit;

    Kind(String text, int shortest, double leastEntropy, boolean needsDigit) {
      this.text = text;
      this.shortest = shortest;
      this.leastEntropy = leastEntropy;
      this.needsDigit = needsDigit;
    }

    /** Returns the kind in words, without the value. */
    public String text() {
      return text;
    }

    private boolean isPlausible(String value) {
      boolean hasShape = this == KEY || this == SPLIT_KEY || this == PRIVATE_KEY;
      boolean isMadeUp = says(MADE_UP, value) || (!hasShape && isStandIn(value));
      return this == CONFIGURED || (isRandom(value) && !isMadeUp);
    }

    private boolean isRandom(String value) {
      return value.length() >= shortest
          && value.chars().noneMatch(Character::isWhitespace)
          && (!needsDigit || value.chars().anyMatch(letter -> Letters.isDigit((char) letter)))
          && entropy(value) >= leastEntropy;
    }
  }

  /**
   * A secret in a text.
   *
   * @param from where it begins, in characters from 0
   * @param to where it ends, not included
   * @param kind why it counts as one
   */
  public record Secret(int from, int to, Kind kind) {}
}
