package dev.nightshift.core.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a reviewer gives as the reason that a criterion is met. Told is whether it may say of the
 * criterion that it is not: any word of a no is asked about, but for a few idioms. A question costs
 * one small call, a denial that is not heard lands.
 *
 * <p><b>Source:</b> docs/decisions/019-what-a-reviewer-said-against.
 */
final class CriterionReason {
  private static final Pattern EMBLEM = Pattern.compile("[\\p{So}&&[^✅✓✔👍]]");

  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]*0?[^\\p{L}\\p{N}]*");

  /** A word that is a sentence by itself, and no name of the code. */
  private static final Pattern ONE_WORD =
      Pattern.compile(
          "^[\\W_]*(\\p{Lu}?\\p{Ll}+|\\p{Lu}+)(?=[\\W_]*$|\\.(?=\\s|$)|[;!?]|:(?![:\\d])|\\s[-–—](?=\\s))");

  /** The words that are a reason by themselves, beside those of {@link VerdictWord#isMet}. */
  private static final Set<String> REASONS =
      Set.of(
          ("tested covered checked seen confirmed reviewed implemented documented fixed added "
                  + "handled updated removed deleted renamed replaced moved kept included addressed "
                  + "refactored resolved enforced guarded validated asserted applied correct complete "
                  + "present good fine green works passing compiles builds exists matches trivial "
                  + "obvious unaffected test tests gate build command javadoc readme changelog docs")
              .split(" "));

  /** What shows that it is written in a language that is not read. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "[\\p{L}&&[^\\p{ASCII}]]|\\b(?:nicht|kein\\w*|ist|sind|wird|wurde|und|noch|der|das|ein|eine"
              + "|pas|est|les|une|el|los|las|sigue|esta)\\b");

  private static final Pattern ARGUMENTS = Pattern.compile("(?<=\\w)\\([^()]*\\)");

  private static final String THEN =
      "(?:(?!\\b(?:not|still|never|no|none|neither|nor|or|only|half)\\b|[.;] )[^\n]){0,80}?";

  /** What went wrong on the base and passes now, counts of zero, and idioms of code. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          ("\\b(?:fail\\w*|red|crash\\w*|throws?|threw|broken?|missing)\\b"
                  + THEN
                  + "\\b(?:on (?:the )?(?:base|main|master)|without (?:it|(?:the|this) (?:fix|change|patch))|before)\\b"
                  + THEN
                  + "\\b(?:pass(?:es|ed)?|green|works)\\b")
              + "|(?<!criterion )\\b0(?: \\w+)? (?:fail\\w*|errors?|skipped)\\b|\\b(?:failures|errors|failed): 0\\b"
              + "|\\bno (?:tests? fail(?:s|ed)?|failures|errors|other)\\b|\\bnothing (?:else|outside)\\b"
              + "|\\b(?:no longer|(?:do|does|did|is|are|can) not(?=[^.;,]{1,80}any ?(?:more|longer)\\b))"
              + "(?! (?:\\w+ )?(?:works?|compiles?|pass\\w*|met|holds?|true|correct\\w*)\\b) \\w+"
              + "|\\bnot (?:affected|needed|necessary|required|only)\\b"
              + "|\\bfails? (?:fast|closed)\\b|\\breturns? (?:none|false)\\b");

  private static final Pattern CLAUSE_END =
      Pattern.compile("[.:](?=\\s|$)|[,;!?=()\\[\\]\n—–]+|(?<=\\s)-(?=\\s)");

  /** Where a clause begins to speak of a case, or of something else. */
  private static final Pattern SUBORDINATE =
      Pattern.compile(
          "\\b(?:if|when|where|that|which|who|whether|while|unless|so|because|before|until|instead|since)\\b.*");

  private static final Pattern DENIES =
      Pattern.compile(
          "\\b(?:not|no|none|never|neither|nor|nothing|nobody|hardly|barely|almost|nearly|half|mostly"
              + "|part|partly|partial|partially|fail(?:s|ed|ing|ures?)?|red|crash\\w*|leaks?|breaks?|broken?|wrong(?:ly)?"
              + "|incorrect(?:ly)?|incomplete|missing|lacks?|(?<!\\d )skipped|absent|unclear|insufficient|nope|todo"
              + "|violat\\w*|contradict\\w*|doubt\\w*|same|untouched|unchanged"
              + "|still|remains?|should|would|must|needs?|to be|please|maybe|probably|hopefully|opposite"
              + "|unfortunately|but|though|although|except|however|apart from|is false$|is open"
              + "|un(?:met|tested|verified|proven|fulfilled|satisfied|implemented|done|finished|covered|handled|sorted))\\b"
              + "|^\\W*(?:only\\b|negative$|false$)");

  private CriterionReason() {}

  /** Tells whether the reason why a criterion is met says that it is not. */
  static boolean denies(String why) {
    String read = TextNormalizer.calm(TextNormalizer.read(why));
    if (EMBLEM.matcher(read).find()) {
      return true;
    }
    if (VerdictWord.isBlank(read) || VerdictWord.isMet(read)) {
      return false;
    }
    Matcher word = ONE_WORD.matcher(read);
    return NO_LETTERS.matcher(read).matches()
        || FOREIGN.matcher(TextNormalizer.plain(read)).find()
        || (word.find() && !isReason(word.group(1)))
        || clauses(read).anyMatch(CriterionReason::isDenial);
  }

  private static boolean isReason(String word) {
    return VerdictWord.isMet(word) || REASONS.contains(word.toLowerCase(Locale.ROOT));
  }

  private static Stream<String> clauses(String why) {
    String said = TextNormalizer.plain(ARGUMENTS.matcher(why).replaceAll("")).replace('_', ' ');
    return Arrays.stream(CLAUSE_END.split(HARMLESS.matcher(said).replaceAll("")));
  }

  private static boolean isDenial(String clause) {
    return DENIES.matcher(SUBORDINATE.matcher(clause.strip()).replaceFirst("").strip()).find();
  }
}
