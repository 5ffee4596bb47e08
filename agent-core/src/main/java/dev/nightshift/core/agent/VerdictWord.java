package dev.nightshift.core.agent;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the words of a verdict mean, also those that are not offered. */
final class VerdictWord {
  static final String APPROVE = "approve";

  private static final String YES =
      "(?:approve[ds]?|approval|approving|lgtm|accept(?:ed)?|ok|okay|pass(?:ed)?|yes|true|good|fine"
          + "|all_good|looks_good(?:_to_me)?|ship(?:_it)?|merge|green|success|as_is"
          + "|(?:with_)?(?:no|without)_(?:issues|problems|objections?|concerns|(?:further_)?changes)"
          + "|with_(?:(?:minor|some|a_few|optional)_)?(?:notes?|comments?|nits?|remarks?))";

  private static final Pattern SEPARATORS = Pattern.compile("[\\s_-]+");
  private static final Pattern PUNCTUATION = Pattern.compile("[\\p{Punct}\\p{So}&&[^/_?=|-]]+");
  private static final Pattern AROUND = Pattern.compile("^_+|_+$");

  /** An emblem is a word of its own: what is none of the few that mean yes is no yes. */
  private static final Pattern EMBLEM = Pattern.compile("[\\p{So}&&[^✅✓✔☑👍👌🟢🎉🚀💯]]");

  private static final Pattern NO_EMBLEM = Pattern.compile("[❌✖✗✘❎👎🚫⛔🛑🔴🟥🙅]");

  /** A text that denies what its field is named after. */
  private static final Pattern DENIAL =
      Pattern.compile(
          "(?:no|not|nope|never|false|fail(?:s|ed)?|non|nein|nay|n|0|cannot|neither)(?:[_,;:].*)?");

  private static final Pattern NONE =
      Pattern.compile("^(?:no|not|none|nothing|never|n/a|na|without|zero|0)(?![\\p{L}\\p{N}])");

  /** Only what is known to mean yes, and nothing beside it. */
  private static final Pattern APPROVING = Pattern.compile(YES + "(?:_" + YES + ")*");

  /** What objects if there is nothing beside it. */
  private static final Pattern OBJECTING =
      Pattern.compile(
          "request(?:s|ed|ing)?_(?:(?:an?|one|some|the)_)?(?:changes?|revisions?)"
              + "|changes?_(?:are_)?(?:request|requir|need)(?:ed)?"
              + "|(?:needs?|requires?)_(?:more_|some_)?(?:work|changes?|fixes|revisions?)"
              + "|reject|nac?k|not_lgtm|block(?:er|ing)(?:_(?:issue|problem))?s?|veto(?:ed)?|disapproved?"
              + "|(?:(?:do|does|must|should|can|could|will)_?)?not_(?:yet_)?(?:be_)?"
              + "(?:approve[ds]?|merged?|mergeable|ready|land|ship|accept(?:ed|able)?)"
              + "|escalat(?:es?|ed|ing|ion)(?:_to_(?:a_)?human)?|reject(?:s|ed|ing|ion)|block(?:s|ed)?|declined?|den(?:y|ied)"
              + "|unacceptable|fail(?:s|ed|ure)?|negative|no_go|revise|not_(?:ok|met)");

  /** The most characters of a verdict, or of a filler. */
  private static final int LONGEST = 400;

  /** How models fill in what they have no use for. */
  private static final Set<String> NOTHING = Set.of("", "none", "n/a", "na", "null", "placeholder");

  private static final Pattern NO_REQUEST =
      Pattern.compile(
          "(?:no|none|nothing|not|n/a|false)(?:_(?:requests?|problems?|issues?|changes?|applicable"
              + "|needed|required|necessary|requested|found|here|further|else|to|fix|verify|change"
              + "|is|are|was|were|seen|none|n/a))*");

  private static final Set<String> MET =
      Set.of(
          "true",
          "yes",
          "y",
          "1",
          "met",
          "fully_met",
          "is_met",
          "pass",
          "passed",
          "passes",
          "ok",
          "okay",
          "done",
          "satisfied",
          "fulfilled",
          "holds",
          "verified",
          "proven",
          "shown");

  private VerdictWord() {}

  /** Returns the word in lower case, its parts joined by {@code _}. */
  static String normalized(String word) {
    String lower = word.strip().toLowerCase(Locale.ROOT);
    return SEPARATORS.matcher(lower).replaceAll("_");
  }

  /** Tells whether the verdict is no yes. Nothing was said where there is no word. */
  static boolean objects(String word) {
    return !isBlank(word) && !approves(word);
  }

  /** Tells whether a text under the name of something good denies it. */
  static boolean denies(String text) {
    return isObjection(text) || (DENIAL.matcher(bare(text)).matches() && !approves(text));
  }

  /** Tells whether a text begins with a word for nothing, whatever follows. */
  static boolean beginsWithNone(String text) {
    return NONE.matcher(bare(text)).find();
  }

  /** Tells whether a text is nothing but the word no, or an emblem for it. */
  static boolean isNo(String text) {
    return isObjection(text) || Set.of("no", "false", "nope", "nein").contains(bare(text));
  }

  /** Tells whether a text is nothing but a no, wherever it stands. */
  static boolean isObjection(String text) {
    String known = bare(text);
    return known.isEmpty()
        ? NO_EMBLEM.matcher(text).find()
        : text.strip().equals("-1") || OBJECTING.matcher(known).matches();
  }

  /** Tells whether it is one of the two names against a change that the tool offers. */
  static boolean isOffered(String word) {
    return Set.of("request_changes", "escalate").contains(normalized(word));
  }

  /** Tells whether a word means yes. */
  static boolean approves(String word) {
    return !NO_EMBLEM.matcher(word).find()
        && (word.strip().equals("+1") || isAll(APPROVING, bare(word)));
  }

  /** Tells whether a word that was cut off may have become a yes. */
  static boolean isCutApproval(String word) {
    return APPROVE.startsWith(normalized(word));
  }

  /** Tells whether a text says nothing, or that nothing is asked for. */
  static boolean isFiller(String text) {
    return isBlank(text) || isAll(NO_REQUEST, bare(text));
  }

  /** Tells whether a text says nothing. */
  static boolean isBlank(String text) {
    return NOTHING.contains(bare(text)) && !EMBLEM.matcher(text).find();
  }

  /** Tells whether a criterion of which this is said is met. */
  static boolean isMet(String text) {
    return MET.contains(bare(text));
  }

  /** A longer text is more than a word, and too much for a pattern of repeated groups. */
  private static boolean isAll(Pattern pattern, String word) {
    return word.length() <= LONGEST && pattern.matcher(word).matches();
  }

  /** Punctuation and emphasis are no part of a word, but a question mark or an equals sign is. */
  private static String bare(String word) {
    String spaced = PUNCTUATION.matcher(word).replaceAll(" ");
    return AROUND.matcher(normalized(spaced.strip())).replaceAll("");
  }
}
