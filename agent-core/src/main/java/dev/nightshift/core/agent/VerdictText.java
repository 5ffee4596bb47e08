package dev.nightshift.core.agent;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text says against a change, where it speaks as a verdict does. */
final class VerdictText {
  private static final String ASKS =
      "request(?:s|ed|ing)?[ _-](?:a[ _-])?changes?"
          + "|changes?[ _-](?:are[ _-])?(?:request|requir|need)(?:ed)?";

  private static final String REFUSES =
      "escalat(?:es?|ed|ing|ion)|reject(?:s|ed|ing|ion)?|needs?[ _-](?:work|changes?|revision)"
          + "|disapprov(?:e[ds]?|ing|al)|declin(?:es?|ed|ing)|den(?:y|ied)|block(?:s|ed|ing)?"
          + "|veto(?:ed)?|unacceptable|nack"
          + "|(?:do|does|did|can|could|will|would|must|should|may)?[ _-]?(?:not|n't)[ _-]"
          + "(?:yet[ _-])?(?:be[ _-])?(?:approv\\w*|merged?|land|ship|accept\\w*|ready|ok)"
          + "|can(?:not|'t)[ _-](?:be[ _-])?(?:approv\\w*|merged?|land|accept\\w*)";

  private static final String NO = "(?:fail(?:s|ed|ure)?|no)(?=\\s*(?:[.!,;:*\"'`\u2013\u2014]|$))";

  /** After its name a verdict is no thought of another kind. */
  private static final Pattern NAMED =
      insensitive(
          "\\b(?:verdict|decision|recommendation|conclusion)"
              + "(?:[\"'*_`\\s]*(?:[:=\u2013\u2014-]|is\\b(?:[ ]to\\b)?)[^\\w\\n]*\\n*[^\\w\\n]*|[^\\w]{1,8})"
              + "("
              + ASKS
              + "|"
              + REFUSES
              + "|"
              + NO
              + ")\\b");

  /** On a line of its own, or before what it is about. */
  private static final Pattern AT_LINE_START =
      insensitive(
          "^[^\\w\\n]*(" + ASKS + "|" + REFUSES + ")(?=[*_`\"']*\\s*(?:[.!,;:\u2013\u2014]|$))");

  private static final Pattern SAID_BY_THE_REVIEWER =
      insensitive(
          "\\bI(?:'m|[ ]am)?[ ](?:must[ ]|have[ ]to[ ]|therefore[ ])?("
              + "request(?:ing)?[ _-](?:a[ _-])?changes?|reject(?:ing)?|(?:do|will|would)[ ]not[ ]approve"
              + "|(?:don|won|wouldn|can)'t[ ]approve|can(?:not|[ ]not)[ ]approve|escalat(?:e|ing)"
              + "[ ](?:this|it|because)|disapprove)\\b");

  private static final Pattern OFFERED =
      insensitive(
          "\\b(?:submit|return|answer|vote|say)(?:s|ted|ting)?\\W{1,4}(request_changes)\\b");

  private static final Pattern SAID_OF_THE_CHANGE =
      insensitive(
          "\\b(?:this|it|(?:this|the)[ ]change)[ ]((?:must|should)(?:[ ]not|n't)[ ]"
              + "(?:land|ship|be[ ](?:merged|approved)))\\b");

  private static final List<Pattern> FORMS =
      List.of(NAMED, AT_LINE_START, SAID_BY_THE_REVIEWER, SAID_OF_THE_CHANGE, OFFERED);

  private VerdictText() {}

  /** Returns the words that object. */
  static Optional<String> objection(String text) {
    for (Pattern form : FORMS) {
      Matcher said = form.matcher(text);
      if (said.find()) {
        return Optional.of(said.group(1));
      }
    }
    int begin = text.indexOf('{');
    int end = text.lastIndexOf('}');
    return begin < 0 || end < begin
        ? Optional.empty()
        : SpokenAgainst.parsed(text.substring(begin, end + 1)).flatMap(SpokenAgainst::in);
  }

  private static Pattern insensitive(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }
}
