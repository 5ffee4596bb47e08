package dev.nightshift.models.internal.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sentence of an error repeats of the request: a prompt that speaks of quotas says nothing
 * about the account. Quoted text is one, as is all that a validator shows as its input; the end of
 * an echo is nowhere marked, since it may hold the same marks itself.
 */
final class Echo {
  private static final String LEFT_OUT = "x";

  /** Where a gateway passes on the sentence of another server, that begins here. */
  private static final Pattern PASSED_ON =
      Pattern.compile(
          "^[^'\"`]{0,200}(?:exception|error code: \\d{3}) - (?:b['\"])?\\{['\"].{0,80}?"
              + "['\"]message['\"]: ?['\"]");

  /** From here on to the end nothing is the API's own. */
  private static final Pattern INPUT =
      Pattern.compile(
          "\\binput(?:_value|_data)?\\s?="
              + "|\\b(?:input|input_value|got|received|given|last read|messages|value|content|text"
              + "|body)['\"]?\\s?[:=](?=\\s)");

  /** A name is shown in quotes too; a word after an apostrophe is not. */
  private static final Pattern QUOTED_WORD =
      Pattern.compile("(?<!\\w)(['\"`])[^\\s'\"`]{1,200}\\1(?!\\w)");

  private static final Pattern QUOTE = Pattern.compile("(?<!\\w)['\"`]");

  private Echo() {}

  /**
   * Returns a sentence without what it may repeat: a word in quotes becomes another, and longer
   * text is gone up to the last such quote.
   *
   * @param sentence in lower case
   */
  static String leftOutOf(String sentence) {
    Matcher passedOn = PASSED_ON.matcher(sentence);
    String own = passedOn.find() ? sentence.substring(passedOn.end()) : sentence;
    Matcher input = INPUT.matcher(own);
    own = input.find() ? own.substring(0, input.start()) : own;
    own = QUOTED_WORD.matcher(own).replaceAll("$1" + LEFT_OUT + "$1");
    return withoutQuotedText(own);
  }

  private static String withoutQuotedText(String sentence) {
    Matcher quote = QUOTE.matcher(sentence);
    int from = 0;
    while (quote.find(from)) {
      int at = quote.start();
      if (sentence.startsWith(LEFT_OUT + sentence.charAt(at), at + 1)) {
        from = at + 2 + LEFT_OUT.length();
        continue;
      }
      int last = sentence.lastIndexOf(sentence.charAt(at));
      String after = last > at ? sentence.substring(last + 1) : "";
      return sentence.substring(0, at) + after;
    }
    return sentence;
  }
}
