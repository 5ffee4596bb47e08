package dev.nightshift.core.agent;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a text says against a change, where it speaks as a verdict does. Beside an approval that was
 * submitted only a verdict by its name counts; where none was submitted, what a reader takes for
 * one.
 */
final class VerdictText {
  private static final String ASKS =
      "request(?:s|ed|ing)?[ _-](?:a[ _-])?changes?"
          + "|changes?[ _-](?:are[ _-])?(?:request|requir|need)(?:ed)?";

  private static final String REFUSES =
      "escalate|reject(?:ed)?|needs?[ _-](?:work|changes?|revision)|disapprove[d]?|declined?|denied"
          + "|(?:do|must|should|can|could|will)?[ _-]?(?:not|n't)[ _-](?:yet[ _-])?(?:be[ _-])?"
          + "(?:approve[d]?|merged?|land|ship|accept(?:ed)?|ready)";

  /** A word that ends what is said, so that it is no part of a sentence about the code. */
  private static final String ENDS =
      "(?=[*_`\"')]*\\s*(?:[.!,;:(\u2013\u2014-]|$|because\\b|since\\b|as\\b))";

  private static final String NAME =
      "(?:verdict|decision)(?:[ ]?\\([^)\\n]*\\))?[\"'*_`\\s]*(?:[:=\u2013\u2014-]|is\\b(?:[ ]to\\b)?)";

  private static final Pattern VERDICT =
      insensitive(
          "^[^\\w\\n]*(?:(?:my|the|final|our|so|hence|therefore)\\W{1,3}){0,3}"
              + NAME
              + "[^\\w\\n]*("
              + ASKS
              + "|"
              + REFUSES
              + "|fail(?:ed)?|no)"
              + ENDS);

  private static final Pattern NAMED =
      insensitive(
          "\\b(?:"
              + NAME
              + "|(?:result|recommendation|conclusion|outcome)[\"'*_`\\s]*[:=])\\s*[^\\w\\n]*("
              + ASKS
              + "|"
              + REFUSES
              + ")"
              + ENDS);

  /** Not what somebody else, or a sentence about code, would begin with. */
  private static final Pattern AT_LINE_START =
      insensitive(
          "^[^\\w\\n]*(" + ASKS + "|escalate|reject)(?=[*_`\"']*\\s*(?:[.!,;:\u2013\u2014]|$))");

  private static final Pattern SAID_BY_THE_REVIEWER =
      insensitive(
          "\\bI(?:'m|[ ]am|'ll|[ ]will|'d|[ ]would)?[ ](?:going[ ]to[ ]|(?:have|need)[ ]to[ ]"
              + "|(?:must|should|therefore|hereby)[ ])*("
              + "request(?:ing)?[ _-](?:a[ _-])?changes?|reject(?:ing)?[ ](?:this|it|the[ ]change)"
              + "|(?:do|will|would)[ ]not[ ]approve|(?:don|won|wouldn|can)'t[ ]approve"
              + "|can(?:not|[ ]not)[ ]approve|escalat(?:e|ing)[ ](?:this|it|because)|disapprove)\\b");

  private static final Pattern SAID_OF_THE_CHANGE =
      insensitive(
          "\\b(?:this|(?:this|the)[ ]change)[ ]((?:must|should|can)(?:[ ]?not|n't|'t)[ ]"
              + "(?:land|ship|be[ ](?:merged|approved|accepted)))\\b");

  /** The name of the verdict itself, which nobody writes by chance. */
  private static final Pattern OFFERED = insensitive("\\b(request_changes)\\b");

  /** What makes a sentence say something else than it seems to, before the words. */
  private static final Pattern HEDGED_BEFORE =
      insensitive(
          "\\b(?:not|no|never|neither|nor|n't|without|considered|whether|if|unless|previous(?:ly)?"
              + "|earlier|before|first|last|instead[ ]of|rather[ ]than|R[0-9]+)\\b|n't\\b");

  private static final Pattern HEDGED_BEHIND =
      insensitive(
          "^[^.!?\\n]*\\b(?:if|unless|until|blindly)\\b"
              + "|^[*_`\"')]*\\s*(?:[:=(\u2013\u2014-]|is|was|are)?\\W*"
              + "(?:none|nothing|no|not|0|null|n/a|done|resolved|addressed|fixed|closed)\\b");

  private static final Pattern THOUGHT = Pattern.compile("(?s)<think(?:ing)?>.*?</think(?:ing)?>");

  private static final Set<String> KEYS = Set.of("verdict", "decision", "approve", "approved");

  private VerdictText() {}

  /** Returns the words that object, in a text beside an approval. */
  static Optional<String> verdict(String text) {
    return said(VERDICT, THOUGHT.matcher(text).replaceAll(""));
  }

  /** Returns the words that object, in a text that stands alone. */
  static Optional<String> objection(String given) {
    String text = THOUGHT.matcher(given).replaceAll("");
    return said(VERDICT, text)
        .or(() -> said(NAMED, text))
        .or(() -> said(AT_LINE_START, text))
        .or(() -> said(SAID_BY_THE_REVIEWER, text))
        .or(() -> said(SAID_OF_THE_CHANGE, text))
        .or(() -> said(OFFERED, text))
        .or(() -> inJson(text));
  }

  private static Optional<String> said(Pattern form, String text) {
    Matcher found = form.matcher(text);
    while (found.find()) {
      if (!isHedged(text, found.start(), found.start(1), found.end(1))) {
        return Optional.of(found.group(1));
      }
    }
    return Optional.empty();
  }

  private static boolean isHedged(String text, int from, int begin, int end) {
    int sentence = begin;
    while (sentence > 0 && ".!?\n;".indexOf(text.charAt(sentence - 1)) < 0) {
      sentence--;
    }
    int close = end;
    while (close < text.length() && ".!?\n".indexOf(text.charAt(close)) < 0) {
      close++;
    }
    boolean isQuestion = close < text.length() && text.charAt(close) == '?';
    String before = text.substring(Math.min(sentence, from), Math.max(sentence, from));
    return isQuestion
        || HEDGED_BEFORE.matcher(before).find()
        || HEDGED_BEHIND.matcher(text.substring(end)).find();
  }

  /** JSON in a text is a verdict if it names one; else it may be what the code returns. */
  private static Optional<String> inJson(String text) {
    int begin = text.indexOf('{');
    int end = text.lastIndexOf('}');
    return begin < 0 || end < begin
        ? Optional.empty()
        : SpokenAgainst.parsed(text.substring(begin, end + 1))
            .filter(VerdictText::namesVerdict)
            .flatMap(SpokenAgainst::in);
  }

  /** Tells whether a JSON object has a verdict by its name. */
  static boolean namesVerdict(JsonNode node) {
    return KEYS.stream().anyMatch(node::has);
  }

  private static Pattern insensitive(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }
}
