package dev.nightshift.core.internal.text;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Foreign text in which a forge finds nothing to act on: mentions, closing keywords, links and what
 * skips checks are written by look-alikes, because a forge reads them wherever they stand, in the
 * message of a commit too, where there is no markup.
 */
public final class InertLetters {
  private static final Pattern SCHEME = Pattern.compile(":(?=//)");
  private static final Pattern WWW = Pattern.compile("(?<=\\b(?i:www))\\.");
  private static final Pattern ISSUE_WORD = Pattern.compile("(?i)(?<=\\bG[HL])-(?=\\d)");
  private static final Pattern NUMBERED = Pattern.compile("[!$&](?=\\d)");
  private static final Pattern NAMED = Pattern.compile("[~%](?=[\\w\"])");
  private static final Pattern IN_BRACKETS = Pattern.compile("\\[(?=[a-z_]+:\\d)");
  private static final Pattern SKIPPED_CHECKS =
      Pattern.compile("(?i)\\[(?=\\s*(?:skip|ci|no|actions)\\b)");
  private static final Pattern SKIP_TRAILER = Pattern.compile("(?i)(?<=\\bskip-checks):");
  private static final Pattern HIDDEN = Pattern.compile("<(?=!--)");

  /** From a sign of ASCII to its full-width form. */
  private static final int WIDE = 0xfee0;

  private InertLetters() {}

  /**
   * Makes a text inert; one that is so already stays as it is.
   *
   * @param text any text
   * @return the text, of as many characters
   */
  public static String of(String text) {
    String inert = text.replace('@', '\uff20').replace('#', '\uff03');
    inert = SCHEME.matcher(inert).replaceAll("\uff1a");
    inert = WWW.matcher(inert).replaceAll("\uff0e");
    inert = ISSUE_WORD.matcher(inert).replaceAll("\u2011");
    inert = NUMBERED.matcher(inert).replaceAll(InertLetters::wide);
    inert = NAMED.matcher(inert).replaceAll(InertLetters::wide);
    inert = IN_BRACKETS.matcher(inert).replaceAll("\uff3b");
    inert = SKIPPED_CHECKS.matcher(inert).replaceAll("\uff3b");
    inert = HIDDEN.matcher(inert).replaceAll("\uff1c");
    return SKIP_TRAILER.matcher(inert).replaceAll("\uff1a");
  }

  /** The look-alike of one sign of ASCII, which no forge reads. */
  private static String wide(MatchResult sign) {
    return Character.toString(sign.group().charAt(0) + WIDE);
  }
}
