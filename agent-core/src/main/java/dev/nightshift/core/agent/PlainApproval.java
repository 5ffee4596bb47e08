package dev.nightshift.core.agent;

import java.util.regex.Pattern;

/**
 * What a text may say beside an approval without being asked about: nothing but the few sentences
 * of which approvals are made. Whatever else a reviewer writes may object, in whatever words and
 * language, and only the reviewer knows.
 *
 * <p><b>Source:</b> docs/decisions/019-what-a-reviewer-said-against.
 */
final class PlainApproval {
  private static final int MAX_CHARS = 400;

  private static final String WORK =
      "(?:(?:this|it|everything|all|(?:the|this) (?:change|patch|diff|fix|code|candidate|implementation|commit|work|test"
          + "|gate)|(?:all )?(?:the )?(?:acceptance )?(?:tests|gates|criteria)|criteri(?:on|a) \\d{1,3}"
          + "|(?:everything|what) the task asks(?: for)?)"
          + "(?:,? and (?:the )?(?:tests?|gates?|criteria|code|diff))?)";

  private static final String GOOD =
      "(?:(?:very )?(?:good|fine|correct|right|sound|clean|minimal|complete|consistent|ok|okay|met|fulfilled|satisfied"
          + "|covered|green|in place|there|done|approved|ready to (?:merge|land)|good to (?:go|me)))";

  private static final String SENTENCE =
      String.join(
          "|",
          WORK + " (?:is|are|looks?) (?:now )?" + GOOD + "(?:(?:,| and|, and) " + GOOD + "){0,3}",
          WORK
              + " (?:does|meets?|match(?:es)?|pass(?:es|ed)?|works?|holds?|can be (?:merged|landed))"
              + "(?: (?:all )?(?:the )?(?:acceptance )?(?:tests?|gates?|criteria|task|what the task asks(?: for)?))?",
          "(?:so |hereby |therefore )?(?:i |i am )?(?:now )?(?:hereby )?(?:approved?|approving)"
              + "(?: (?:this|it|the (?:change|patch|diff)|as is))?",
          "i(?: have|'ve)? (?:read|reviewed|checked) (?:everything|the (?:whole |full )?(?:change|diff|patch|code|task)"
              + "(?:,? and the tests?)?)",
          "(?:i am )?(?:now )?submitting (?:my |the |an )?(?:review|verdict|approval|approve)(?: now)?",
          "(?:(?:my|the|final) ){0,2}verdict ?(?:is|=|) ?approved?",
          "lgtm|(?:looks|all) (?:good|fine|done)(?: to me)?|ship it|good work|yes|okay|ok");

  /** Each sentence is read once and given up for no other reading, so no text is read for long. */
  private static final Pattern PLAIN =
      Pattern.compile("(?:(?>(?:" + SENTENCE + ")(?!\\w))(?:[\\s.,;!✅👍]|(?:and|so)\\s)*+)*+");

  /** Bullets, and the colons that introduce a list. */
  private static final Pattern LIST = Pattern.compile("(?m)^[ \t]*[-•][ \t]+|:");

  private PlainApproval() {}

  /** Tells whether a text says nothing, or nothing but that the change is approved. */
  static boolean is(String text) {
    String said = TextNormalizer.withoutThoughts(text).strip();
    return said.length() <= MAX_CHARS
        && said.indexOf('~') < 0
        && PLAIN.matcher(words(said)).matches();
  }

  private static String words(String said) {
    return LIST.matcher(TextNormalizer.plain(said)).replaceAll("").strip();
  }
}
