package dev.nightshift.core.agent;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the word of a verdict means, also one that is not offered. */
final class VerdictWord {
  static final String APPROVE = "approve";

  private static final Set<String> APPROVING =
      Set.of(
          "lgtm",
          "accept",
          "accepted",
          "ok",
          "okay",
          "pass",
          "passed",
          "yes",
          "true",
          "good",
          "fine",
          "looks_good",
          "looks_good_to_me",
          "ship",
          "ship_it",
          "merge",
          "green",
          "success");

  /** What makes an approval one that does not hold as it is. */
  private static final Pattern CONDITION =
      Pattern.compile(
          "(^|_)(?:(?:not|but|if|unless|after|once)(_|$)|chang|condition|reject|fix|modif)");

  /** How models fill in what they have no use for. */
  private static final Set<String> NOTHING = Set.of("", "_", "none", "n/a", "na", "null");

  private static final Set<String> NO_REQUEST = Set.of("no", "nothing", "no_request", "no_change");

  private VerdictWord() {}

  /** Returns the word in lower case, its parts joined by {@code _}. */
  static String normalized(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "_");
  }

  /**
   * Tells whether a word is a verdict that does not approve: any that is not known to mean yes.
   * Nothing was said where there is no word.
   */
  static boolean objects(String word) {
    String known = normalized(word);
    if (NOTHING.contains(known) || APPROVING.contains(known)) {
      return false;
    }
    boolean approves = known.startsWith(APPROVE) || known.equals("approval");
    return !approves || CONDITION.matcher(known).find();
  }

  /** Tells whether a word that was cut off may have become a yes. */
  static boolean isCutApproval(String word) {
    return APPROVE.startsWith(normalized(word));
  }

  /** Tells whether a text asks for nothing. */
  static boolean isFiller(String text) {
    String known = normalized(text);
    String plain = known.endsWith(".") ? known.substring(0, known.length() - 1) : known;
    return NOTHING.contains(plain) || NO_REQUEST.contains(plain);
  }
}
